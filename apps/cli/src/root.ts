import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of the project: the nearest one above this file that has the package.json, compiled or not. */
export const ROOT = findRoot(import.meta.dirname);

/** The compiled entry of another process of the project. */
export function entryOf(app: string): string {
  return join(ROOT, 'dist/apps', app, 'src/main.js');
}

function findRoot(start: string): string {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`no package.json above ${start}`);
}
