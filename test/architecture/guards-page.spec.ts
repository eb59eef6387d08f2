import { expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GUARDS } from '#libs/vetting';
import { renderGuards } from '../../scripts/lib/render-guards.mjs';

const PAGE = resolve(import.meta.dirname, '../../docs/vetting/guards.md');

it('shows every guard as it is in the catalogue', async () => {
  expect(await readFile(PAGE, 'utf8')).toBe(renderGuards(GUARDS));
});

it('says for each guard what it stops and on which tiers it speaks', () => {
  const page = renderGuards({ G00: { ...GUARDS.G06, id: 'G00' } });
  expect(page).toContain(
    '| G00 | Pressure quarantine | a grant as the answer to pressure | 0 | T0, T1 (T2 advisory) |',
  );
});
