import { describe, expect, it } from '@jest/globals';
import { FUNDING_JSON } from '../../../../test/support/given-manifests.js';
import { incomeShareOf } from './income-share.js';
import { readFundingManifest } from './read-funding-manifest.js';

const NOW = new Date('2026-03-04T05:06:07.000Z');
const [PLAN] = FUNDING_JSON.funding.plans;
const [YEAR] = FUNDING_JSON.funding.history;
type Change<T> = Partial<Record<keyof T, unknown>>;

function shareOf(plans: readonly Change<typeof PLAN>[], history: readonly Change<typeof YEAR>[], projects = 1) {
  const whole = FUNDING_JSON.projects[0]!;
  const file = {
    ...FUNDING_JSON,
    projects: Array.from({ length: projects }, (_unused, at) => ({ ...whole, guid: `library-${String(at)}` })),
    funding: {
      ...FUNDING_JSON.funding,
      plans: plans.map((plan, at) => ({ ...PLAN, guid: `plan-${String(at)}`, ...plan })),
      history: history.map((year) => ({ ...YEAR, ...year })),
    },
  };
  return incomeShareOf(readFundingManifest('funding.json', JSON.stringify(file)).manifest, NOW);
}

describe('the income of a manifest as a share of its target', () => {
  it('is 1000 of 12 times 3000, at the end of its year', () => {
    expect(shareOf([{}], [{}])).toEqual({ value: 1000 / 36_000, observedAt: new Date('2026-01-01T00:00:00.000Z') });
  });

  it.each<[string, Change<typeof PLAN>[], Change<typeof YEAR>[], number | null]>([
    ['a yearly amount', [{ frequency: 'yearly' }], [{}], 1000 / 3000],
    ['a weekly amount', [{ frequency: 'weekly' }], [{}], 1000 / 156_000],
    ['a fortnightly amount', [{ frequency: 'fortnightly' }], [{}], 1000 / 78_000],
    ['more than the target', [{ amount: 10, frequency: 'yearly' }], [{}], 100],
    ['the largest of several plans', [{ amount: 1 }, { amount: 500 }, { amount: 20 }], [{}], 1000 / 6000],
    ['no income, said in so many words', [{}], [{ income: 0 }], 0],
    ['the last year that is over', [{}], [{ year: 2024, income: 1 }, { income: 36_000 }, { year: 2026, income: 5 }], 1],
    ['a plan that is not active', [{ status: 'inactive' }], [{}], null],
    ['what is asked for once', [{ frequency: 'one-time' }], [{}], null],
    ['what comes as it pleases', [{ frequency: 'other' }], [{}], null],
    ['any amount', [{ amount: 0 }], [{}], null],
    ['a plan in another currency', [{ currency: 'USD' }], [{}], null],
    ['a year without a currency', [{}], [{ currency: null }], null],
    ['a year without an income', [{}], [{ income: null }], null],
    ['the year that goes on', [{}], [{ year: 2026 }], null],
    ['no plan', [], [{}], null],
    ['no year', [{}], [], null],
  ])('of %s', (_case, plans, history, share) => {
    expect(shareOf(plans, history)?.value ?? null).toEqual(share);
  });

  it('is not known for a manifest of several projects', () => {
    expect(shareOf([{}], [{}], 2)).toBeNull();
  });
});
