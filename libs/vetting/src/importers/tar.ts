import { gunzipSync } from 'node:zlib';
import { ArchiveTooLargeError, ArchiveUnreadableError, ArchiveUnsafeError } from './importers.errors.js';

export interface ArchiveLimits {
  readonly maxBytes: number;
  readonly maxUnpackedBytes: number;
  readonly maxFiles: number;
}

const ARCHIVE_LIMITS: ArchiveLimits = {
  maxBytes: 50 * 1024 * 1024,
  maxUnpackedBytes: 512 * 1024 * 1024,
  maxFiles: 100_000,
};

export interface ArchiveFile {
  readonly path: string;
  readonly isExecutable: boolean;
  readonly content: Uint8Array;
}

const BLOCK = 512;
const GZIP = Buffer.from([0x1f, 0x8b]);
const MEGABYTE = 1024 * 1024;
/** Formats that are known and not read. */
const OTHERS: readonly (readonly [string, Buffer])[] = [
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ['bzip2', Buffer.from('BZh')],
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ['zip', Buffer.from('PK\u0003\u0004')],
];
const REGULAR = new Set(['0', '\0', '7']);
const KINDS: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a pipe',
};

/** What the header before says of the next file: GNU's long names and the fields of POSIX. */
interface Extension {
  path?: string;
  size?: number;
}

/**
 * The regular files of a tar, packed with gzip or not. Nothing is written to disk. Links, devices, absolute paths, `..`, the same
 * path twice and files that pass a limit are refused.
 * @throws ArchiveUnsafeError, ArchiveTooLargeError, ArchiveUnreadableError
 */
export function readTar(bytes: Uint8Array, archive: string, limits: ArchiveLimits = ARCHIVE_LIMITS): ArchiveFile[] {
  const tar = unpacked(bytes, archive, limits);
  const files = new Map<string, ArchiveFile>();
  let next: Extension = {};
  for (let at = 0; ;) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.length < BLOCK) throw new ArchiveUnreadableError(archive, 'it breaks off');
    if (header.every((byte) => byte === 0)) break;
    assertChecksum(header, archive);
    const type = String.fromCharCode(header[156]!);
    const size = next.size ?? octal(header, 124, 12, archive);
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length < size) throw new ArchiveUnreadableError(archive, 'it breaks off');
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x' || type === 'L') {
      next = { ...next, ...(type === 'L' ? { path: textOf(content, archive) } : paxFields(content, archive)) };
      continue;
    }
    if (type === 'g') {
      if (Object.keys(paxFields(content, archive)).length > 0)
        throw new ArchiveUnsafeError(archive, 'a global header', 'one that renames all files');
      continue;
    }
    const path = next.path ?? headerPath(header, archive);
    next = {};
    addEntry(
      files,
      { path, isExecutable: (octal(header, 100, 8, archive) & 0o111) !== 0, content },
      type,
      archive,
      limits,
    );
  }
  return [...files.values()];
}

function unpacked(bytes: Uint8Array, archive: string, { maxBytes, maxUnpackedBytes }: ArchiveLimits): Buffer {
  if (bytes.length > maxBytes) throw new ArchiveTooLargeError(archive, `${String(maxBytes / MEGABYTE)} MB as a file`);
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const other = OTHERS.find(([, magic]) => packed.subarray(0, magic.length).equals(magic));
  if (other) throw new ArchiveUnreadableError(archive, `${other[0]} is not read; unpack it to a plain .tar first`);
  const tooLarge = () => new ArchiveTooLargeError(archive, `${String(maxUnpackedBytes / MEGABYTE)} MB when unpacked`);
  if (!packed.subarray(0, 2).equals(GZIP)) {
    if (packed.length > maxUnpackedBytes) throw tooLarge();
    return packed;
  }
  try {
    return gunzipSync(packed, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new ArchiveUnreadableError(archive, 'its gzip is damaged or breaks off');
  }
}

function addEntry(
  files: Map<string, ArchiveFile>,
  file: ArchiveFile,
  type: string,
  archive: string,
  { maxFiles }: ArchiveLimits,
): void {
  const path = file.path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  if (/^([/\\]|[A-Za-z]:)/.test(path)) throw new ArchiveUnsafeError(archive, path, 'an absolute path');
  if (path.split(/[/\\]/).includes('..')) throw new ArchiveUnsafeError(archive, path, 'a path that leaves its folder');
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f]/.test(path))
    throw new ArchiveUnsafeError(archive, JSON.stringify(path), 'a path with control characters');
  if (type === '5') return;
  if (!REGULAR.has(type))
    throw new ArchiveUnsafeError(archive, path, KINDS[type] ?? `an entry of the unknown type ${JSON.stringify(type)}`);
  if (path === '') throw new ArchiveUnsafeError(archive, '(empty)', 'a file without a name');
  if (files.has(path)) throw new ArchiveUnsafeError(archive, path, 'in it twice');
  if (files.size === maxFiles) throw new ArchiveTooLargeError(archive, `${String(maxFiles)} files`);
  files.set(path, { ...file, path });
}

function assertChecksum(header: Buffer, archive: string): void {
  const stated = octal(header, 148, 8, archive);
  let sum = 8 * 0x20;
  for (const [index, byte] of header.entries()) if (index < 148 || index >= 156) sum += byte;
  if (sum !== stated) throw new ArchiveUnreadableError(archive, 'a header does not have its checksum');
}

function headerPath(header: Buffer, archive: string): string {
  const name = field(header, 0, 100, archive);
  const isUstar = header.subarray(257, 262).toString('latin1') === 'ustar' && header[262] === 0;
  const prefix = isUstar ? field(header, 345, 155, archive) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function field(header: Buffer, at: number, length: number, archive: string): string {
  return textOf(header.subarray(at, at + length), archive);
}

/** Up to the first NUL. */
function textOf(bytes: Buffer, archive: string): string {
  const end = bytes.indexOf(0);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(end < 0 ? bytes : bytes.subarray(0, end));
  } catch {
    throw new ArchiveUnreadableError(archive, 'a path is not UTF-8');
  }
}

/** Octal digits, or GNU's base-256 for large files. */
function octal(header: Buffer, at: number, length: number, archive: string): number {
  if ((header[at]! & 0x80) !== 0) {
    const value = Number(header.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n));
    if (header[at] === 0x80 && Number.isSafeInteger(value)) return value;
    throw new ArchiveUnreadableError(archive, 'a number in a header is out of range');
  }
  const text = header
    .subarray(at, at + length)
    .toString('latin1')
    .replaceAll('\0', ' ')
    .trim();
  if (!/^[0-7]*$/.test(text)) throw new ArchiveUnreadableError(archive, 'a number in a header is no number');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

/** Records `LENGTH key=value\n`; only path and size matter, and a link's target is of no interest since links are refused. */
function paxFields(content: Buffer, archive: string): Extension {
  const fields: Extension = {};
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(content.subarray(at, space).toString('latin1'));
    if (!Number.isSafeInteger(length) || length <= space - at || at + length > content.length)
      throw new ArchiveUnreadableError(archive, 'an extended header is damaged');
    const record = content.subarray(space + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    const key = record.subarray(0, Math.max(0, equals)).toString('latin1');
    const value = record.subarray(equals + 1);
    if (key === 'path') fields.path = textOf(value, archive);
    if (key === 'size') fields.size = sizeOf(value.toString('latin1'), archive);
    at += length;
  }
  return fields;
}

function sizeOf(text: string, archive: string): number {
  const size = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(size))
    throw new ArchiveUnreadableError(archive, 'a size is no number');
  return size;
}
