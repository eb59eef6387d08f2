import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { HOUR_MS, SystemClock, addMs, newId, type Id } from '#platform/kernel';
import { TooLargeError, UploadIncompleteError } from './inventory.errors.js';

const PART = '.part';
/** No sender is given as much time, so that nobody writes any more. */
const ABANDONED_AFTER_MS = HOUR_MS;

export interface StoredFile {
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Where the bytes are until they are kept or dropped. */
  readonly temporary: string;
}

/** Uploaded bytes as they came, in files named by the upload. A file is there whole or not at all. */
@Injectable()
export class UploadFiles {
  private readonly directory: string;
  private readonly maxBytes: number;

  constructor(config: Config) {
    this.directory = join(config.get('DATA_DIR'), 'uploads');
    this.maxBytes = config.get('UPLOAD_MAX_BYTES');
  }

  /**
   * Writes a stream while counting and hashing it. Nothing stays behind when it fails or grows too large. The file is apart
   * from that of every other sender, and becomes the one of the upload with `keep` or goes with `drop`.
   * @param onBytes called when bytes have come; more are taken when it has resolved
   */
  async store(uploadId: Id<'upl'>, source: Readable, onBytes: () => Promise<void>): Promise<StoredFile> {
    await mkdir(this.directory, { recursive: true });
    const temporary = join(this.directory, `${uploadId}.${newId()}${PART}`);
    const hash = createHash('sha256');
    let sizeBytes = 0;
    const count = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        sizeBytes += chunk.length;
        hash.update(chunk);
        if (sizeBytes > this.maxBytes) done(new TooLargeError(sizeBytes, this.maxBytes));
        else onBytes().then(() => done(null, chunk), done);
      },
    });
    try {
      await pipeline(source, count, createWriteStream(temporary));
      await syncFile(temporary);
    } catch (error) {
      await rm(temporary, { force: true });
      throw isBrokenOff(error) ? new UploadIncompleteError() : error;
    }
    return { sizeBytes, sha256: hash.digest('hex'), temporary };
  }

  /** Twice does no harm, since a transaction may be run again. */
  async keep(uploadId: Id<'upl'>, { temporary }: StoredFile): Promise<void> {
    await rm(this.pathOf(uploadId), { force: true });
    await link(temporary, this.pathOf(uploadId));
  }

  async drop({ temporary }: StoredFile): Promise<void> {
    await rm(temporary, { force: true });
  }

  /** What receivers that were killed have left: nobody knows of it any more. */
  async dropAbandoned(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    // Files have the time of the machine, also where the clock of Mainstay was moved ahead of it.
    const limit = addMs(new SystemClock().now(), -ABANDONED_AFTER_MS);
    for (const name of await readdir(this.directory)) {
      if (!name.endsWith(PART)) continue;
      const path = join(this.directory, name);
      // One that has just been dropped by its receiver is not there any more.
      const lastWrite = await stat(path).then(
        ({ mtime }) => mtime,
        () => null,
      );
      if (lastWrite !== null && lastWrite < limit) await rm(path, { force: true });
    }
  }

  /** What was rejected, or whose sender is erased, leaves nothing. Twice does no harm. */
  async remove(uploadId: Id<'upl'>): Promise<void> {
    await rm(this.pathOf(uploadId), { force: true });
  }

  /** Where the bytes of an upload lie; the thread that reads it opens the file itself. */
  pathOf(uploadId: Id<'upl'>): string {
    return join(this.directory, uploadId);
  }
}

/** True when the sender went away in the middle. */
function isBrokenOff(error: unknown): boolean {
  return ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'ABORT_ERR'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  );
}

/** The row that says "received" must not outlive the bytes. */
async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
