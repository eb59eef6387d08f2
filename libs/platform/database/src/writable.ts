import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const TRIAL_BYTES = 4_096;

/**
 * Makes a folder, and tries whether a file can be written in it, so that a full disk is told before anything is started.
 * Rejects with the error of the system.
 */
export async function assertWritable(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, '.write-test');
  const file = await open(path, 'w');
  try {
    await file.writeFile(Buffer.alloc(TRIAL_BYTES));
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
