import { describe, expect, it } from '@jest/globals';
import { fragility } from './fragility.js';
import { projectScores, type ScoreTerm } from './scores/project-scores.js';
import { whatIfs } from './what-if.js';
import type { SignalRow } from '#libs/catalog';
import { newId } from '#platform/kernel';
import { NOTHING_KNOWN } from '../test/nothing-known.js';

const PROJECT = newId<'prj'>();
const DAY = new Date('2026-03-02T00:00:00.000Z');
const FIGURES = {
  contributorAbsenceFactor: 1,
  monthsSinceActivity: 12,
  issuesOpenedLastYear: 9,
  medianReplyDays: 30,
  postureScore: 4,
  incomeShare: 0.25,
  organisations: 2,
  unfixedAdvisories: 1,
} as const;

function rowsOf(figures: Readonly<Record<string, number>>): SignalRow[] {
  return Object.entries(figures).map(([signal, value]) => ({
    ...{ projectId: PROJECT, packageKey: null, signal, value, source: 'test' },
    ...{ observedAt: DAY, isLeftOut: false },
  }));
}

function termsOf(figures: Readonly<Record<string, number>>): readonly ScoreTerm[] {
  return projectScores(rowsOf(figures), { day: DAY, stableUntil: null }).find(({ axis }) => axis === 'fragility')!
    .terms;
}

describe('what would help a project', () => {
  it('is what the whole score says with that figure one step on', () => {
    const known = {
      ...NOTHING_KNOWN,
      contributorAbsenceFactor: 1,
      monthsSinceActivity: 12,
      reply: { issues: 9, medianDays: 30 },
      postureScore: 4,
      incomeShare: 0.25,
      organisations: 2,
      unfixedAdvisories: 1,
    };
    const now = fragility(known).value;
    const changed = {
      people: { contributorAbsenceFactor: 2 },
      activity: { monthsSinceActivity: 0 },
      reply: { reply: { issues: 9, medianDays: 2 } },
      posture: { postureScore: 5 },
      fundingGap: { incomeShare: 1 },
      organisations: { organisations: 3 },
      advisories: { unfixedAdvisories: 0 },
    };
    const steps = whatIfs(termsOf(FIGURES));
    expect(steps.map(({ signal }) => signal).sort()).toEqual(Object.keys(changed).sort());
    for (const { signal, lowersFragilityBy } of steps)
      expect(lowersFragilityBy).toBeCloseTo(
        now - fragility({ ...known, ...changed[signal as keyof typeof changed] }).value,
        12,
      );
    const effects = steps.map(({ lowersFragilityBy }) => lowersFragilityBy);
    expect(effects).toEqual([...effects].sort((left, right) => right - left));
  });

  it('is a second publisher where there is one, by what the prior leaves of its weight', () => {
    const rows = [
      ...rowsOf({ contributorAbsenceFactor: 1 }),
      { ...rowsOf({ publishers: 1 })[0]!, packageKey: 'npm/a' },
    ];
    const { terms } = projectScores(rows, { day: DAY, stableUntil: null }).find(({ axis }) => axis === 'fragility')!;
    const step = whatIfs(terms).find(({ signal }) => signal === 'publishers');
    expect(step).toMatchObject({ from: 1, to: 2 });
    expect(step!.lowersFragilityBy).toBeCloseTo((1.5 * 0.5) / 6.5, 12);
  });

  it('says nothing of flags, of what is missing, and of what is as good as it can be', () => {
    const terms = termsOf({ isArchived: 1, monthsSinceActivity: 40, contributorAbsenceFactor: 9, postureScore: 10 });
    expect(whatIfs(terms)).toEqual([]);
  });
});

describe('the scores of a project', () => {
  it('know where each figure is from', () => {
    expect(termsOf(FIGURES)).toContainEqual({
      ...{ signal: 'people', weight: 3, value: 1, origin: 'contributorAbsenceFactor', figure: 1, packageKey: null },
      ...{ source: 'test', observedAt: DAY.toISOString() },
    });
  });

  it('take a figure for four of its periods, and tell the day on which it is over', () => {
    const rows = rowsOf({ postureScore: 4, contributorAbsenceFactor: 2 });
    const at = (iso: string) => projectScores(rows, { day: new Date(iso), stableUntil: null })[1];
    expect(at('2026-03-29T00:00:00.000Z')).toMatchObject({
      staleOn: '2026-03-30',
      missing: expect.not.arrayContaining(['posture']),
    });
    expect(at('2026-03-30T00:00:00.000Z')).toMatchObject({
      staleOn: '2026-06-30',
      missing: expect.arrayContaining(['posture']),
    });
    expect(at('2026-06-30T00:00:00.000Z')).toBeUndefined();
  });

  it('leave out what an upheld contest has taken, and are none without a figure', () => {
    const rows = rowsOf({ postureScore: 4, organisations: 1 }).map((row) => ({
      ...row,
      isLeftOut: row.signal === 'postureScore',
    }));
    const [, known] = projectScores(rows, { day: DAY, stableUntil: null });
    expect(known!.terms.map(({ signal }) => signal)).toEqual(['organisations']);
    expect(projectScores(rows.slice(0, 1), { day: DAY, stableUntil: null })).toEqual([]);
  });

  it('do not hold silence against what a maintainer calls finished, until a year is over', () => {
    const figures = { monthsSinceActivity: 30, unfixedAdvisories: 0, issuesOpenedLastYear: 1 };
    const finished = (stableUntil: Date) => projectScores(rowsOf(figures), { day: DAY, stableUntil })[1]!.isFinished;
    expect(finished(new Date('2026-03-02T00:00:00.001Z'))).toBe(true);
    expect(finished(DAY)).toBe(false);
  });
});
