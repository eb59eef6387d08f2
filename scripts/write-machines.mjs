/**
 * Writes docs/machines from the state machines that the compiled libs export.
 * Usage: npm run build && node scripts/write-machines.mjs
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { MACHINES } from './lib/machines.mjs';
import { renderMachine } from './lib/render-machine.mjs';

const FOLDER = new URL('../docs/machines/', import.meta.url);

await mkdir(FOLDER, { recursive: true });
for (const { constant, lib, source, page } of MACHINES) {
  const { [constant]: machine } = await import(`../dist/libs/${lib}/src/index.js`);
  await writeFile(new URL(page, FOLDER), renderMachine(machine, source));
}
