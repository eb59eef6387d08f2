/**
 * Writes docs/vetting/guards.md from the catalogue that the compiled lib exports.
 * Usage: npm run build && node scripts/write-guards.mjs
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { renderGuards } from './lib/render-guards.mjs';

const PAGE = new URL('../docs/vetting/guards.md', import.meta.url);

const { GUARDS } = await import('../dist/libs/vetting/src/index.js');
await mkdir(new URL('.', PAGE), { recursive: true });
await writeFile(PAGE, renderGuards(GUARDS));
