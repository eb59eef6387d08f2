import { describe, expect, it } from '@jest/globals';
import type { OnePerson } from '../events/one-person.js';
import type { EventKind, EventOf, ProjectEvent } from '../events/project-event.js';
import { DAY_MS, instant, type Moment } from '../events/moment.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import { importRegistry } from '../importers/registry.importer.js';
import { digestOfContent, readSnapshot } from '../importers/snapshot.js';
import { computeSignals } from '../signals/compute-signals.js';
import type { Tier } from '../policy/scopes.js';
import { eventsToReplay } from './events-to-replay.js';
import { replay } from './replay.js';

const NOW = new Date('2026-01-15T12:00:00Z');
const START = Date.UTC(2025, 0, 1);
const day = (number: number) => instant(START + number * DAY_MS);

let count = 0;
function event<Kind extends EventKind>(kind: Kind, at: Moment, facts: object): EventOf<Kind> {
  count += 1;
  return { kind, id: `${kind} ${String(count)}`, at, source: 's', ...facts } as unknown as EventOf<Kind>;
}

const change = (author: string, at: Moment) =>
  event('change', at, {
    ...{ author, committer: author, sha: null, authorOffset: null, committerOffset: null },
    ...{ approvers: null, areas: ['OTHER'] },
  });
const transfer = (to: string, at: Moment, resource = 'pkg:npm/demo') =>
  event('ownershipTransfer', at, { resource, from: 'ada', to, receiverHasLineage: null, noticeDays: null });
const grant = (person: string, at: Moment) =>
  event('grant', at, { person, scope: 'COMMIT', by: null, tenureDays: null, mergedChanges: null });
const release = (version: string, at: Moment) =>
  event('release', at, {
    ...{ version, author: 'ada@x.org', tagger: 'ada@x.org', signer: 'ada@x.org', publisher: null, approver: null },
    ...{ key: 'k', isNewSigner: false, keyAnnouncedBy: null },
  });
const publication = (publisher: string | null, version: string, at: Moment, name = 'demo') =>
  event('publication', at, {
    ...{ package: `pkg:npm/${name}`, version, publisher, hasSource: true, hadProvenance: null, hasProvenance: null },
  });
const binary = (hasGenerator: boolean | null) =>
  event('binary', day(1), {
    ...{ path: 'x.bin', by: 'ben', bytes: 300, hasGenerator, hoursBeforeTag: null, taggerIsAuthor: null },
  });
const ADA: readonly OnePerson[] = [{ names: ['ada', 'ada@x.org'], source: 'people.json' }];

const history = (events: readonly ProjectEvent[], people = ADA) => eventsToReplay({ events, people }, NOW);
const rules = (events: readonly ProjectEvent[], people = ADA) => {
  const { events: read, links } = history(events, people);
  const signals = computeSignals({ events: read, links, policy: POLICY_2026_1, tier: 'T0' });
  return signals.filter(({ points }) => points > 0).map(({ rule, points }) => `${rule} ${String(points)}`);
};
const assumed = (events: readonly ProjectEvent[]) =>
  history(events)
    .assumptions.map(({ messageKey }) => messageKey.replace('vetting.assumption.', ''))
    .filter((key) => key !== 'saidToBeOne');

describe('who takes a package over', () => {
  const work = [change('ada@x.org', day(0)), change('ben@x.org', day(70))];

  it('is an outsider without a change in the history that is 30 days old, which is said', () => {
    const events = [...work, transfer('zed', day(100))];
    expect([rules(events), assumed(events)]).toEqual([['S30 8'], ['noLineageInHistory']]);
  });

  it('is none with such a change, under any name that is linked, as one of several owners', () => {
    expect(rules([...work, transfer('ben@x.org', day(100))])).toEqual([]);
    expect(rules([...work, transfer('ben@x.org', day(99))])).toEqual(['S30 8']);
    const people = [{ names: ['zed', 'ben@x.org'], source: 'p' }];
    expect(rules([...work, transfer('eve, zed', day(100))], people)).toEqual([]);
  });

  it('is not known without a history of changes, or when it depends on the time between two snapshots', () => {
    expect(rules([transfer('zed', day(100))])).toEqual([]);
    expect(rules([...work, transfer('ben@x.org', { from: day(80).from, to: day(120).to })])).toEqual([]);
  });

  it('is found by the address that the registry shows, unless several accounts show it', () => {
    const versions = (mail: string) => {
      const owner = (name: string) => ({ name, email: name === 'ada' ? 'ada@x.org' : mail });
      const content = {
        ...{ name: 'demo', maintainers: [owner('zed')] },
        time: { '1.0.0': '2025-01-02T00:00:00Z', '2.0.0': '2025-05-01T00:00:00Z' },
        versions: {
          '1.0.0': { _npmUser: owner('ada'), maintainers: [owner('ada')] },
          '2.0.0': { _npmUser: owner('zed'), maintainers: [owner('zed')] },
        },
      };
      const snapshot = { takenAt: '2025-06-01', kind: 'npm-packument', digest: digestOfContent(content), content };
      return importRegistry([readSnapshot(JSON.stringify(snapshot), 'demo.json')], null);
    };
    const known = versions('Ben@x.org');
    expect(known.people).toEqual([
      { names: ['zed', 'ben@x.org'], source: 'pkg:npm/demo' },
      { names: ['ada', 'ada@x.org'], source: 'pkg:npm/demo' },
    ]);
    expect(rules([...work, ...known.events], [...known.people!])).toEqual([]);
    const shared = versions('ada@x.org');
    expect(shared.people).toEqual([]);
    expect(rules([...work, ...shared.events], [])).toEqual(['S30 8']);
  });
});

describe('whoever gets a right', () => {
  it('has the tenure and the changes of the history under a linked name', () => {
    const events = [change('ada@x.org', day(0)), change('ada@x.org', day(5)), grant('ada', day(10))];
    expect(history(events).events.at(-1)).toMatchObject({ tenureDays: 10, mergedChanges: 2 });
    expect([rules(events), assumed(events)]).toEqual([['S07 4'], ['tenureOfHistory']]);
  });

  it('is not known to be new when no name of the history is linked', () => {
    expect(rules([change('ada@x.org', day(0)), grant('zed', day(10))])).toEqual([]);
  });

  it('has changes counted until the right is there, the later end of what is not known exactly', () => {
    const changes = Array.from({ length: 40 }, (_, index) => change('ada@x.org', day(index * 5)));
    const event = grant('ada', { from: day(100).from, to: day(152).to });
    expect(history([...changes, event]).events.at(-1)).toMatchObject({ tenureDays: 152, mergedChanges: 31 });
  });
});

describe('the publisher of a release', () => {
  it('is whoever put its version into the registry within a day', () => {
    const events = [release('v1.0.0', day(1)), publication('ada', '1.0.0', day(2))];
    expect([rules(events), assumed(events)]).toEqual([['S23 4'], ['publisherOfRegistry']]);
    expect(rules(events, [])).toEqual([]);
  });

  it.each<[string, ProjectEvent[]]>([
    ['two days later', [publication('ada', '1.0.0', day(3))]],
    ['of another version', [publication('ada', '1.0.1', day(1))]],
    ['by somebody who is not told', [publication(null, '1.0.0', day(1))]],
    [
      'of two packages by two people',
      [publication('ada', '1.0.0', day(1)), publication('ben', '1.0.0', day(1), 'other')],
    ],
  ])('is not known from a publication %s', (_what, publications) => {
    expect(rules([release('v1.0.0', day(1)), ...publications])).toEqual([]);
  });

  it('is found by the tag of a scoped package', () => {
    const tag = release('@x/demo@1.0.0', day(1));
    expect(rules([tag, publication('ada', '1.0.0', day(1), '%40x/demo')])).toEqual(['S23 4']);
  });
});

it('says that what two snapshots disagree about counts from the earlier one', () => {
  expect(assumed([grant('zed', { from: day(1).from, to: day(9).to })])).toEqual(['betweenTwoTimes']);
});

describe('what a guard would have said', () => {
  const answers = (events: readonly ProjectEvent[], tier: Tier = 'T0') => {
    const { events: read, links } = history(events);
    return replay({ events: read, links, policy: POLICY_2026_1, tier }, []).guards.map(
      ({ guard, answer, blocked, reason }) => [guard, answer, blocked, reason],
    );
  };

  it('of a binary is a refusal without a generator, and a want of proof when nobody knows', () => {
    expect(answers([binary(false)])).toEqual([['G15', 'REFUSED', true, 'GENERATOR_MISSING']]);
    expect(answers([binary(null)])).toEqual([['G15', 'UNPROVEN', true, 'FACT_UNKNOWN']]);
    expect(answers([binary(true)])).toEqual([['G15', 'AGREED', false, null]]);
  });

  it('of a grant says what is not on record, and accuses no team of being small', () => {
    expect(answers([grant('zed', day(1))])).toEqual([
      ['G03', 'UNPROVEN', true, 'FACT_UNKNOWN'],
      ['G05', 'UNPROVEN', true, 'NOT_NOTIFIED'],
      ['G06', 'AGREED', false, null],
      ['G08', 'UNPROVEN', true, 'FACT_UNKNOWN'],
    ]);
  });

  it('under pressure is a refusal on T0, advice on T2 and nothing on T3', () => {
    const message = event('message', day(0), {
      ...{ sender: 'x', accounts: 1, messages: 4, thread: 't', senderFirstSeen: null, senderMergedChanges: 0 },
      ...{ classes: ['D'], demand: 'ADD_MAINTAINER', beneficiary: null },
    });
    const ofG06 = (tier: Tier) => answers([message, grant('zed', day(1))], tier).filter(([guard]) => guard === 'G06');
    expect(ofG06('T0')).toEqual([['G06', 'REFUSED', true, 'PRESSURE_OPEN']]);
    expect(ofG06('T2')).toEqual([['G06', 'ADVISED', false, 'PRESSURE_OPEN']]);
    expect(ofG06('T3')).toEqual([]);
  });
});
