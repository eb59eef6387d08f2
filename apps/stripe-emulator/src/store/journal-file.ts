import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * An append-only file of JSON lines, one per committed transaction.
 *
 * Durability: a line is handed to the operating system before the answer leaves the process, so a killed process loses
 * nothing that it has confirmed. It is flushed to the disk (fsync) when the file is opened, compacted or closed, not on
 * every line: a power cut may lose the last seconds. Simulated money does not need more, and a flush per request
 * would cost more than the request.
 */
export class JournalFile {
  private descriptor: number;

  private constructor(
    private readonly path: string,
    private lines: number,
  ) {
    this.descriptor = openSync(path, 'a', 0o600);
    fsyncSync(this.descriptor);
  }

  /** Opens or creates the file and hands every complete line to `apply`; a torn last line is cut off. */
  static open(path: string, apply: (line: unknown) => void): JournalFile {
    const lines = existsSync(path) ? readLines(path) : [];
    for (const line of lines) apply(line);
    return new JournalFile(path, lines.length);
  }

  get length(): number {
    return this.lines;
  }

  append(line: unknown): void {
    writeAll(this.descriptor, `${JSON.stringify(line)}\n`);
    this.lines += 1;
  }

  /** Replaces the whole history by `lines`; a crash in between leaves the old file in place. */
  replace(lines: Iterable<unknown>): void {
    const next = `${this.path}.next`;
    const descriptor = openSync(next, 'w', 0o600);
    let count = 0;
    for (const line of lines) {
      writeAll(descriptor, `${JSON.stringify(line)}\n`);
      count += 1;
    }
    fsyncSync(descriptor);
    closeSync(descriptor);
    closeSync(this.descriptor);
    renameSync(next, this.path);
    this.descriptor = openSync(this.path, 'a', 0o600);
    syncDirectory(dirname(this.path));
    this.lines = count;
  }

  close(): void {
    fsyncSync(this.descriptor);
    closeSync(this.descriptor);
  }
}

function readLines(path: string): unknown[] {
  const content = readFileSync(path);
  const end = content.lastIndexOf(0x0a) + 1;
  if (end < content.length) {
    // The process died inside a write: that transaction was never confirmed to anybody.
    const descriptor = openSync(path, 'r+');
    ftruncateSync(descriptor, end);
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
  const text = content.subarray(0, end).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}

function syncDirectory(path: string): void {
  // Directories cannot be opened for a flush on every system; the rename itself is atomic everywhere.
  try {
    const descriptor = openSync(path, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  } catch {
    return;
  }
}
