import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NEED_FIT_VALUES, needFitOf, needFitSum } from '../../libs/matching/src/need-fit.js';
import { openTestDatabase, type TestDatabase } from '#platform/testing';

const PERFECT = { typeFit: 1, isVerified: true, daysLeft: 0, pledged: 999_999, others: 999_999, goal: 1_000_000 };

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function fitOf(change: Partial<Record<keyof typeof PERFECT, number | boolean | null>>) {
  const { typeFit, isVerified, daysLeft, pledged, others, goal } = { ...PERFECT, ...change };
  const rows = await database.asOwner<{ terms: number[]; sum: number }>(
    `SELECT terms, ${needFitSum('terms')} AS sum FROM (SELECT ${NEED_FIT_VALUES} AS terms
       FROM (SELECT $1::float8 AS type_fit, $2::boolean AS is_verified, $3::float8 AS days_left, $4::bigint AS pledged_minor, $5::bigint AS others_minor,
                    $6::bigint AS goal_minor) AS asked) AS fitted`,
    [typeFit, isVerified, daysLeft, pledged, others, goal],
  );
  return rows[0]!;
}

describe('the fit of a need', () => {
  it.each([
    ['everything', {}, 1],
    ['a kind that others come before', { typeFit: 0.5 }, 0.8],
    ['a kind that is not funded', { typeFit: 0 }, 0.6],
    ['nobody who speaks for the project', { isVerified: false }, 0.7],
    ['no date', { daysLeft: null }, 0.9],
    ['half the time that counts', { daysLeft: 45 }, 0.9],
    ['a date far away', { daysLeft: 200 }, 0.8],
    ['a date that has passed', { daysLeft: -5 }, 1],
    ['nothing pledged', { pledged: 0, others: 0 }, 0.95],
    ['all pledged', { pledged: 1_000_000, others: 1_000_000 }, 0.9],
    ['all pledged by the company itself', { pledged: 1_000_000, others: 0 }, 0.9],
    ['more pledged by the company than the sums know', { others: -7 }, 0.95],
  ])('is the weighted sum of its four signals: %s', async (_case, change, expected) => {
    const { terms, sum } = await fitOf(change);
    expect(sum).toBeCloseTo(expected, 6);
    // To the last bit: rankings are sorted by the one and explained by the other.
    expect(sum).toBe(needFitOf(terms).value);
  });

  it('takes sums up to the largest amount there is', async () => {
    const largest = '9223372036854775807' as unknown as number;
    const { terms } = await fitOf({ goal: largest, pledged: 1, others: 1 });
    expect(terms[3]).toBeCloseTo(0.5, 12);
  });
});
