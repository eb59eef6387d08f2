import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from '../events/in-order.js';
import { DAY_MS } from '../events/moment.js';
import { PersonLinks } from '../events/person-links.js';
import type { ProjectEvent } from '../events/project-event.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import { withDerivedFacts } from '../replay/derived-facts.js';
import { computeSignals } from '../signals/compute-signals.js';
import { ProjectFold } from './project-fold.js';

const START = Date.UTC(2024, 0, 1);
const NAMES = ['ann', 'bo', 'cy', 'di'];
const terms = { links: new PersonLinks([['ann', 'di']]), policy: POLICY_2026_1, tier: 'T0' as const };

/** What one event says beside its time; the rules read it as importers would write it. */
const anyFacts = fc.oneof(
  fc.record({
    kind: fc.constant('change'),
    author: fc.constantFrom(...NAMES),
    committer: fc.constantFrom(...NAMES),
    authorOffset: fc.constantFrom(0, 60),
    committerOffset: fc.constant(0),
    approvers: fc.constant(null),
    areas: fc.constantFrom(['BUILD'], ['OTHER']),
  }),
  fc.record({
    kind: fc.constant('message'),
    sender: fc.constantFrom(...NAMES),
    accounts: fc.constant(1),
    messages: fc.constant(1),
    thread: fc.constantFrom('t', 'u'),
    senderMergedChanges: fc.constantFrom(0, 5),
    classes: fc.constantFrom(['D'], ['N'], ['B']),
    demand: fc.constantFrom(null, 'ADD_MAINTAINER'),
    beneficiary: fc.constantFrom(null, 'bo'),
  }),
  fc.record({
    kind: fc.constant('release'),
    version: fc.constantFrom('v1', 'v2'),
    author: fc.constantFrom(...NAMES),
    tagger: fc.constantFrom(...NAMES),
    signer: fc.constantFrom(...NAMES),
    publisher: fc.constant(null),
    approver: fc.constant(null),
    key: fc.constant('k'),
    isNewSigner: fc.boolean(),
    keyAnnouncedBy: fc.constantFrom(null, 'NEWCOMER'),
  }),
  fc.record({
    kind: fc.constant('publication'),
    package: fc.constant('pkg:npm/demo'),
    version: fc.constantFrom('1', '2'),
    publisher: fc.constantFrom(...NAMES),
    hasSource: fc.constantFrom(true, false),
    hadProvenance: fc.constant(null),
    hasProvenance: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('grant'),
    person: fc.constantFrom(...NAMES),
    scope: fc.constant('COMMIT'),
    by: fc.constant(null),
    tenureDays: fc.constant(null),
    mergedChanges: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('ownershipTransfer'),
    resource: fc.constant('pkg:npm/demo'),
    from: fc.constant('ann'),
    to: fc.constantFrom('bo', 'zed'),
    receiverHasLineage: fc.constant(null),
    noticeDays: fc.constant(3),
  }),
);

const anyHistory = fc.array(
  fc.record({ facts: anyFacts, gap: fc.integer({ min: 1, max: 40 }), isWholeDay: fc.boolean() }),
  {
    minLength: 1,
    maxLength: 40,
  },
);

function eventsOf(
  parts: readonly { readonly facts: object; readonly gap: number; readonly isWholeDay: boolean }[],
): ProjectEvent[] {
  let day = 0;
  return parts.map(({ facts, gap, isWholeDay }, index) => {
    day += gap;
    const from = START + day * DAY_MS;
    const at = { from, to: isWholeDay ? from + DAY_MS - 1 : from };
    const seen = { senderFirstSeen: { from: from - 5 * DAY_MS, to: from - 5 * DAY_MS } };
    return { id: `e${String(index)}`, source: '', at, ...seen, ...facts } as unknown as ProjectEvent;
  });
}

function whole(events: readonly ProjectEvent[]): string[] {
  const { events: derived } = withDerivedFacts(inOrder(events), terms.links);
  return computeSignals({ ...terms, events: derived }).map(({ id }) => id);
}

describe('a fold that takes what comes later', () => {
  it('finds what the whole history has, and reads all again where that could differ', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 1, max: 7 }), (parts, size) => {
        const events = eventsOf(parts);
        let fold = new ProjectFold(terms);
        const found = new Set<string>();
        let isReadAgain = false;
        for (let from = 0; from < events.length; from += size) {
          const more = events.slice(from, from + size);
          const canTake = from === 0 || fold.canTake(more);
          if (!canTake) fold = new ProjectFold(terms);
          isReadAgain ||= !canTake;
          for (const { id } of fold.take(canTake ? more : events.slice(0, from + size))) found.add(id);
        }
        const all = whole(events);
        expect(all.filter((id) => !found.has(id))).toEqual([]);
        expect(isReadAgain ? [] : [...found].filter((id) => !all.includes(id))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('takes nothing that lies before what it has read, or tells something of it', () => {
    const [first, second] = eventsOf([
      { facts: { kind: 'account', person: 'ann' }, gap: 5, isWholeDay: true },
      { facts: { kind: 'account', person: 'bo' }, gap: 5, isWholeDay: false },
    ]);
    const fold = new ProjectFold(terms);
    fold.take([first!]);
    expect(fold.canTake([second!])).toBe(true);
    expect(fold.canTake([{ ...second!, at: first!.at }])).toBe(false);
    const later = second!.at;
    for (const kind of ['publication', 'change'] as const)
      expect(fold.canTake([{ ...second!, kind, at: later } as unknown as ProjectEvent])).toBe(false);
  });
});
