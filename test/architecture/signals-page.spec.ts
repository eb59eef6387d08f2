import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { POLICY_2026_1, SIGNALS_LEFT_OUT, SIGNAL_RULES } from '#libs/vetting';
import { renderSignals } from '../../scripts/lib/render-signals.mjs';

const PAGE = 'docs/vetting/signals.md';

async function rendered(
  policy: { readonly version: string; readonly signals: object } = POLICY_2026_1,
): Promise<string> {
  const text = renderSignals(SIGNAL_RULES, SIGNALS_LEFT_OUT, policy);
  return format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

it('shows the signals as the code has them', async () => {
  expect(await readFile(PAGE, 'utf8')).toBe(await rendered());
});

it('would show another number', async () => {
  const signals = { ...POLICY_2026_1.signals, S02: { windowDays: 181, points: 5 } };
  const other = await rendered({ ...POLICY_2026_1, signals });
  expect(other).not.toBe(await rendered());
  expect(other).toMatch(/^\| S02 .* points 5 .*181 days/m);
});
