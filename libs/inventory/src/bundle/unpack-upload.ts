import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { storableText } from '#platform/kernel';
import type { DocumentLimits } from '../document-limits.js';
import { MalformedArchiveError, TooLargeError, TooManyFilesError } from '../inventory.errors.js';

export interface UploadedFile {
  /** Inside of a zip the path there, else the name that the upload was given. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What archivers add for themselves. */
const NOT_CONTENT = /(?:^|\/)(?:__MACOSX\/|\.[^/]*$)|\/$/;

/**
 * The files of an upload: itself, what gzip made of it, or what is in the zip. What it unpacks to is bounded while it is
 * unpacked, whatever the archive says about itself.
 * @throws TooLargeError, TooManyFilesError, MalformedArchiveError
 */
export function unpackUpload(fileName: string, bytes: Uint8Array, limits: DocumentLimits): readonly UploadedFile[] {
  if (startsWith(bytes, [0x1f, 0x8b])) {
    return [{ path: fileName.replace(/\.gz$/i, ''), bytes: gunzip(bytes, limits) }];
  }
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06])) {
    return unzip(bytes, limits);
  }
  return [{ path: fileName, bytes }];
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function gunzip(bytes: Uint8Array, { maxBytes }: DocumentLimits): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new TooLargeError(maxBytes + 1, maxBytes);
    throw new MalformedArchiveError();
  }
}

/** `originalSize` is what the archive claims; each file gets room for that much and not a byte more. */
function unzip(bytes: Uint8Array, limits: DocumentLimits): readonly UploadedFile[] {
  const { maxBytes, maxFiles } = limits;
  let total = 0;
  let count = 0;
  const files = refusingMalformed(() =>
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (NOT_CONTENT.test(name)) return false;
        count += 1;
        total += originalSize;
        if (count > maxFiles) throw new TooManyFilesError(maxFiles);
        if (total > maxBytes) throw new TooLargeError(total, maxBytes);
        return true;
      },
    }),
  );
  // The order of an archive is an accident of the tool that wrote it.
  return Object.entries(files)
    .map(([path, content]) => ({ path: storableText(path, limits.maxNameLength), bytes: content }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function refusingMalformed<Value>(unpack: () => Value): Value {
  try {
    return unpack();
  } catch (error) {
    if (error instanceof TooLargeError || error instanceof TooManyFilesError) throw error;
    throw new MalformedArchiveError();
  }
}
