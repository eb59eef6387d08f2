import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../events/moment.js';
import { PersonLinks } from '../events/person-links.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import type { Tier } from '../policy/scopes.js';
import { GUARDS, type GuardId } from './catalogue.js';
import type { Guard, GuardTerms } from './guard.js';
import { REASONS } from './reasons.js';

const NOW = Date.UTC(2026, 5, 1);
const ago = (days: number) => NOW - days * DAY_MS;
const links = new PersonLinks([['ann', 'ann-2']]);
const terms = (tier: Tier): GuardTerms => ({ tier, policy: POLICY_2026_1, at: NOW, links });

interface Case {
  readonly ok: readonly object[];
  /** What is different from the first good case, the reason, and the days until it can be otherwise. */
  readonly refused: readonly (readonly [object, string, number?])[];
}

const sponsor = {
  ...{ sponsor: 'sam', historyDays: 400, recognisedProjects: 0, affiliations: ['Acme'], openSponsorships: 2 },
  ...{ firstSeenGapDays: 60, interactionShare: 0.59, endorsementCycle: 4, sharesKeyOrMailDomain: false },
  ...{ counted: [{ sponsor: 'ann', affiliations: ['Other'] }], statement: 'read it', workedOn: ['change'] },
};
const work = {
  ...{ scope: 'COMMIT', firstMergedAt: ago(180), activeMonths: 5, mergedChanges: 30, usefulReviews: 10 },
  ...{ releasesAccompanied: 0, priorScopeSince: 'NOT_HELD' },
};
const forRelease = { ...work, scope: 'RELEASE', releasesAccompanied: 2, priorScopeSince: ago(180) };
const release = {
  ...{ proposer: 'ann', approver: 'bob', tagger: 'ann', signer: 'ann', publisher: 'ann', hasApproverSeenDiff: true },
};
const control = { people: ['ann', 'bob'], beneficiary: 'ann', oldKeptDays: 90 };
const exception = {
  ...{
    proposer: 'ann',
    seconder: 'bob',
    linkedReason: 'bug 1',
    compensatingTest: 'test 1',
    expiresAt: NOW + 90 * DAY_MS,
  },
};
const suspension = { holder: 'hal', earlier: [], scope: 'ADMIN', admins: ['hal', 'ann', 'bob'] };
const removal = { reasons: 'written', noticeAt: ago(7), holdersInMotion: 1, votes: { given: 3, roll: 4 } };
const answers = { reproducedBuilds: 'a', readDiffs: 'b', openSignals: 'c', benignExplanation: 'd' };

const CASES: Readonly<Record<GuardId, Case>> = {
  G01: {
    ok: [{ candidate: 'ann', actor: 'bob', payroll: ['cid'] }],
    refused: [
      [{ actor: 'ann' }, 'OWN_REQUEST'],
      [{ actor: 'ann-2' }, 'OWN_REQUEST'],
      [{ payroll: ['bob'] }, 'ON_PAYROLL'],
      [{ payroll: null }, 'FACT_UNKNOWN'],
    ],
  },
  G02: {
    ok: [sponsor, { ...sponsor, historyDays: 0, recognisedProjects: 2 }, { ...sponsor, endorsementCycle: 0 }],
    refused: [
      [{ sponsor: 'ann-2' }, 'ONE_PERSON'],
      [{ statement: ' ' }, 'STATEMENT_MISSING'],
      [{ workedOn: [] }, 'STATEMENT_MISSING'],
      [{ openSponsorships: 3 }, 'SPONSOR_OVERLOADED'],
      [{ historyDays: 364, recognisedProjects: 1 }, 'HISTORY_TOO_SHORT'],
      [{ historyDays: null }, 'FACT_UNKNOWN'],
      [{ affiliations: null }, 'FACT_UNKNOWN'],
      [{ affiliations: ['Other'] }, 'SAME_AFFILIATION'],
      [{ firstSeenGapDays: 59 }, 'SPONSORS_COLLUDE'],
      [{ interactionShare: 0.6 }, 'SPONSORS_COLLUDE'],
      [{ endorsementCycle: 3 }, 'SPONSORS_COLLUDE'],
      [{ sharesKeyOrMailDomain: true }, 'SPONSORS_COLLUDE'],
      [{ interactionShare: null }, 'FACT_UNKNOWN'],
      [{ interactionShare: null, endorsementCycle: 2 }, 'SPONSORS_COLLUDE'],
    ],
  },
  G03: {
    ok: [{ roll: ['ann', 'bob', 'cid', 'dan', 'eve'], voter: 'ann-2', votes: 3 }],
    refused: [
      [{ voter: 'fay' }, 'NOT_ON_ROLL'],
      [{ votes: 2 }, 'QUORUM_MISSING'],
      [{ roll: ['ann', 'ann-2', 'bob'], voter: null }, 'ROLL_TOO_SMALL'],
      [{ roll: ['ann', 'b', 'c', 'd', 'e', 'f'] }, 'QUORUM_MISSING'],
      [{ roll: null }, 'FACT_UNKNOWN'],
    ],
  },
  G04: {
    ok: [{ isObjectionOpen: false, isOpenedEarly: false }],
    refused: [
      [{ isObjectionOpen: true }, 'OBJECTION_OPEN'],
      [{ isOpenedEarly: true }, 'VOTE_RUNNING'],
    ],
  },
  G05: {
    ok: [{ notifiedAt: ago(14), dueAt: NOW }],
    refused: [
      [{ notifiedAt: null }, 'NOT_NOTIFIED'],
      [{ dueAt: NOW + DAY_MS }, 'COMMENT_RUNNING', 1],
      [{ dueAt: null }, 'FACT_UNKNOWN'],
    ],
  },
  G06: {
    ok: [
      { scope: 'COMMIT', openRules: ['S04', 'S05'], calmSince: ago(30), pressureEndsAt: null },
      { scope: 'REVIEW', openRules: ['S01'], calmSince: null, pressureEndsAt: ago(-5) },
      { scope: 'ADMIN', openRules: [], calmSince: 'NEVER', pressureEndsAt: null },
    ],
    refused: [
      [{ openRules: ['S01'] }, 'PRESSURE_OPEN'],
      [{ openRules: ['S02'] }, 'PRESSURE_OPEN'],
      [{ openRules: ['S03'] }, 'PRESSURE_OPEN'],
      [{ openRules: null }, 'FACT_UNKNOWN'],
      [{ calmSince: null }, 'FACT_UNKNOWN'],
      [{ calmSince: ago(29) }, 'PRESSURE_CALMING', 1],
      // The windows end in five days, and thirty calm days follow.
      [{ openRules: ['S02'], pressureEndsAt: ago(-5) }, 'PRESSURE_OPEN', 35],
    ],
  },
  G07: {
    ok: [
      { use: 'OPENING', owners: ['ann'], consents: [{ by: 'ann-2', at: ago(14), isStepUp: true }] },
      { use: 'SECOND_PERSON', owners: ['ann'], person: 'bob', isDistressOpen: null },
      { use: 'SECOND_PERSON', owners: ['ann'], person: 'ann', isDistressOpen: false },
      { use: 'OPENING', owners: [], consents: [] },
    ],
    refused: [
      [{ consents: [] }, 'CONSENT_MISSING'],
      [{ consents: [{ by: 'ann', at: ago(1), isStepUp: false }] }, 'CONSENT_MISSING'],
      [{ consents: [{ by: 'bob', at: ago(1), isStepUp: true }] }, 'CONSENT_MISSING'],
      [{ consents: [{ by: 'ann', at: ago(14) - 1, isStepUp: true }] }, 'CONSENT_STALE'],
      [{ consents: [{ by: 'ann', at: NOW + 1, isStepUp: true }] }, 'CONSENT_MISSING'],
      [{ use: 'SECOND_PERSON', person: 'ann-2', isDistressOpen: true }, 'OWNER_IN_DISTRESS'],
      [{ use: 'SECOND_PERSON', person: 'ann', isDistressOpen: null }, 'FACT_UNKNOWN'],
    ],
  },
  G07a: {
    ok: [work, forRelease, { ...work, scope: 'TRIAGE', firstMergedAt: null, mergedChanges: null }],
    refused: [
      [{ firstMergedAt: ago(179) }, 'TENURE_TOO_SHORT', 1],
      [{ activeMonths: 4 }, 'ACTIVE_MONTHS_MISSING'],
      [{ mergedChanges: 29 }, 'MERGED_CHANGES_MISSING'],
      [{ usefulReviews: 9 }, 'USEFUL_REVIEWS_MISSING'],
      [{ usefulReviews: null }, 'FACT_UNKNOWN'],
      [{ firstMergedAt: null }, 'FACT_UNKNOWN'],
      [{ usefulReviews: null, mergedChanges: 1 }, 'MERGED_CHANGES_MISSING'],
      [{ ...forRelease, releasesAccompanied: 1 }, 'ACCOMPANIED_RELEASES_MISSING'],
      [{ ...forRelease, priorScopeSince: ago(100) }, 'PRIOR_SCOPE_TOO_SHORT', 80],
      [{ ...forRelease, priorScopeSince: 'NOT_HELD' }, 'PRIOR_SCOPE_MISSING'],
      [{ ...forRelease, priorScopeSince: null }, 'FACT_UNKNOWN'],
    ],
  },
  G08: {
    ok: [{ dueAt: NOW }],
    refused: [
      [{ dueAt: NOW + 2 * DAY_MS }, 'COOLING_OFF', 2],
      [{ dueAt: null }, 'FACT_UNKNOWN'],
    ],
  },
  G09: {
    ok: [
      { scope: 'COMMIT', held: ['TRIAGE', 'REVIEW'] },
      { scope: 'TRIAGE', held: [] },
    ],
    refused: [
      [{ held: ['TRIAGE'] }, 'PRIOR_SCOPE_MISSING'],
      [{ scope: 'ADMIN', held: ['COMMIT'] }, 'PRIOR_SCOPE_MISSING'],
      [{ held: null }, 'FACT_UNKNOWN'],
    ],
  },
  G10: {
    ok: [release, { ...release, approver: 'bob', publisher: 'bob' }],
    refused: [
      [{ approver: 'ann' }, 'ONE_PERSON'],
      [{ approver: 'ann-2' }, 'ONE_PERSON'],
      [{ tagger: 'bob', publisher: 'bob' }, 'ONE_PERSON'],
      [{ hasApproverSeenDiff: false }, 'APPROVER_DID_NOT_SEE_DIFF'],
      [{ hasApproverSeenDiff: null }, 'APPROVER_DID_NOT_SEE_DIFF'],
      [{ publisher: null }, 'FACT_UNKNOWN'],
    ],
  },
  G11: {
    ok: [control, { people: ['ann', 'bob'], beneficiary: null, oldKeptDays: null }],
    refused: [
      [{ people: ['ann'] }, 'ONE_PERSON'],
      [{ people: ['ann', 'ann-2'] }, 'ONE_PERSON'],
      [{ beneficiary: 'bob' }, 'ACTOR_BENEFITS'],
      [{ oldKeptDays: 89 }, 'OLD_NOT_KEPT'],
    ],
  },
  G12: {
    ok: [
      { oldHolders: ['ann', 'bob'], newHolder: 'cid', acknowledgedBy: ['bob', 'cid'] },
      { oldHolders: [], newHolder: 'cid', acknowledgedBy: ['cid'] },
    ],
    refused: [
      [{ acknowledgedBy: ['cid'] }, 'CANARY_NOT_ACKNOWLEDGED'],
      [{ acknowledgedBy: ['ann-2'] }, 'CANARY_NOT_ACKNOWLEDGED'],
      [{ acknowledgedBy: null }, 'FACT_UNKNOWN'],
    ],
  },
  G13: {
    ok: [{ unexplained: [] }],
    refused: [
      [{ unexplained: ['m4/build-to-host.m4'] }, 'ARCHIVE_DIFFERS'],
      [{ unexplained: null }, 'FACT_UNKNOWN'],
    ],
  },
  G14: {
    ok: [exception],
    refused: [
      [{ seconder: null }, 'ONE_PERSON'],
      [{ seconder: 'ann-2' }, 'ONE_PERSON'],
      [{ linkedReason: '' }, 'REASON_MISSING'],
      [{ compensatingTest: ' ' }, 'CHECK_NOT_COMPENSATED'],
      [{ expiresAt: null }, 'EXCEPTION_TOO_LONG'],
      [{ expiresAt: NOW + 90 * DAY_MS + 1 }, 'EXCEPTION_TOO_LONG'],
    ],
  },
  G15: {
    ok: [
      {
        binaries: [
          { path: 'a', isReproduced: true, isIsolated: false },
          { path: 'b', isReproduced: false, isIsolated: true },
        ],
      },
      { binaries: [] },
    ],
    refused: [
      [{ binaries: [{ path: 'a', isReproduced: false, isIsolated: false }] }, 'GENERATOR_MISSING'],
      [{ binaries: null }, 'FACT_UNKNOWN'],
    ],
  },
  G16: {
    ok: [{ unreviewedSensitiveChanges: 0, meetsWorkCriteria: true }],
    refused: [
      [{ unreviewedSensitiveChanges: 1 }, 'SENSITIVE_CHANGES_UNREVIEWED'],
      [{ meetsWorkCriteria: false }, 'WORK_CRITERIA_UNMET'],
      [{ meetsWorkCriteria: null }, 'FACT_UNKNOWN'],
    ],
  },
  G17: {
    ok: [
      { step: 'OPEN', dueAt: NOW, lastActiveAt: NOW, dormantAfterDays: 180 },
      { step: 'OPEN', dueAt: null, lastActiveAt: ago(180), dormantAfterDays: 180 },
      { step: 'CONFIRM', isHygienic: true },
    ],
    refused: [
      [{ dueAt: NOW + DAY_MS }, 'RECERTIFICATION_NOT_DUE', 1],
      [{ dueAt: NOW + 9 * DAY_MS, lastActiveAt: ago(178) }, 'RECERTIFICATION_NOT_DUE', 2],
      [{ step: 'CONFIRM', isHygienic: false }, 'HYGIENE_MISSING'],
      [{ step: 'CONFIRM', isHygienic: null }, 'FACT_UNKNOWN'],
    ],
  },
  G18: {
    ok: [
      suspension,
      { ...suspension, earlier: [{ holder: 'ivo', at: ago(7) }] },
      { ...suspension, earlier: [{ holder: 'hal', at: ago(1) }] },
      { ...suspension, scope: 'RELEASE', admins: ['hal'] },
    ],
    refused: [
      [{ earlier: [{ holder: 'ivo', at: ago(6) }] }, 'ALREADY_SUSPENDED_ONE', 1],
      [{ admins: ['hal', 'ann', 'ann-2'] }, 'ADMINS_SPARED'],
      [{ admins: null }, 'FACT_UNKNOWN'],
      [{ earlier: null }, 'FACT_UNKNOWN'],
    ],
  },
  G19: {
    ok: [removal],
    refused: [
      [{ reasons: '' }, 'REASON_MISSING'],
      [{ holdersInMotion: 2 }, 'BULK_REMOVAL'],
      [{ noticeAt: ago(6) }, 'NOTICE_TOO_SHORT', 1],
      [{ votes: { given: 2, roll: 4 } }, 'QUORUM_MISSING'],
      [{ noticeAt: null }, 'FACT_UNKNOWN'],
    ],
  },
  G20: {
    ok: [
      { decidedAt: ago(14), panel: null, involved: [] },
      { decidedAt: ago(20), panel: ['p', 'q', 'r'], involved: ['ann'] },
    ],
    refused: [
      [{ decidedAt: ago(14) - 1 }, 'APPEAL_TIME_OVER'],
      [{ panel: ['p', 'q'] }, 'PANEL_TOO_SMALL'],
      [{ panel: ['ann', 'ann-2', 'p'] }, 'PANEL_TOO_SMALL'],
      [{ panel: ['ann-2', 'p', 'q'], involved: ['ann'] }, 'PANEL_INVOLVED'],
    ],
  },
  G21: {
    ok: [{ continues: 'h1', head: 'h1', isMirrored: true }],
    refused: [
      [{ head: 'h2' }, 'LOG_BROKEN'],
      [{ isMirrored: false }, 'LOG_BROKEN'],
      [{ isMirrored: null }, 'FACT_UNKNOWN'],
    ],
  },
  G22: {
    ok: [
      { origin: 'REQUEST', driftSince: null },
      { origin: 'REQUEST', driftSince: ago(1) },
    ],
    refused: [
      [{ origin: 'BLANKET' }, 'BLANKET_INVITATION'],
      [{ origin: 'AUTOMATIC' }, 'BLANKET_INVITATION'],
      [{ origin: null }, 'FACT_UNKNOWN'],
      [{ driftSince: ago(1) - 1 }, 'DRIFT'],
    ],
  },
  G23: {
    ok: [
      { isPhishingResistant: true, authenticatorChangedAt: ago(7) },
      { isPhishingResistant: true, authenticatorChangedAt: 'NEVER' },
    ],
    refused: [
      [{ isPhishingResistant: false }, 'SECOND_FACTOR_MISSING'],
      [{ authenticatorChangedAt: ago(6) }, 'AUTHENTICATOR_CHANGED', 1],
      [{ authenticatorChangedAt: null }, 'FACT_UNKNOWN'],
    ],
  },
  G24: {
    ok: [
      { people: ['fay', 'ann'], funderStaff: ['fay'] },
      { people: [], funderStaff: ['fay'] },
    ],
    refused: [
      [{ people: ['fay'] }, 'FUNDER_STAFF'],
      [{ people: ['ann-2'], funderStaff: ['ann'] }, 'FUNDER_STAFF'],
      [{ funderStaff: null }, 'FACT_UNKNOWN'],
    ],
  },
  G25: {
    ok: [
      { holders: { RELEASE: ['ann', 'bob'], ADMIN: [] }, hasSuccessionRequest: false },
      { holders: { RELEASE: ['ann'], ADMIN: ['ann'] }, hasSuccessionRequest: true },
    ],
    refused: [
      [{ holders: { RELEASE: ['ann', 'ann-2'], ADMIN: [] } }, 'LAST_HOLDER'],
      [{ holders: { RELEASE: [], ADMIN: ['ann'] } }, 'LAST_HOLDER'],
      [{ holders: null }, 'FACT_UNKNOWN'],
    ],
  },
  G26: {
    ok: [
      { keySince: ago(90), accountSince: ago(360), vouches: 0, hasPriorRole: false },
      { keySince: 'NONE', accountSince: null, vouches: 2, hasPriorRole: true },
    ],
    refused: [
      [{ keySince: ago(89) }, 'CONTINUITY_PROOFS_MISSING', 1],
      [{ keySince: 'NONE' }, 'CONTINUITY_PROOFS_MISSING'],
      [{ keySince: ago(80), accountSince: ago(300) }, 'CONTINUITY_PROOFS_MISSING', 60],
      [{ keySince: null }, 'FACT_UNKNOWN'],
      [{ keySince: 'NONE', vouches: 1 }, 'CONTINUITY_PROOFS_MISSING'],
    ],
  },
  G27: {
    ok: [
      { refusals: ['ann'], disclosed: ['ann-2'] },
      { refusals: [], disclosed: [] },
    ],
    refused: [[{ disclosed: ['bob'] }, 'REFUSALS_NOT_DISCLOSED']],
  },
  G28: {
    ok: [{ answers }],
    refused: [
      [{ answers: null }, 'REVIEW_INCOMPLETE'],
      [{ answers: { ...answers, readDiffs: ' ' } }, 'REVIEW_INCOMPLETE'],
    ],
  },
  G29: {
    ok: [{ isConfirmedByOwnLogin: true }],
    refused: [
      [{ isConfirmedByOwnLogin: false }, 'NAME_NOT_CONFIRMED'],
      [{ isConfirmedByOwnLogin: null }, 'NAME_NOT_CONFIRMED'],
    ],
  },
};

/** Section 3.6 of the vetting design. */
const TIERS_OF: Readonly<Record<string, readonly GuardId[]>> = {
  'T0,T1,T2,T3': ['G01', 'G17', 'G18', 'G21', 'G22', 'G29'],
  'T0,T1': ['G03', 'G04', 'G06', 'G10', 'G12', 'G13', 'G14', 'G15', 'G16', 'G25', 'G28'],
  'T0,T1,T2': ['G02', 'G05', 'G07', 'G07a', 'G08', 'G09', 'G11', 'G19', 'G20', 'G23', 'G24', 'G26', 'G27'],
};

const ids = Object.keys(GUARDS) as GuardId[];
const ask = (id: GuardId, facts: object, tier: Tier = 'T0') =>
  (GUARDS[id] as unknown as Guard<object>).check(facts, terms(tier));

describe.each(ids)('%s', (id) => {
  const { ok, refused } = CASES[id];

  it('agrees when nothing is wrong', () => {
    for (const facts of ok) expect(ask(id, facts)).toEqual({ isOk: true, advice: null });
  });

  it('refuses with its reason, the date where waiting helps, and who can act', () => {
    for (const [facts, reason, days] of refused) {
      const verdict = ask(id, { ...ok[0], ...facts });
      const earliest = days === undefined ? null : NOW + days * DAY_MS;
      expect([facts, verdict]).toEqual([
        facts,
        { isOk: false, guard: id, reason, earliest, whoCanAct: expect.any(Array) },
      ]);
    }
  });

  it('agrees without looking on the tiers that are not its own', () => {
    const { tiers, advisoryTiers } = GUARDS[id];
    const others = (['T0', 'T1', 'T2', 'T3'] as const).filter(
      (tier) => !tiers.includes(tier) && !advisoryTiers.includes(tier),
    );
    for (const tier of others)
      expect(ask(id, { ...ok[0], ...refused[0]![0] }, tier)).toEqual({ isOk: true, advice: null });
    expect(ids.filter((other) => TIERS_OF[tiers.join(',')]?.includes(other))).toContain(id);
  });

  it('says which step of an attack it stops', () => {
    const { id: name, title, stops, costMinutes } = GUARDS[id];
    expect([name, title.length > 5, stops.length > 5, Number.isInteger(costMinutes)]).toEqual([id, true, true, true]);
  });
});

it('advises on T2 where pressure is open, and refuses nothing there', () => {
  expect(ask('G06', { scope: 'COMMIT', openRules: ['S01'], calmSince: null, pressureEndsAt: null }, 'T2')).toEqual({
    isOk: true,
    advice: 'PRESSURE_OPEN',
  });
});

it('counts by the tier: T1 asks less of sponsors and of work than T0', () => {
  expect(ask('G02', { ...sponsor, historyDays: 180 }, 'T1').isOk).toBe(true);
  expect(
    ask('G07a', { ...work, firstMergedAt: ago(90), mergedChanges: 15, usefulReviews: 5, activeMonths: null }, 'T1')
      .isOk,
  ).toBe(true);
});

it('is the whole catalogue, and uses no reason that is not in the list', () => {
  expect(ids).toEqual(
    [...Array.from({ length: 29 }, (_, index) => `G${String(index + 1).padStart(2, '0')}`), 'G07a'].sort(),
  );
  const used = new Set([
    ...Object.values(CASES).flatMap(({ refused }) => refused.map(([, reason]) => reason)),
    'SPONSORS_MISSING',
  ]);
  expect([...used].sort()).toEqual([...REASONS].sort());
});
