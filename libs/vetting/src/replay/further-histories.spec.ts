import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from '../events/in-order.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import { VETTED_TIERS } from '../guards/guard.js';
import type { Tier } from '../policy/scopes.js';
import { RISK_LEVELS, type RiskLevelName } from '../signals/risk-level.js';
import { timelineEvents } from '../timeline/timeline-events.js';
import { readTimeline } from '../timeline/timeline-file.js';
import { replay, type Replay } from './replay.js';

const NOW = new Date('2026-11-01T00:00:00Z');

interface Given {
  readonly date: string;
  readonly facts?: { readonly senderFirstSeen?: string };
}

/** Cases of the public record, and some that are composed, told without facts: what the page demands of each, and why. */
interface FurtherHistory {
  readonly name: string;
  readonly label: 'attack' | 'benign';
  readonly level: RiskLevelName;
  readonly since: string | null;
  readonly why: string;
  readonly records: readonly Given[];
}
const HISTORIES = JSON.parse(readFileSync('libs/vetting/test/further-histories.json', 'utf8')) as FurtherHistory[];

function replayed(records: readonly Given[], tier: Tier = 'T0'): Replay {
  const { events, links } = timelineEvents(readTimeline(records, NOW).entries);
  return replay({ events: inOrder(events), links, policy: POLICY_2026_1, tier }, []);
}

function highest({ days }: Replay): { readonly level: RiskLevelName; readonly since: string | null } {
  const level = RISK_LEVELS.findLast((one) => days.some((day) => day.level === one)) ?? 'NONE';
  const first = days.find((day) => day.level === level);
  return { level, since: level === 'NONE' ? null : (first?.date ?? null) };
}

const levels = ({ days }: Replay) =>
  days.map(({ date, level, points, families }) => [date, level, points, families.join('')]);

describe.each(VETTED_TIERS)('at %s', (tier) => {
  it.each(
    HISTORIES.map(({ label, name, level, since, why, records }) => [label, name, level, why, since, records] as const),
  )('the %s %s is at %s: %s', (_label, _name, level, _why, since, records) => {
    expect(highest(replayed(records, tier))).toEqual({ level, since });
  });
});

it('none of the benign histories is held, but for the one that the page names', () => {
  const held = HISTORIES.filter(({ label, level }) => label === 'benign' && level === 'HOLD');
  expect(held.map(({ name }) => name)).toEqual(['lz4-java-2025']);
});

describe('the order of a file', () => {
  it('plays no role, also among records of one day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...HISTORIES), fc.infiniteStream(fc.nat()), ({ records }, keys) => {
        const mixed = records
          .map((record) => ({ record, key: keys.next().value as number }))
          .sort((one, other) => one.key - other.key)
          .map(({ record }) => record);
        expect(levels(replayed(mixed))).toEqual(levels(replayed(records)));
      }),
      { numRuns: 150 },
    );
  });

  it.each(HISTORIES.map(({ name, records }) => [name, records] as const))(
    'plays no role when it is turned round: %s',
    (_name, records) => {
      expect(levels(replayed([...records].reverse()))).toEqual(levels(replayed(records)));
    },
  );

  it('and records that are there twice change nothing', () => {
    for (const { records } of HISTORIES)
      expect(levels(replayed([...records, ...records]))).toEqual(levels(replayed(records)));
  });
});

const XZ = path.resolve(process.cwd(), '../shared/data/trust/xz-timeline.json');
const describeReal = existsSync(XZ) ? describe : describe.skip;
if (!existsSync(XZ)) console.warn(`SKIPPED: the history is not at ${XZ}`);

describeReal('the takeover of xz', () => {
  const DAYS = -700;
  const NAMES = {
    'Jia Tan': 'Oran Pell',
    JiaT75: 'OranP31',
    'Lasse Collin': 'Greta Lindqvist',
    'Jigar Kumar': 'Basil Trew',
    'Dennis Ens': 'Moira Quist',
    'Hans Jansen': 'Felix Aarden',
  };
  const original = () => JSON.parse(readFileSync(XZ, 'utf8')) as Given[];
  const shifted = (date: string) =>
    new Date(Date.parse(date.length === 7 ? `${date}-01` : date) + DAYS * 86_400_000).toISOString().slice(0, 10);

  function asIfElsewhere(record: Given): Given {
    const renamed = Object.entries(NAMES).reduce(
      (text, [name, other]) => text.replaceAll(name, other),
      JSON.stringify({ ...record, date: shifted(record.date) }),
    );
    const given = JSON.parse(renamed) as Given;
    const first = given.facts?.senderFirstSeen;
    return first === undefined ? given : { ...given, facts: { ...given.facts, senderFirstSeen: shifted(first) } };
  }

  it('has the same levels with other names and dates', () => {
    const levelsOf = (history: Replay, move: (date: string) => string) =>
      history.days.map(({ date, level, points }) => [move(date), level, points]);
    expect(levelsOf(replayed(original().map(asIfElsewhere)), (date) => date)).toEqual(
      levelsOf(replayed(original()), shifted),
    );
  });

  it('is held before push access, and hard on the day of the release, also when it is told without facts', () => {
    const { firstReview, firstHold, days } = replayed(original().map((record) => ({ ...record, facts: {} })));
    expect([firstReview, firstHold]).toEqual(['2022-06-07', '2022-06-21']);
    expect(days.find(({ date }) => date === '2024-02-24')).toMatchObject({ level: 'HOLD', isHard: true });
  });
});
