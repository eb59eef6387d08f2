import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { DEFAULT_DOCUMENT_LIMITS, TooLargeError, TooManyFilesError } from '#libs/inventory';
import { CliError } from '../cli-error.js';
import { bytesOf } from '../files.js';

/** Smaller files are sent as they are, and look on the wire like on the disk. */
const GZIP_FROM_BYTES = 256 * 1024;
/** Archives carry times; with one and the same, the same files make the same bytes, which are read once. */
const ONE_TIME = new Date(1980, 0, 1);

/** What is sent, as one body. */
export interface PackedUpload {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Paths of the files in it, as the server will name them. */
  readonly paths: readonly string[];
}

/**
 * One file as it is, or as gzip when it is large; several as one zip, under their paths below the folder that they have in
 * common. A manifest belongs to the lockfile in its folder, so beside a single file it is put into that one's.
 * @throws TooLargeError, TooManyFilesError before anything is sent
 */
export async function packFiles(files: readonly string[], manifests: readonly string[]): Promise<PackedUpload> {
  const [only, ...others] = [...new Set(files.map((file) => resolve(file)))];
  const single = others.length === 0 ? only! : null;
  if (single !== null && manifests.length === 0) return packOne(single);
  const sources = new Map([only!, ...others].map((path) => [path, path]));
  for (const manifest of manifests) {
    const path = resolve(manifest);
    const wanted = single === null ? path : join(dirname(single), basename(path));
    if ((sources.get(wanted) ?? path) !== path) throw new CliError('cli.upload.sameName', { file: manifest });
    sources.set(wanted, path);
  }
  return packSeveral(sources);
}

async function packOne(path: string): Promise<PackedUpload> {
  const bytes = await bytesOf(path);
  const fileName = basename(path);
  const isPacked = isGzip(bytes) || isZip(bytes);
  if (!isPacked) assertSize(bytes.length);
  if (isPacked || bytes.length < GZIP_FROM_BYTES) return { fileName, bytes, paths: [fileName] };
  return { fileName: `${fileName}.gz`, bytes: gzipSync(bytes), paths: [fileName] };
}

/** @param sources by the path that a file is to have, the path where it is */
async function packSeveral(sources: ReadonlyMap<string, string>): Promise<PackedUpload> {
  if (sources.size > DEFAULT_DOCUMENT_LIMITS.maxFiles) throw new TooManyFilesError(DEFAULT_DOCUMENT_LIMITS.maxFiles);
  const root = commonFolder([...sources.keys()]);
  const entries: Record<string, Uint8Array> = {};
  let total = 0;
  for (const wanted of [...sources.keys()].sort()) {
    const bytes = unpacked(sources.get(wanted)!, await bytesOf(sources.get(wanted)!));
    total += bytes.length;
    assertSize(total);
    entries[nameInArchive(relative(root, wanted))] = bytes;
  }
  const bytes = zipSync(entries, { level: 6, mtime: ONE_TIME });
  return { fileName: 'files.zip', bytes, paths: Object.keys(entries) };
}

/** Names that begin with a dot are what archivers add for themselves, and would not be looked at. */
function nameInArchive(path: string): string {
  const names = path.split(sep);
  return [...names.slice(0, -1), names.at(-1)!.replace(/^\.+/, '')].join('/');
}

/** A zip holds plain files: archives within archives are not opened. */
function unpacked(path: string, bytes: Uint8Array): Uint8Array {
  if (isZip(bytes)) throw new CliError('cli.upload.archiveAmongSeveral', { file: path });
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: DEFAULT_DOCUMENT_LIMITS.maxBytes });
  } catch (error) {
    throw new CliError('cli.upload.archiveAmongSeveral', { file: path }, { cause: error });
  }
}

function assertSize(bytes: number): void {
  const { maxBytes } = DEFAULT_DOCUMENT_LIMITS;
  if (bytes > maxBytes) throw new TooLargeError(bytes, maxBytes);
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0]!);
  const holds = (path: string): boolean => !relative(folder, path).startsWith('..');
  while (!paths.every(holds) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05);
}
