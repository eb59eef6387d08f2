import { describe, expect, it } from '@jest/globals';
import { parseMoment, type Moment } from '../events/moment.js';
import { PersonLinks } from '../events/person-links.js';
import type { EventKind, EventOf, ProjectEvent } from '../events/project-event.js';
import { inOrder } from '../events/in-order.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import { SIGNALS_2026_1, type SignalId } from '../policy/signals-2026-1.js';
import { computeSignals } from './compute-signals.js';
import { SIGNALS_LEFT_OUT, SIGNAL_RULES } from './signal-rules.js';
import type { Signal } from './signal.js';

type Facts<Kind extends EventKind> = Omit<EventOf<Kind>, 'kind' | 'id' | 'at' | 'source'>;

const UNKNOWN: { readonly [Kind in EventKind]?: Facts<Kind> } = {
  message: {
    sender: 'Ann',
    accounts: 1,
    messages: 1,
    thread: 'thread',
    senderFirstSeen: null,
    senderMergedChanges: null,
    classes: null,
    demand: null,
    beneficiary: null,
  },
  change: {
    sha: null,
    author: 'Nia New',
    committer: null,
    authorOffset: null,
    committerOffset: null,
    approvers: null,
    areas: ['OTHER'],
  },
  grant: { person: 'Nia New', scope: null, by: null, tenureDays: null, mergedChanges: null },
  contactChange: {
    resource: 'SECURITY.md',
    proposer: 'Nia New',
    beneficiary: null,
    replacesOld: null,
    secondPerson: null,
    isByIncumbent: null,
    thinsReporting: null,
  },
  controlMove: { resource: 'website', by: 'Nia New', toward: null },
  release: {
    version: '1.0',
    author: null,
    tagger: null,
    signer: null,
    publisher: null,
    approver: null,
    key: null,
    isNewSigner: null,
    keyAnnouncedBy: null,
  },
  binary: { path: 'a.bin', by: 'Nia New', bytes: null, hasGenerator: null, hoursBeforeTag: null, taggerIsAuthor: null },
  checkReduction: { check: 'fuzz', by: 'Nia New', hasLinkedBug: null, hasCompensatingTest: null },
  dependency: { name: 'new-package', by: 'Nia New', ageDays: null, hasInstallScript: null, isOwnersOwn: null },
  downstreamRequest: { target: 'distribution', requester: 'Ann', accountAgeDays: null, isReleaser: null },
  publication: {
    package: 'package',
    version: '1.0',
    publisher: null,
    hasSource: null,
    hadProvenance: null,
    hasProvenance: null,
  },
  revocation: { by: 'Ann', holders: 1, holdersBefore: null, hasMotion: null },
  ownershipTransfer: { resource: 'domain', from: null, to: null, receiverHasLineage: null, noticeDays: null },
};

let count = 0;
/** An event of which nothing is known but what a test says. */
function on<Kind extends EventKind>(kind: Kind, date: string, facts: Partial<Facts<Kind>> = {}): ProjectEvent {
  count += 1;
  const at = momentOf(date);
  return {
    ...UNKNOWN[kind],
    ...facts,
    kind,
    at,
    id: String(count),
    source: `test:${String(count)}`,
  } as unknown as ProjectEvent;
}

function momentOf(date: string): Moment {
  const moment = parseMoment(date);
  if (moment === null) throw new Error(`no date: ${date}`);
  return moment;
}

const many = (times: number, make: (index: number) => ProjectEvent) =>
  Array.from({ length: times }, (_, index) => make(index));
const fresh = { senderFirstSeen: momentOf('2025-01-01'), senderMergedChanges: 0 };
const demand = { ...fresh, classes: ['D'] as const, demand: 'ADD_MAINTAINER' as const };
const granted = (date: string, person = 'Nia New') => on('grant', date, { person });

function signalsOf(events: readonly ProjectEvent[], links = new PersonLinks()): Signal[] {
  return computeSignals({ events: inOrder(events), links, policy: POLICY_2026_1, tier: 'T0' });
}

/** The points that a rule gives at the end of a history; 0 when it does not fire. */
function pointsOf(rule: SignalId, events: readonly ProjectEvent[]): number {
  return signalsOf(events)
    .filter((signal) => signal.rule === rule)
    .reduce((most, { points }) => Math.max(most, points), 0);
}

describe.each<[SignalId, [string, number, ProjectEvent[]][]]>([
  [
    'S01',
    [
      [
        'two messages in 60 days',
        4,
        [on('message', '2025-01-01', { classes: ['B'] }), on('message', '2025-03-02', { classes: ['U'] })],
      ],
      [
        'two in 61 days',
        0,
        [on('message', '2025-01-01', { classes: ['B'] }), on('message', '2025-03-03', { classes: ['B'] })],
      ],
      ['four', 8, many(4, (day) => on('message', `2025-01-0${String(day + 1)}`, { classes: ['G'] }))],
      ['comparisons and questions', 0, many(6, () => on('message', '2025-01-01', { classes: ['C', 'N'] }))],
      ['classes that are not known', 0, many(6, () => on('message', '2025-01-01'))],
      [
        'three of somebody with merged changes, who count half',
        0,
        many(3, () => on('message', '2025-01-01', { classes: ['D'], senderMergedChanges: 3 })),
      ],
      ['four of them', 4, many(4, () => on('message', '2025-01-01', { classes: ['D'], senderMergedChanges: 3 }))],
      [
        'three of somebody who is there for a year',
        0,
        many(3, () => on('message', '2025-01-01', { classes: ['D'], senderFirstSeen: momentOf('2023-12-01') })),
      ],
      [
        'somebody who has asked three calm things before',
        0,
        [
          ...many(3, () => on('message', '2025-01-01', { classes: ['N'] })),
          ...many(4, () => on('message', '2025-01-02', { classes: ['D'] })),
        ],
      ],
    ],
  ],
  [
    'S02',
    [
      ['a demand by somebody without merged work', 4, [on('message', '2025-01-01', demand)]],
      [
        'a demand by somebody with merged work',
        0,
        [on('message', '2025-01-01', { ...demand, senderMergedChanges: 1 })],
      ],
      [
        'a demand by somebody of whom it is not known',
        0,
        [on('message', '2025-01-01', { ...demand, senderMergedChanges: null })],
      ],
      ['blame without a demand', 0, [on('message', '2025-01-01', { ...fresh, classes: ['B'] })]],
    ],
  ],
  [
    'S03',
    [
      [
        'two fresh accounts in a thread with a demand',
        8,
        [
          on('message', '2025-01-02', { ...fresh, classes: ['N'] }),
          on('message', '2025-01-03', { ...demand, sender: 'Bo' }),
        ],
      ],
      [
        'two in different threads',
        0,
        [
          on('message', '2025-01-02', { ...demand, thread: 'one' }),
          on('message', '2025-01-03', { ...demand, sender: 'Bo', thread: 'two' }),
        ],
      ],
      [
        'two without a demand',
        0,
        [
          on('message', '2025-01-02', { ...fresh, classes: ['B'] }),
          on('message', '2025-01-03', { ...fresh, sender: 'Bo', classes: ['B'] }),
        ],
      ],
      ['one account that writes twice', 0, [on('message', '2025-01-02', demand), on('message', '2025-01-03', demand)]],
      [
        'accounts of 90 days',
        0,
        [on('message', '2025-04-01', demand), on('message', '2025-04-01', { ...demand, sender: 'Bo' })],
      ],
      [
        'accounts with code',
        0,
        [
          on('message', '2025-01-02', { ...demand, senderMergedChanges: 1 }),
          on('message', '2025-01-03', { ...demand, sender: 'Bo', senderMergedChanges: 1 }),
        ],
      ],
      ['one record of several accounts', 8, [on('message', '2025-01-02', { ...demand, accounts: 3 })]],
    ],
  ],
  [
    'S04',
    [
      [
        'two of three demands for one person',
        8,
        [
          on('message', '2025-01-01', { classes: ['B'] }),
          ...many(2, () => on('message', '2025-01-02', { classes: ['D'], beneficiary: 'Nia New' })),
        ],
      ],
      ['two demands', 0, many(2, () => on('message', '2025-01-02', { classes: ['D'], beneficiary: 'Nia New' }))],
      [
        'one of three',
        0,
        [
          ...many(2, () => on('message', '2025-01-01', { classes: ['B'] })),
          on('message', '2025-01-02', { classes: ['D'], beneficiary: 'Nia New' }),
        ],
      ],
      [
        'three in more than 90 days',
        0,
        ['2025-01-01', '2025-02-01', '2025-04-02'].map((date) =>
          on('message', date, { classes: ['D'], beneficiary: 'Nia New' }),
        ),
      ],
    ],
  ],
  [
    'S07',
    [
      ['a tenure below that of the tier', 4, [on('grant', '2025-01-01', { scope: 'COMMIT', tenureDays: 179 })]],
      ['the tenure of the tier', 0, [on('grant', '2025-01-01', { scope: 'COMMIT', tenureDays: 180 })]],
      ['too few merged changes', 4, [on('grant', '2025-01-01', { scope: 'COMMIT', mergedChanges: 29 })]],
      ['a tenure that is not known', 0, [on('grant', '2025-01-01', { scope: 'COMMIT' })]],
    ],
  ],
  [
    'S08',
    [
      [
        'one project and 23 months',
        2,
        [on('lineage', '2025-01-01', { person: 'Nia New', projectsWithMergedWork: 1, oldestLinkMonths: 23 })],
      ],
      [
        'one project and 24 months',
        0,
        [on('lineage', '2025-01-01', { person: 'Nia New', projectsWithMergedWork: 1, oldestLinkMonths: 24 })],
      ],
      [
        'two projects',
        0,
        [on('lineage', '2025-01-01', { person: 'Nia New', projectsWithMergedWork: 2, oldestLinkMonths: 3 })],
      ],
    ],
  ],
  [
    'S09',
    [
      [
        'two changes in a year',
        2,
        many(2, (index) =>
          on('identity', `2025-0${String(index + 1)}-01`, {
            account: 'nn',
            shows: 'NAME',
            value: String(index),
            isAnnounced: null,
          }),
        ),
      ],
      [
        'one change',
        0,
        [on('identity', '2025-01-01', { account: 'nn', shows: 'MAIL', value: 'x', isAnnounced: null })],
      ],
      [
        'announced changes',
        0,
        many(3, (index) =>
          on('identity', '2025-01-01', { account: 'nn', shows: 'KEY', value: String(index), isAnnounced: true }),
        ),
      ],
      [
        'changes of two accounts',
        0,
        ['a', 'b'].map((account) =>
          on('identity', '2025-01-01', { account, shows: 'NAME', value: 'x', isAnnounced: null }),
        ),
      ],
    ],
  ],
  [
    'S10',
    [
      [
        'one of twenty in another time',
        1,
        many(20, (index) =>
          on('change', '2025-01-01', { committer: 'Nia New', authorOffset: index === 0 ? 120 : 480 }),
        ),
      ],
      [
        'nineteen changes',
        0,
        many(19, (index) =>
          on('change', '2025-01-01', { committer: 'Nia New', authorOffset: index === 0 ? 120 : 480 }),
        ),
      ],
      [
        'patches that another applied',
        0,
        many(40, (index) => on('change', '2025-01-01', { committer: 'Ann', authorOffset: index % 2 ? 120 : 480 })),
      ],
      [
        'the share that was measured on xz',
        0,
        many(444, (index) =>
          on('change', '2025-01-01', { committer: 'Nia New', authorOffset: index === 300 ? 120 : 480 }),
        ),
      ],
    ],
  ],
  [
    'S12',
    [
      [
        'an old contact that is replaced',
        8,
        [
          granted('2025-01-01'),
          on('contactChange', '2025-02-01', { beneficiary: 'Nia New', replacesOld: true, secondPerson: 'Ann' }),
        ],
      ],
      [
        'an old contact that is replaced by nobody else',
        16,
        [
          granted('2025-01-01'),
          on('contactChange', '2025-02-01', { beneficiary: 'Nia New', replacesOld: true, secondPerson: false }),
        ],
      ],
      [
        'a contact that is added',
        2,
        [granted('2025-01-01'), on('contactChange', '2025-02-01', { beneficiary: 'Nia New', replacesOld: false })],
      ],
      [
        'a contact that an incumbent adds',
        0,
        [
          granted('2025-01-01'),
          on('contactChange', '2025-02-01', { beneficiary: 'Nia New', replacesOld: false, isByIncumbent: true }),
        ],
      ],
      [
        'a grant of a year',
        0,
        [granted('2024-01-31'), on('contactChange', '2025-02-01', { beneficiary: 'Nia New', replacesOld: true })],
      ],
      [
        'somebody without a grant',
        0,
        [on('contactChange', '2025-02-01', { beneficiary: 'Nia New', replacesOld: true })],
      ],
    ],
  ],
  [
    'S13',
    [
      ['a move toward a young grant', 4, [granted('2025-01-01'), on('controlMove', '2025-02-01')]],
      ['a move by somebody with an old one', 0, [granted('2023-01-01'), on('controlMove', '2025-02-01')]],
      [
        'a move by whoever released first lately',
        4,
        [on('release', '2025-01-01', { signer: 'Nia New', isNewSigner: true }), on('controlMove', '2025-02-01')],
      ],
    ],
  ],
  [
    'S14',
    [
      ['an unannounced signer', 4, [on('release', '2025-01-01', { signer: 'Nia New', isNewSigner: true })]],
      [
        'an unannounced one with a grant of 90 days',
        8,
        [granted('2024-10-03'), on('release', '2025-01-01', { signer: 'Nia New', isNewSigner: true })],
      ],
      [
        'an unannounced one with an older grant',
        4,
        [granted('2024-10-02'), on('release', '2025-01-01', { signer: 'Nia New', isNewSigner: true })],
      ],
      [
        'one who announced the own key',
        2,
        [
          granted('2024-12-01'),
          on('release', '2025-01-01', { signer: 'Nia New', isNewSigner: true, keyAnnouncedBy: 'NEWCOMER' }),
        ],
      ],
      [
        'one whose key a signer announced',
        0,
        [
          granted('2024-12-01'),
          on('release', '2025-01-01', { signer: 'Nia New', isNewSigner: true, keyAnnouncedBy: 'EXISTING_SIGNER' }),
        ],
      ],
      ['a signer who is known', 0, [on('release', '2025-01-01', { signer: 'Nia New', isNewSigner: false })]],
    ],
  ],
  [
    'S15',
    [
      ['three of four changes by a young grant', 2, displaced(17, 3)],
      ['an incumbent who keeps a fifth', 0, displaced(16, 4)],
      ['no grant', 0, displaced(17, 3).filter(({ kind }) => kind !== 'grant')],
    ],
  ],
  [
    'S16',
    [
      [
        'eighty of a hundred',
        2,
        many(20, (index) => on('change', '2025-01-01', { committer: index < 16 ? 'Nia New' : 'Ann' })),
      ],
      ['fewer', 0, many(20, (index) => on('change', '2025-01-01', { committer: index < 15 ? 'Nia New' : 'Ann' }))],
      ['nineteen changes', 0, many(19, () => on('change', '2025-01-01', { committer: 'Nia New' }))],
      [
        'changes that another approved',
        0,
        many(40, () => on('change', '2025-01-01', { committer: 'Nia New', approvers: ['Ann'] })),
      ],
      [
        'changes that one approved oneself',
        2,
        many(20, () => on('change', '2025-01-01', { committer: 'Nia New', approvers: ['Nia New'] })),
      ],
    ],
  ],
  [
    'S17',
    [
      [
        'a bug and a test in its place',
        2,
        [on('checkReduction', '2025-01-01', { hasLinkedBug: true, hasCompensatingTest: true })],
      ],
      [
        'a bug without a test',
        4,
        [on('checkReduction', '2025-01-01', { hasLinkedBug: true, hasCompensatingTest: false })],
      ],
      ['a second one within a year', 6, [on('checkReduction', '2025-01-01'), on('checkReduction', '2026-01-01')]],
      ['a second one after a year', 4, [on('checkReduction', '2025-01-01'), on('checkReduction', '2026-01-02')]],
      [
        'a second one by another',
        4,
        [on('checkReduction', '2025-01-01'), on('checkReduction', '2025-02-01', { by: 'Ann' })],
      ],
    ],
  ],
  [
    'S18',
    [
      [
        'a feature that is off now',
        16,
        [
          on('featureTest', '2025-01-01', {
            feature: 'sandbox',
            by: 'Nia New',
            was: true,
            is: false,
            isInChangelog: false,
          }),
        ],
      ],
      [
        'one that the changelog names',
        0,
        [
          on('featureTest', '2025-01-01', {
            feature: 'sandbox',
            by: 'Nia New',
            was: true,
            is: false,
            isInChangelog: true,
          }),
        ],
      ],
      [
        'one that was off before',
        0,
        [
          on('featureTest', '2025-01-01', {
            feature: 'sandbox',
            by: 'Nia New',
            was: false,
            is: false,
            isInChangelog: false,
          }),
        ],
      ],
    ],
  ],
  ['S19', [['an ignore rule', 1, [on('ignoreRule', '2025-01-01', { path: 'm4/x.m4', by: 'Nia New' })]]]],
  [
    'S20',
    [
      [
        'a path that nothing explains',
        16,
        [on('archiveComparison', '2025-01-01', { release: '1.0', unexplained: ['m4/x.m4'] })],
      ],
      ['an archive that is its tree', 0, [on('archiveComparison', '2025-01-01', { release: '1.0', unexplained: [] })]],
    ],
  ],
  [
    'S21',
    [
      ['a small opaque file', 4, [on('binary', '2025-01-01', { bytes: 256, hasGenerator: false })]],
      ['a smaller one', 0, [on('binary', '2025-01-01', { bytes: 255, hasGenerator: false })]],
      ['one of unknown size', 0, [on('binary', '2025-01-01', { hasGenerator: false })]],
      ['one with its generator', 0, [on('binary', '2025-01-01', { bytes: 9_000, hasGenerator: true })]],
      [
        'a large one right before the tag of its author',
        8,
        [on('binary', '2025-01-01', { bytes: 4_096, hasGenerator: false, hoursBeforeTag: 71, taggerIsAuthor: true })],
      ],
      [
        'a large one that another tags',
        4,
        [on('binary', '2025-01-01', { bytes: 4_096, hasGenerator: false, hoursBeforeTag: 71, taggerIsAuthor: false })],
      ],
      [
        'a large one three days before',
        4,
        [on('binary', '2025-01-01', { bytes: 4_096, hasGenerator: false, hoursBeforeTag: 72, taggerIsAuthor: true })],
      ],
    ],
  ],
  [
    'S22',
    [
      [
        'a build change right before a release that nobody saw',
        4,
        [on('change', '2025-01-01', { areas: ['BUILD'], approvers: [] }), on('release', '2025-01-03')],
      ],
      [
        'one that another approved',
        0,
        [on('change', '2025-01-01', { areas: ['BUILD'], approvers: ['Ann'] }), on('release', '2025-01-03')],
      ],
      [
        'one of which that is not known',
        0,
        [on('change', '2025-01-01', { areas: ['BUILD'] }), on('release', '2025-01-03')],
      ],
      [
        'one of the documentation',
        0,
        [on('change', '2025-01-01', { areas: ['OTHER'], approvers: [] }), on('release', '2025-01-03')],
      ],
      [
        'one of the week before',
        0,
        [on('change', '2025-01-01', { areas: ['BUILD'], approvers: [] }), on('release', '2025-01-08')],
      ],
    ],
  ],
  [
    'S23',
    [
      [
        'one person',
        4,
        [on('release', '2025-01-01', { author: 'Ann', tagger: 'Ann', signer: 'Ann', publisher: 'Ann' })],
      ],
      [
        'another publisher',
        0,
        [on('release', '2025-01-01', { author: 'Ann', tagger: 'Ann', signer: 'Ann', publisher: 'Bo' })],
      ],
      [
        'a publisher who is not known',
        0,
        [on('release', '2025-01-01', { author: 'Ann', tagger: 'Ann', signer: 'Ann' })],
      ],
    ],
  ],
  [
    'S24',
    [
      ['an account of 29 days', 8, [on('downstreamRequest', '2025-01-01', { accountAgeDays: 29 })]],
      ['an account of 30 days', 0, [on('downstreamRequest', '2025-01-01', { accountAgeDays: 30 })]],
      [
        'the releaser at two places in 14 days',
        8,
        [
          on('downstreamRequest', '2025-01-01', { isReleaser: true }),
          on('downstreamRequest', '2025-01-15', { isReleaser: true, target: 'other' }),
        ],
      ],
      [
        'the releaser at two places in 15 days',
        0,
        [
          on('downstreamRequest', '2025-01-01', { isReleaser: true }),
          on('downstreamRequest', '2025-01-16', { isReleaser: true, target: 'other' }),
        ],
      ],
      [
        'the releaser at one place twice',
        0,
        many(2, () => on('downstreamRequest', '2025-01-01', { isReleaser: true })),
      ],
    ],
  ],
  [
    'S25',
    [
      [
        'two who report',
        4,
        ['Ann', 'Bo'].map((reporter) => on('anomalyReport', '2025-01-01', { release: '1.0', reporter })),
      ],
      [
        'one who reports twice',
        0,
        ['Ann', 'Ann'].map((reporter) => on('anomalyReport', '2025-01-01', { release: '1.0', reporter })),
      ],
      [
        'two releases',
        0,
        ['1.0', '1.1'].map((release) => on('anomalyReport', '2025-01-01', { release, reporter: release })),
      ],
    ],
  ],
  [
    'S26',
    [
      ['a package of 29 days', 8, [on('dependency', '2025-01-01', { ageDays: 29 })]],
      ['a package of 30 days', 0, [on('dependency', '2025-01-01', { ageDays: 30 })]],
      [
        'one of 89 days with an install script',
        8,
        [on('dependency', '2025-01-01', { ageDays: 89, hasInstallScript: true })],
      ],
      [
        'one of 90 days with an install script',
        0,
        [on('dependency', '2025-01-01', { ageDays: 90, hasInstallScript: true })],
      ],
      ['a package of the owner', 0, [on('dependency', '2025-01-01', { ageDays: 1, isOwnersOwn: true })]],
    ],
  ],
  [
    'S27',
    [
      ['no source', 16, [on('publication', '2025-01-01', { hasSource: false })]],
      [
        'provenance that is gone',
        16,
        [on('publication', '2025-01-01', { hasSource: true, hadProvenance: true, hasProvenance: false })],
      ],
      [
        'provenance that never was',
        0,
        [on('publication', '2025-01-01', { hasSource: true, hadProvenance: false, hasProvenance: false })],
      ],
      ['a source that is not known', 0, [on('publication', '2025-01-01')]],
    ],
  ],
  [
    'S28',
    [
      ['a tag that moves', 16, [on('tagMove', '2025-01-01', { tag: 'v1.0', by: null, isFloating: null })]],
      ['a tag that is declared to float', 0, [on('tagMove', '2025-01-01', { tag: 'v1', by: null, isFloating: true })]],
    ],
  ],
  [
    'S29',
    [
      ['two holders', 16, [on('revocation', '2025-01-01', { holders: 2 })]],
      [
        'one after the other within a day',
        16,
        [on('revocation', '2025-01-01T08:00Z'), on('revocation', '2025-01-02T07:00Z')],
      ],
      [
        'one after the other in more than a day',
        0,
        [on('revocation', '2025-01-01T08:00Z'), on('revocation', '2025-01-02T09:00Z')],
      ],
      ['two at some time of a month', 0, [on('revocation', '2025-01', { holders: 2 })]],
      [
        'two by people whom nobody names',
        0,
        [on('revocation', '2025-01-01', { by: 'unknown' }), on('revocation', '2025-01-01', { by: 'unknown' })],
      ],
      ['half of two', 16, [on('revocation', '2025-01-01', { holders: 1, holdersBefore: 2 })]],
      ['one of three', 0, [on('revocation', '2025-01-01', { holders: 1, holdersBefore: 3 })]],
      ['a batch that was decided', 0, [on('revocation', '2025-01-01', { holders: 30, hasMotion: true })]],
    ],
  ],
  [
    'S30',
    [
      [
        'an outsider with notice',
        8,
        [on('ownershipTransfer', '2025-01-01', { receiverHasLineage: false, noticeDays: 14 })],
      ],
      [
        'an outsider without notice',
        16,
        [on('ownershipTransfer', '2025-01-01', { receiverHasLineage: false, noticeDays: 13 })],
      ],
      [
        'somebody of the project',
        0,
        [on('ownershipTransfer', '2025-01-01', { receiverHasLineage: true, noticeDays: 0 })],
      ],
      ['somebody of whom that is not known', 0, [on('ownershipTransfer', '2025-01-01', { noticeDays: 0 })]],
    ],
  ],
  [
    'S31',
    [
      ['three of ten unused', 2, [on('accessList', '2025-07-01', { holders: holders(3, 7) })]],
      ['two of ten unused', 0, [on('accessList', '2025-07-01', { holders: holders(2, 8) })]],
    ],
  ],
  [
    'S32',
    [
      [
        'a sponsor with a reason against',
        8,
        [on('sponsorship', '2025-01-01', { candidate: 'Nia New', sponsor: 'Ann', dependence: ['SAME_KEY'] })],
      ],
      [
        'an independent sponsor',
        0,
        [on('sponsorship', '2025-01-01', { candidate: 'Nia New', sponsor: 'Ann', dependence: [] })],
      ],
    ],
  ],
  ['S33', [['code that is less safe', 4, [on('weakening', '2025-01-01', { path: 'print.c', by: 'Nia New' })]]]],
  [
    'S34',
    [
      ['a young grant', 2, [granted('2025-01-01'), on('contactChange', '2025-02-01', { thinsReporting: true })]],
      ['an old grant', 0, [granted('2023-01-01'), on('contactChange', '2025-02-01', { thinsReporting: true })]],
      [
        'a change that thins nothing',
        0,
        [granted('2025-01-01'), on('contactChange', '2025-02-01', { thinsReporting: false })],
      ],
    ],
  ],
  [
    'S35',
    [
      [
        'a release after six days',
        8,
        [
          on('authenticatorChange', '2025-01-01T00:00Z', { person: 'Ann' }),
          on('privilegedAction', '2025-01-07T00:00Z', { person: 'Ann', action: 'release' }),
        ],
      ],
      [
        'a release after seven days',
        0,
        [
          on('authenticatorChange', '2025-01-01T00:00Z', { person: 'Ann' }),
          on('privilegedAction', '2025-01-08T00:00Z', { person: 'Ann', action: 'release' }),
        ],
      ],
      ...(
        [
          on('release', '2025-01-02T00:00Z', { tagger: 'Ann' }),
          on('release', '2025-01-02T00:00Z', { tagger: 'Bo', publisher: 'Ann' }),
          on('publication', '2025-01-02T00:00Z', { publisher: 'Ann' }),
          on('grant', '2025-01-02T00:00Z', { by: 'Ann' }),
          on('revocation', '2025-01-02T00:00Z', { by: 'Ann', holders: 1 }),
        ] as const
      ).map((act): [string, number, ProjectEvent[]] => [
        `a ${act.kind} by the same person`,
        8,
        [on('authenticatorChange', '2025-01-01T00:00Z', { person: 'Ann' }), act],
      ]),
      [
        'a release of another',
        0,
        [
          on('authenticatorChange', '2025-01-01', { person: 'Ann' }),
          on('privilegedAction', '2025-01-02', { person: 'Bo', action: 'release' }),
        ],
      ],
    ],
  ],
])('signal %s', (rule, cases) => {
  it.each(cases)('on %s gives %i points', (_name, points, events) => {
    expect(pointsOf(rule, events)).toBe(points);
  });
});

function holders(unused: number, used: number) {
  const of = (times: number, date: string) =>
    Array.from({ length: times }, () => ({ person: date, lastUsed: momentOf(date) }));
  return [...of(unused, '2025-01-01'), ...of(used, '2025-06-01')];
}

/** An incumbent with a long past, a young grant, and then so many changes of each. */
function displaced(newcomer: number, incumbent: number): ProjectEvent[] {
  return [
    ...many(30, () => on('change', '2024-01-01', { author: 'Ann' })),
    granted('2024-12-01'),
    ...many(incumbent, () => on('change', '2025-01-01', { author: 'Ann' })),
    ...many(newcomer, () => on('change', '2025-01-02')),
  ];
}

describe('signals that cost nobody a point', () => {
  it('are S05, for a maintainer in distress, and S06, for a project that one person carries', () => {
    const events = [
      on('distress', '2025-01-01', { person: 'Ann', isSelfReported: true }),
      on('release', '2025-01-02', { signer: 'Ann' }),
    ];
    expect(signalsOf(events).map(({ rule, points }) => [rule, points])).toEqual([
      ['S05', 0],
      ['S06', 0],
    ]);
    expect(pointsOf('S06', [on('accessList', '2025-01-01', { holders: holders(0, 1) })])).toBe(0);
    expect(signalsOf([on('accessList', '2025-01-01', { holders: holders(0, 2) })])).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('has every signal from S01 to S35 once; S11 is left out, with the reason', () => {
    const ids = [...SIGNAL_RULES.map(({ id }) => id), ...SIGNALS_LEFT_OUT.map(({ id }) => id)].sort();
    expect(ids).toEqual(Array.from({ length: 35 }, (_, index) => `S${String(index + 1).padStart(2, '0')}`));
    expect(SIGNALS_LEFT_OUT.map(({ id, reason }) => [id, reason.length > 20])).toEqual([['S11', true]]);
    expect(
      Object.keys(SIGNALS_2026_1)
        .filter((name) => /^S\d\d$/.test(name))
        .sort(),
    ).toEqual(SIGNAL_RULES.map(({ id }) => id).sort());
  });

  it('gives exactly S18, S20, S27, S28, S29 and S30 the power to hold alone', () => {
    const hard = [
      on('featureTest', '2025-01-01', { feature: 'sandbox', by: 'x', was: true, is: false, isInChangelog: false }),
      on('archiveComparison', '2025-01-01', { release: '1', unexplained: ['x'] }),
      on('publication', '2025-01-01', { hasSource: false }),
      on('tagMove', '2025-01-01', { tag: 'v1.0', by: null, isFloating: null }),
      on('revocation', '2025-01-01', { holders: 2 }),
      on('ownershipTransfer', '2025-01-01', { receiverHasLineage: false, noticeDays: 0 }),
    ];
    expect(
      signalsOf(hard)
        .filter(({ isHard }) => isHard)
        .map(({ rule }) => rule),
    ).toEqual(['S18', 'S20', 'S27', 'S28', 'S29', 'S30']);
  });

  it('counts linked accounts as one person', () => {
    const twice = [on('checkReduction', '2025-01-01', { by: 'nia75' }), on('checkReduction', '2025-02-01')];
    expect(pointsOf('S17', twice)).toBe(4);
    const linked = signalsOf(twice, new PersonLinks([['Nia New', 'nia75']]));
    expect(linked.map(({ points, subject }) => [points, subject])).toEqual([
      [4, 'Nia New'],
      [6, 'Nia New'],
    ]);
  });
});
