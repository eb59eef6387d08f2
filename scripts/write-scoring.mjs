/**
 * Writes docs/scoring.md from the compiled tables of the scoring methods.
 * Usage: npm run build && node scripts/write-scoring.mjs
 */
import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { renderScoring } from './lib/render-scoring.mjs';

const { OPENSSF_2021, SCORE_1 } = await import('../dist/libs/matching/src/index.js');
const { EXPOSURE_RULE } = await import('../dist/libs/inventory/src/index.js');
const { PERIODS_UNTIL_STALE } = await import('../dist/libs/catalog/src/index.js');
const page = new URL('../docs/scoring.md', import.meta.url).pathname;
const text = renderScoring({
  score: SCORE_1,
  exposure: EXPOSURE_RULE,
  openssf: OPENSSF_2021,
  periodsUntilStale: PERIODS_UNTIL_STALE,
});
await writeFile(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
