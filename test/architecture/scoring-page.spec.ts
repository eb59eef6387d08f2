import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { PERIODS_UNTIL_STALE } from '#libs/catalog';
import { EXPOSURE_RULE } from '#libs/inventory';
import { OPENSSF_2021, SCORE_1 } from '#libs/matching';
import { renderScoring } from '../../scripts/lib/render-scoring.mjs';

const PAGE = 'docs/scoring.md';
const TABLES = {
  score: SCORE_1,
  exposure: EXPOSURE_RULE,
  openssf: OPENSSF_2021,
  periodsUntilStale: PERIODS_UNTIL_STALE,
};

async function rendered(tables: typeof TABLES | object = TABLES): Promise<string> {
  const text = renderScoring({ ...TABLES, ...tables });
  return format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

it('shows the methods as the code has them', async () => {
  expect(await readFile(PAGE, 'utf8')).toBe(await rendered());
});

it('would show another weight', async () => {
  const weights = { ...SCORE_1.fragility.weights, people: 7 };
  const other = await rendered({ score: { ...SCORE_1, fragility: { ...SCORE_1.fragility, weights } } });
  expect(other).not.toBe(await rendered());
  expect(other).toMatch(/^\| people .* 7 +\|$/m);
});

it('names every signal, and refuses one without a formula', () => {
  const weights = { ...SCORE_1.criticality.weights, moon: 1 };
  const score = { ...SCORE_1, criticality: { ...SCORE_1.criticality, weights } };
  expect(() => renderScoring({ ...TABLES, score })).toThrow('moon');
});
