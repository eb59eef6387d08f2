import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inOrder } from '../events/in-order.js';
import { dayNumber } from '../events/moment.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import type { RiskLevelName } from '../signals/risk-level.js';
import { timelineEvents } from '../timeline/timeline-events.js';
import { readTimeline } from '../timeline/timeline-file.js';
import { caseOf } from './case-of-timeline.js';
import { replay, type Replay } from './replay.js';

const TRUST = path.resolve(process.cwd(), '../shared/data/trust');
const describeReal = existsSync(TRUST) ? describe : describe.skip;
if (!existsSync(TRUST)) console.warn(`SKIPPED: the histories are not at ${TRUST}`);

const NOW = new Date('2026-11-01T00:00:00Z');

function history(file: string, name: string | null, cleared: readonly string[] = []): Replay {
  const { entries } = readTimeline(JSON.parse(readFileSync(path.join(TRUST, file), 'utf8')), NOW);
  const { events, links } = timelineEvents(caseOf(entries, name));
  const inputs = { events: inOrder(events), links, policy: POLICY_2026_1, tier: 'T0' as const };
  return replay(
    inputs,
    cleared.map((date) => dayNumber(Date.parse(date))),
  );
}

const onDay = ({ days }: Replay, date: string) => days.filter((day) => day.date <= date).at(-1)!;

/** What the table counts and the timeline does not hold, or the other way round, with the points that it makes. */
const DIFFERENCES = {
  firstName: { points: 2, why: 'S09: the first commit showed another name, which is in the histories only' },
  laterName: { points: -2, why: 'S09: so the second change of name is on record half a year later' },
  selfMerges: { points: 2, why: 'S16: who merged which changes is in the git history only' },
  displacement: { points: 2, why: 'S15: whose changes were merged is in the git history only' },
  oneReleaser: {
    points: 4,
    why: 'S23: the author of the last change, and the releases after 5.4.2, are not in it',
  },
  repository: {
    points: 4,
    why: 'S13: that the address of the repository moved with the contact is no fact of the record',
  },
  compensatingTest: {
    points: -2,
    why: 'S17: the table excuses the exclusion, and the facts say that no test took its place',
  },
  javaContact: { points: -2, why: 'S12: the table leaves out the contact of the Java port, whose day is not verified' },
} as const;

type Difference = keyof typeof DIFFERENCES;
type Row = readonly [date: string, level: RiskLevelName, points: number, differences: readonly Difference[]];

const LATE: readonly Difference[] = ['selfMerges', 'oneReleaser', 'compensatingTest'];

/** Table 4.3 of the vetting design: level and points as it has them. */
const COLUMNS: Readonly<Record<string, { readonly cleared: readonly string[]; readonly rows: readonly Row[] }>> = {
  A: {
    cleared: [],
    rows: [
      ['2022-04-22', 'NONE', 0, []],
      ['2022-05-27', 'NONE', 4, []],
      ['2022-06-07', 'HOLD', 24, []],
      ['2022-06-14', 'HOLD', 30, ['firstName']],
      ['2022-12-30', 'REVIEW', 18, []],
      ['2023-03-18', 'HOLD', 32, ['selfMerges', 'oneReleaser']],
      ['2023-03-20', 'HOLD', 44, ['selfMerges', 'oneReleaser', 'repository']],
      ['2023-07-07', 'HOLD', 28, [...LATE, 'repository', 'laterName']],
      ['2023-10-24', 'HOLD', 36, [...LATE, 'repository', 'laterName', 'displacement']],
      ['2024-01-19', 'HOLD', 36, [...LATE, 'displacement']],
      ['2024-01-22', 'HOLD', 40, [...LATE, 'displacement']],
      ['2024-02-15', 'HOLD', 39, LATE],
      ['2024-02-23', 'HOLD', 47, LATE],
      ['2024-02-24', 'HOLD', 67, ['selfMerges', 'compensatingTest']],
      ['2024-02-26', 'HOLD', 83, ['selfMerges', 'compensatingTest']],
      ['2024-03-25', 'HOLD', 77, ['compensatingTest', 'javaContact']],
    ],
  },
  B: {
    cleared: ['2022-12-29'],
    rows: [
      ['2022-12-30', 'NONE', 0, []],
      ['2023-03-18', 'NONE', 14, ['selfMerges', 'oneReleaser']],
      ['2023-03-20', 'REVIEW', 26, ['selfMerges', 'oneReleaser', 'repository']],
      ['2023-07-07', 'HOLD', 28, [...LATE, 'repository']],
      ['2023-10-24', 'HOLD', 36, [...LATE, 'repository', 'displacement']],
      ['2024-01-19', 'HOLD', 36, [...LATE, 'displacement']],
      ['2024-01-22', 'HOLD', 40, [...LATE, 'displacement']],
      ['2024-02-15', 'HOLD', 39, LATE],
      ['2024-02-23', 'HOLD', 47, LATE],
      ['2024-02-24', 'HOLD', 67, ['selfMerges', 'compensatingTest']],
      ['2024-02-26', 'HOLD', 83, ['selfMerges', 'compensatingTest']],
      ['2024-03-25', 'HOLD', 77, ['compensatingTest', 'javaContact']],
    ],
  },
  C: {
    cleared: ['2022-12-29', '2023-06-30'],
    rows: [
      ['2023-07-07', 'NONE', 2, ['compensatingTest']],
      ['2024-01-19', 'REVIEW', 18, ['displacement', 'oneReleaser', 'compensatingTest', 'javaContact']],
      ['2024-01-22', 'HOLD', 22, ['displacement', 'oneReleaser', 'compensatingTest', 'javaContact']],
      ['2024-02-15', 'HOLD', 21, ['oneReleaser', 'compensatingTest', 'javaContact']],
      ['2024-02-23', 'HOLD', 29, ['oneReleaser', 'compensatingTest', 'javaContact']],
      ['2024-02-24', 'HOLD', 49, ['compensatingTest', 'javaContact']],
      ['2024-02-26', 'HOLD', 65, ['compensatingTest', 'javaContact']],
      ['2024-03-25', 'HOLD', 77, ['compensatingTest', 'javaContact']],
    ],
  },
};

describeReal('the takeover of xz at T0', () => {
  describe.each(Object.entries(COLUMNS))('in column %s', (_column, { cleared, rows }) => {
    it.each(rows)('on %s is at %s, with the %i points of the table but for %j', (date, level, points, differences) => {
      const day = onDay(history('xz-timeline.json', null, cleared), date);
      const missing = differences.reduce((sum, name) => sum + DIFFERENCES[name].points, 0);
      expect({ level: day.level, points: day.points + missing }).toEqual({ level, points });
    });
  });

  it('holds on 2022-06-07, 206 days before push access', () => {
    expect(history('xz-timeline.json', null)).toMatchObject({ firstWatch: '2022-06-07', firstHold: '2022-06-07' });
  });

  it('holds again before 5.6.0 after two wrong clearances', () => {
    const { days } = history('xz-timeline.json', null, ['2022-12-29', '2023-06-30']);
    const again = days.filter(({ date, level }) => date > '2023-06-30' && date < '2024-02-24' && level === 'HOLD');
    expect(again.map(({ date }) => date)).toEqual(['2024-01-22', '2024-02-15', '2024-02-23']);
  });

  it('is one level below the table on one date: the second family there is S15, out of the git history', () => {
    // Column C, 2023-10-24: the table has WATCH with 10 points of two families.
    const day = onDay(history('xz-timeline.json', null, ['2022-12-29', '2023-06-30']), '2023-10-24');
    expect(day).toMatchObject({ level: 'NONE', points: 10, families: ['D'] });
    expect(day.points + DIFFERENCES.displacement.points + DIFFERENCES.compensatingTest.points).toBe(10);
  });

  it('would have met the guards of the tier at each step', () => {
    const { guards } = history('xz-timeline.json', null);
    const blocked = (date: string) =>
      guards.filter((one) => one.date === date && one.blocked).map(({ guard }) => guard);
    expect(blocked('2022-08-12')).toEqual(expect.arrayContaining(['G03', 'G05', 'G06', 'G07', 'G08']));
    expect(blocked('2023-03-18')).toEqual(['G10']);
    expect(blocked('2023-03-20')).toEqual(['G11', 'G07']);
    expect(blocked('2024-01-19')).toEqual(['G11']);
    expect(blocked('2024-02-23')).toEqual(['G15']);
    expect(blocked('2024-02-24')).toEqual(['G10', 'G13']);
  });
});

describeReal('other histories', () => {
  it.each([
    ['coa-rc-2021', '2021-11-04'],
    ['event-stream-2018', '2018-09-04'],
    ['nx-s1ngularity-2025', '2025-08-26'],
    ['openjs-2024', '2024-04-01'],
    ['polyfill-io-2024', '2024-02-01'],
    ['tj-actions-reviewdog-2025', '2025-03-11'],
    ['ua-parser-js-2021', '2021-10-22'],
    ['xrpl-2025', '2025-04-21'],
  ])('the attack %s is held from %s on', (name, date) => {
    expect(history('takeover-cases.json', name).firstHold).toBe(date);
  });

  it.each([
    'cpython-promotions',
    'jazzband-2026',
    'libexpat-2016',
    'mocha-2023',
    'node-hakerh400-2020',
    'node-ljharb-2024',
    'openpgpjs-2016',
    'oss-fuzz-libreoffice-2023',
  ])('the benign case %s raises nothing', (name) => {
    // libexpat is a REVIEW in the table, of the shares of merged changes, which the file does not hold.
    expect(history('takeover-cases.json', name)).toMatchObject({
      firstWatch: null,
      firstReview: null,
      firstHold: null,
    });
  });
});
