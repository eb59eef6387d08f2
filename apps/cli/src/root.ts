import { join } from 'node:path';

/** Folder of the project: this file is compiled to dist/apps/cli/src. */
export const ROOT = join(import.meta.dirname, '../../../..');

/** The compiled entry of another process of the project. */
export function entryOf(app: string): string {
  return join(ROOT, 'dist/apps', app, 'src/main.js');
}
