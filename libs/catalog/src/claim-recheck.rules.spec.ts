import { describe, expect, it } from '@jest/globals';
import { DAY_MS, addMs } from '#platform/kernel';
import { judgeCheck, type CheckJudgement, type EarlierChecks } from './claim-recheck.rules.js';
import type { ClaimFailure } from './proofs/claim-method.js';

const START = new Date('2026-01-01T00:00:00.000Z');
const day = (count: number): Date => addMs(START, count * DAY_MS);

/** Checks on days of their own, one after the other, from a claim whose proof was always found. */
function judged(...checks: readonly (readonly [number, ClaimFailure | null])[]): CheckJudgement {
  let earlier: EarlierChecks = { checkedAt: day(-30), failingSince: null, lostSince: null };
  let judgement: CheckJudgement | null = null;
  for (const [at, failure] of checks) {
    judgement = judgeCheck(failure, earlier, day(at));
    earlier = { ...judgement, checkedAt: day(at) };
  }
  return judgement!;
}

describe('a proof that is looked for again', () => {
  it('is left alone for 30 days when it is there', () => {
    expect(judged([0, null])).toEqual({
      failingSince: null,
      lostSince: null,
      nextCheckAt: day(30),
      endsAt: null,
      hasEnded: false,
      notice: null,
    });
  });

  it.each(['NOT_FOUND', 'WRONG_CONTENT'] as const)('is told at once as lost when its place says %s', (failure) => {
    expect(judged([0, failure])).toMatchObject({
      notice: 'proof_lost',
      endsAt: day(14),
      nextCheckAt: day(1),
      hasEnded: false,
    });
    expect(judged([0, failure], [1, failure])).toMatchObject({ notice: null, endsAt: day(14) });
    expect(judged([0, failure], [13.99, failure])).toMatchObject({ hasEnded: false });
    expect(judged([0, failure], [14, failure])).toMatchObject({ hasEnded: true });
  });

  it('is told once after three days when its place cannot be read, and ends after thirty', () => {
    const away = 'UNREACHABLE';
    expect(judged([0, away])).toMatchObject({ notice: null, endsAt: day(30) });
    expect(judged([0, away], [2, away])).toMatchObject({ notice: null });
    expect(judged([0, away], [2, away], [3, away])).toMatchObject({ notice: 'proof_unreachable' });
    expect(judged([0, away], [3, away], [4, away])).toMatchObject({ notice: null });
    expect(judged([0, away], [29.99, away])).toMatchObject({ hasEnded: false });
    expect(judged([0, away], [30, away])).toMatchObject({ hasEnded: true });
  });

  it('leaves 14 days from the day on which the loss was seen, however long its place was away before', () => {
    expect(judged([0, 'UNREACHABLE'], [25, 'NOT_FOUND'])).toMatchObject({ notice: 'proof_lost', endsAt: day(39) });
  });

  it('does not gain time by a place that cannot be read any more', () => {
    expect(judged([0, 'NOT_FOUND'], [10, 'UNREACHABLE'])).toMatchObject({ endsAt: day(14), notice: null });
    expect(judged([0, 'NOT_FOUND'], [14, 'UNREACHABLE'])).toMatchObject({ hasEnded: true });
  });

  it('starts anew once it was found', () => {
    expect(judged([0, 'NOT_FOUND'], [10, null], [40, 'NOT_FOUND'])).toMatchObject({
      notice: 'proof_lost',
      endsAt: day(54),
      hasEnded: false,
    });
  });
});
