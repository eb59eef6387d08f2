import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from '../events/in-order.js';
import { dayNumber } from '../events/moment.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import { computeSignals } from '../signals/compute-signals.js';
import { riskOnDay } from '../signals/risk-on-day.js';
import { TIMELINE_KINDS } from '../timeline/timeline-kinds.js';
import { timelineEvents } from '../timeline/timeline-events.js';
import { readTimeline } from '../timeline/timeline-file.js';
import { replay, type Replay } from './replay.js';

const NOW = new Date('2026-01-15T12:00:00Z');
const MINUTE_MS = 60_000;
const RUNS = process.env.MAINSTAY_LONG === undefined ? 60 : 2_000;

const people = fc.constantFrom('Ann', 'Bo', 'Cy', 'Nia New', 'NiaN75', 'unknown names');
const record = fc.record({
  day: fc.nat(700),
  actor: people,
  kind: fc.constantFrom(...Object.keys(TIMELINE_KINDS)),
  target: fc.constantFrom('1.0', 'push access', 'members', 'm4/.gitignore', 'website'),
  summary: fc.constantFrom('Something happened.', 'It is not in the tagged tree.', 'A just-created package.'),
  facts: fc.record(
    {
      thread: fc.constantFrom('one', 'two'),
      senderFirstSeen: fc.constantFrom('2024-01-01', '2024-06-01'),
      senderMergedChanges: fc.nat(4),
      classes: fc.subarray(['D', 'B', 'G', 'U', 'N']),
      demand: fc.constantFrom('ADD_MAINTAINER', 'REPLACE_MAINTAINER'),
      beneficiary: fc.constantFrom('Nia New', 'Bo'),
      replacesOld: fc.boolean(),
      bytes: fc.nat(9_000),
      generator: fc.boolean(),
      hoursBeforeTag: fc.nat(100),
      taggerIsAuthor: fc.boolean(),
      requesterAccountAgeDays: fc.nat(60),
      author: people,
    },
    { requiredKeys: [] },
  ),
});
type Given = typeof record extends fc.Arbitrary<infer T> ? T : never;
const histories = fc.array(record, { minLength: 1, maxLength: 60 });

const DAY_MS = 86_400_000;
const dateOf = (day: number) => new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().slice(0, 10);

function inputsOf(given: readonly Given[]) {
  const records = given.map(({ day, ...rest }, index) => ({
    ...rest,
    date: dateOf(day),
    source: `https://example.org/${String(index)}`,
    summary: `${rest.summary} ${String(index)}`,
  }));
  const { events, links } = timelineEvents(readTimeline(records.filter(consistent), NOW).entries);
  return { events: inOrder(events), links, policy: POLICY_2026_1, tier: 'T0' as const };
}

/** Records that contradict each other are refused, which is tried elsewhere. */
const consistent = ({ kind }: { readonly kind: string }) => kind !== 'contact_change' && kind !== 'downstream_push';

const levels = ({ days }: Replay) =>
  days.map(({ date, level, points, families }) => [date, level, points, families.join('')]);

describe('a replay', () => {
  it('gives the same levels as asking for each day by itself (I-13)', () => {
    fc.assert(
      fc.property(histories, (given) => {
        const inputs = inputsOf(given);
        const signals = computeSignals(inputs);
        for (const { date, level, points, families } of replay(inputs, []).days) {
          const day = dayNumber(Date.parse(date));
          expect(riskOnDay(signals, [], { day, policy: inputs.policy.signals })).toMatchObject({
            level,
            points,
            families,
          });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('of the beginning of a history is the beginning of its replay: nothing is known before it happens', () => {
    fc.assert(
      fc.property(histories, fc.nat(700), (given, until) => {
        const whole = replay(inputsOf(given), []);
        // A handle is linked by all names of a history, and those come with the records.
        const begun = { ...inputsOf(given) };
        const limit = Date.UTC(2024, 0, 1) + until * DAY_MS;
        const events = begun.events.filter(({ at }) => at.from < limit);
        const part = replay({ ...begun, events }, []);
        const before = ({ days }: Replay) =>
          levels({ days } as Replay).filter(([date]) => String(date) < dateOf(until));
        expect(before(part)).toEqual(before(whole).filter(([date]) => part.days.some((day) => day.date === date)));
      }),
      { numRuns: RUNS },
    );
  });

  it('has the levels of a day whatever the order of the file, as long as days have one record each', () => {
    fc.assert(
      fc.property(fc.uniqueArray(record, { selector: ({ day }) => day, minLength: 1, maxLength: 40 }), (given) => {
        expect(levels(replay(inputsOf([...given].reverse()), []))).toEqual(levels(replay(inputsOf(given), [])));
      }),
      { numRuns: RUNS },
    );
  });

  it('reaches every level in histories like these', () => {
    const reached = new Set(
      fc.sample(histories, 200).flatMap((given) => replay(inputsOf(given), []).days.map(({ level }) => level)),
    );
    expect([...reached].sort()).toEqual(['HOLD', 'NONE', 'REVIEW', 'WATCH']);
  });
});

it('shows no day after the one that is asked for', () => {
  const given = { day: 10, actor: 'Ann', kind: 'binary_added', target: '1.0', summary: 'Something happened.' } as const;
  const inputs = inputsOf([{ ...given, facts: { bytes: 300, generator: false } }]);
  expect(replay(inputs, []).days.map(({ date }) => date)).toEqual(['2024-01-11', '2025-01-10']);
  expect(replay(inputs, [], dayNumber(Date.UTC(2025, 0, 9))).days.map(({ date }) => date)).toEqual(['2024-01-11']);
});

describe('clearing', () => {
  const given: Given[] = [
    { day: 10, actor: 'Ann', kind: 'tag_moved', target: '1.0', summary: 'Something happened.', facts: {} },
    { day: 40, actor: 'Ann', kind: 'tag_moved', target: '1.0', summary: 'Something happened.', facts: {} },
  ];
  const clearedOn = (day: number) => replay(inputsOf(given), [dayNumber(Date.UTC(2024, 0, 1)) + day]);

  it('ends at its day what is open, and an identical later fact is another signal (I-12)', () => {
    expect(levels(clearedOn(20))).toEqual([
      ['2024-01-11', 'HOLD', 16, 'R'],
      ['2024-01-21', 'NONE', 0, ''],
      ['2024-02-10', 'HOLD', 16, 'R'],
    ]);
  });

  it('also clears what was found on the same day, and nothing that comes later', () => {
    expect(levels(clearedOn(10))).toEqual([
      ['2024-01-11', 'NONE', 0, ''],
      ['2024-02-10', 'HOLD', 16, 'R'],
    ]);
  });
});

describe('days', () => {
  it('are blocks of 24 hours in UTC, also where clocks are changed (I-20)', () => {
    const read = (date: string) => {
      const base = { actor: 'Ann', kind: 'tag_moved', target: '1.0', summary: 'Moved.', source: 'x' };
      const { events, links } = timelineEvents(readTimeline([{ ...base, date }], NOW).entries);
      return replay({ events, links, policy: POLICY_2026_1, tier: 'T0' }, []).firstHold;
    };
    expect(read('2025-03-30T01:59:00+01:00')).toBe('2025-03-30');
    expect(read('2025-03-30T03:00:00+02:00')).toBe('2025-03-30');
    expect(read('2025-10-26T00:30:00+02:00')).toBe('2025-10-25');
    expect(Date.parse('2025-03-30T03:00:00+02:00') - Date.parse('2025-03-30T01:59:00+01:00')).toBe(MINUTE_MS);
  });
});
