import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The committed text of a file at the root of the project. With MAINSTAY_UPDATE_SNAPSHOTS=1 the file is written anew,
 * so that the change shows in the diff and is reviewed there.
 */
export async function committed(file: string, current: string): Promise<string> {
  const path = join(process.cwd(), file);
  if (process.env.MAINSTAY_UPDATE_SNAPSHOTS === '1') await writeFile(path, current);
  return readFile(path, 'utf8').catch(() => '');
}
