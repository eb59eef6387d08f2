import { describe, expect, it } from '@jest/globals';
import { givenFacts, refusalOf } from '../../test/given-control.js';
import { START, HOUR_MS } from '../../test/given-grants.js';
import { DAY_MS } from '../events/moment.js';
import { exceptCheck, isCheckExcepted, type CheckException } from './check-exception.states.js';
import { changeControl, proposeControlChange, type ControlChange } from './control-change.states.js';
import { transferOwnership, type OwnershipTransfer } from './ownership-transfer.states.js';
import { isNoticeMissing, releaseGate, type ReleaseFacts } from './release-gate.js';
import { remove, type Removal } from './removal.states.js';
import { succeed, type SuccessionPlan } from './succession-plan.states.js';

const later = (days: number) => ({ at: START + days * DAY_MS });

describe('a control change', () => {
  const asked = {
    ...({ resource: 'WEBSITE', from: 'old.example', to: 'new.example' } as const),
    ...{ oldHolders: ['owner'], newHolder: 'ivy', beneficiary: null },
  };
  const proposed = (): ControlChange => proposeControlChange(asked, givenFacts('ivy'));

  it('is proposed and seconded by people of the project, or independent ones, and never by one alone', () => {
    expect(refusalOf(() => proposeControlChange(asked, givenFacts('nobody')))).toBe('ACTOR_NOT_ENTITLED');
    expect(refusalOf(() => proposeControlChange(asked, givenFacts('ivy', { riskLevel: 'HOLD' })))).toBe('RISK_HOLD');
    expect(refusalOf(() => changeControl(proposed(), 'second', givenFacts('nobody')))).toBe('ACTOR_NOT_ENTITLED');
    expect(refusalOf(() => changeControl(proposed(), 'second', givenFacts('ivy')))).toBe('G11 ONE_PERSON');
    for (const by of ['owner', 'stella', 'rita'])
      expect(changeControl(proposed(), 'second', givenFacts(by)).seconder).toBe(by);
  });

  it('needs no second person on T3 and no canary on T2', () => {
    const small = givenFacts('ivy', { tier: 'T3' });
    expect(changeControl(proposed(), 'second', small).status).toBe('SECONDED');
    const normal = (by: string | null) => givenFacts(by, { tier: 'T2' });
    const canary = changeControl(changeControl(proposed(), 'second', normal('owner')), 'sendCanary', normal(null));
    expect(changeControl(canary, 'makeEffective', normal(null)).status).toBe('EFFECTIVE');
    expect(refusalOf(() => changeControl(canary, 'makeEffective', givenFacts(null)))).toBe(
      'G12 CANARY_NOT_ACKNOWLEDGED',
    );
  });

  it('can be withdrawn by its proposer until it is effective, and no step can be left out', () => {
    expect(changeControl(proposed(), 'withdraw', givenFacts('ivy')).status).toBe('WITHDRAWN');
    expect(refusalOf(() => changeControl(proposed(), 'withdraw', givenFacts('owner')))).toBe('ACTOR_NOT_ENTITLED');
    for (const action of ['sendCanary', 'acknowledge', 'makeEffective', 'retireOld'] as const)
      expect(refusalOf(() => changeControl(proposed(), action, givenFacts(null)))).toBe('ILLEGAL_TRANSITION');
  });
});

describe('a transfer of ownership', () => {
  const announced: OwnershipTransfer = {
    ...{ status: 'ANNOUNCED', resource: 'pkg:npm/demo', oldOwner: 'owner', newOwner: 'nia', hasLineage: true },
    ...{ announcedAt: START, publicSince: START, seconder: null, acknowledgedBy: [], transferredAt: null },
  };
  const seconded = transferOwnership(announced, 'second', givenFacts('ivy'));

  it('goes its long way, and is watched for 90 days', () => {
    const steps: [Parameters<typeof transferOwnership>[1], string | null, number][] = [
      ...([
        ['confirmOld', 'owner', 14],
        ['confirmNew', 'nia', 14],
        ['sendCanary', null, 15],
      ] as const),
      ...([
        ['acknowledge', 'owner', 15],
        ['acknowledge', 'nia', 15],
        ['transfer', null, 16],
        ['watch', null, 16],
      ] as const),
    ] as never;
    let transfer = seconded;
    for (const [action, by, days] of steps) transfer = transferOwnership(transfer, action, givenFacts(by, later(days)));
    expect(refusalOf(() => transferOwnership(transfer, 'finish', givenFacts(null, later(105.9))))).toBe(
      'WAIT_NOT_OVER',
    );
    expect(transferOwnership(transfer, 'finish', givenFacts(null, later(106))).status).toBe('DONE');
  });

  it('is not begun before its public notice is 14 days old, and held hard when a stranger receives it without', () => {
    const confirm = (more: Partial<OwnershipTransfer>, days: number) =>
      refusalOf(() => transferOwnership({ ...seconded, ...more }, 'confirmOld', givenFacts('owner', later(days))));
    expect(confirm({}, 13.9)).toBe('WAIT_NOT_OVER');
    expect(confirm({ publicSince: null }, 100)).toBe('RISK_HOLD');
    expect(confirm({ hasLineage: false }, 13.9)).toBe('RISK_HOLD');
    expect(confirm({ hasLineage: null }, 13.9)).toBe('RISK_HOLD');
    expect([confirm({ hasLineage: false }, 14), confirm({}, 14)]).toEqual([null, null]);
  });

  it('needs a second person who gains nothing, and both ends of the canary', () => {
    const confirmed = transferOwnership(announced, 'confirmOld', givenFacts('owner', later(14)));
    expect(refusalOf(() => transferOwnership(confirmed, 'confirmNew', givenFacts('nia', later(14))))).toBe(
      'G11 ONE_PERSON',
    );
    expect(refusalOf(() => transferOwnership(announced, 'second', givenFacts('owner')))).toBe('G11 ONE_PERSON');
    const gains = { incumbents: ['owner', 'nia'] };
    expect(refusalOf(() => transferOwnership(announced, 'second', givenFacts('nia', gains)))).toBe(
      'G11 ACTOR_BENEFITS',
    );
    const canary: OwnershipTransfer = { ...seconded, status: 'CANARY', acknowledgedBy: ['nia'] };
    expect(refusalOf(() => transferOwnership(canary, 'transfer', givenFacts(null, later(20))))).toBe(
      'G12 CANARY_NOT_ACKNOWLEDGED',
    );
    expect(transferOwnership(canary, 'callOff', givenFacts('stella')).status).toBe('CALLED_OFF');
    expect(refusalOf(() => transferOwnership(canary, 'callOff', givenFacts('nia')))).toBe('ACTOR_NOT_ENTITLED');
  });
});

describe('an exception from a check', () => {
  const proposed: CheckException = {
    ...{ status: 'PROPOSED', check: 'sanitizer', proposer: 'jia', proposedAt: START, seconder: null, expiresAt: null },
    ...{ linkedReason: 'bug 12', compensatingTest: 'test 3' },
  };

  it('ends by itself after 90 days, whether or not anybody says so', () => {
    const inForce = exceptCheck(proposed, 'second', givenFacts('ivy'));
    expect(inForce.expiresAt).toBe(START + 90 * DAY_MS);
    expect([isCheckExcepted(inForce, START + 90 * DAY_MS - 1), isCheckExcepted(inForce, START + 90 * DAY_MS)]).toEqual([
      true,
      false,
    ]);
    expect(refusalOf(() => exceptCheck(inForce, 'expire', givenFacts(null, later(89.9))))).toBe('WAIT_NOT_OVER');
    expect(exceptCheck(inForce, 'expire', givenFacts(null, later(90))).status).toBe('EXPIRED');
    expect(isCheckExcepted(proposed, START)).toBe(false);
  });

  it('needs another person, a reason and a test in its place', () => {
    expect(refusalOf(() => exceptCheck(proposed, 'second', givenFacts('jia-2', { incumbents: ['jia-2'] })))).toBe(
      'G14 ONE_PERSON',
    );
    const without = (more: Partial<CheckException>) =>
      refusalOf(() => exceptCheck({ ...proposed, ...more }, 'second', givenFacts('ivy')));
    expect([without({ linkedReason: '' }), without({ compensatingTest: '' }), without({})]).toEqual([
      'G14 REASON_MISSING',
      'G14 CHECK_NOT_COMPENSATED',
      null,
    ]);
  });
});

describe('a succession plan', () => {
  const plan: SuccessionPlan = {
    ...{ status: 'WATCHING', owners: ['owner'], successor: 'ivy', recoveryDescription: 'with the foundation' },
    ...{ lastAnswerAt: START, reminders: [], agreedBy: [] },
  };
  const remind = (given: SuccessionPlan, days: number, channel: string) =>
    succeed(given, 'remind', givenFacts(null, later(days)), channel);
  const reminded = remind(remind(remind(plan, 30, 'mail'), 40, 'mail'), 50, 'chat');
  const agreed = succeed(succeed(reminded, 'agree', givenFacts('stella')), 'agree', givenFacts('rita'));
  const act = (given: SuccessionPlan, days: number, by = 'ivy') =>
    refusalOf(() => succeed(given, 'act', givenFacts(by, later(days))));

  it('lets the successor act after 60 days, three reminders over two channels, and two independent people', () => {
    expect(act(agreed, 60)).toBeNull();
    expect([
      act(agreed, 59.9),
      act(agreed, 60, 'jia'),
      act(reminded, 60),
      act(succeed(reminded, 'agree', givenFacts('rita')), 60),
    ]).toEqual([...['WAIT_NOT_OVER', 'ACTOR_NOT_ENTITLED', 'NOT_DECIDED', 'NOT_DECIDED']]);
    expect(act({ ...agreed, reminders: agreed.reminders.slice(1) }, 60)).toBe('NOT_DECIDED');
    expect(act({ ...agreed, reminders: agreed.reminders.map(({ at }) => ({ at, channel: 'mail' })) }, 60)).toBe(
      'NOT_DECIDED',
    );
    expect(act(plan, 60)).toBe('ILLEGAL_TRANSITION');
    expect(refusalOf(() => succeed(reminded, 'agree', givenFacts('ivy', { reviewers: ['ivy'] })))).toBe(
      'ACTOR_NOT_ENTITLED',
    );
  });

  it('begins anew when an owner answers', () => {
    const answered = succeed(agreed, 'answer', givenFacts('owner', later(59)));
    expect(answered).toMatchObject({
      status: 'WATCHING',
      reminders: [],
      agreedBy: [],
      lastAnswerAt: START + 59 * DAY_MS,
    });
  });
});

describe('a removal', () => {
  const proposed: Removal = {
    ...{
      status: 'PROPOSED',
      grants: ['grant-1'],
      holders: ['hal'],
      proposer: 'ivy',
      reasons: 'as written',
      noticeAt: START,
    },
    ...{ roll: ['owner', 'ivy', 'ian', 'stella'], votes: [], openedAt: null },
  };
  const opened = () => remove(proposed, 'openVote', givenFacts(null, later(7)));
  const voted = (...votes: readonly ('YES' | 'NO')[]) =>
    votes.reduce(
      (motion, choice, index) => remove(motion, 'castVote', givenFacts(motion.roll[index]!, later(8)), choice),
      opened(),
    );
  const decide = (motion: Removal, days = 14) =>
    refusalOf(() => remove(motion, 'decideToRemove', givenFacts(null, later(days))));

  it('is voted on after seven days of notice, with reasons, for one holder', () => {
    const open = (more: Partial<Removal>, days: number) =>
      refusalOf(() => remove({ ...proposed, ...more }, 'openVote', givenFacts(null, later(days))));
    expect([open({}, 6.9), open({ reasons: ' ' }, 7), open({ holders: ['hal', 'ivy'] }, 7), open({}, 7)]).toEqual([
      ...['G19 NOTICE_TOO_SHORT', 'G19 REASON_MISSING', 'G19 BULK_REMOVAL', null],
    ]);
  });

  it('needs three of four votes and more than half of them', () => {
    expect([
      decide(voted('YES', 'YES', 'NO')),
      decide(voted('YES', 'YES')),
      decide(voted('YES', 'YES', 'NO', 'NO')),
    ]).toEqual([...[null, 'G19 QUORUM_MISSING', 'ACTOR_NOT_ENTITLED']]);
    expect(decide(voted('YES', 'YES', 'YES'), 13.9)).toBe('WAIT_NOT_OVER');
    expect(remove(voted('NO'), 'keep', givenFacts(null, later(14))).status).toBe('KEEP');
  });

  it('is not voted on twice, nor by others, nor by the holder', () => {
    const vote = (by: string, roll = proposed.roll) =>
      refusalOf(() => remove({ ...voted('YES'), roll }, 'castVote', givenFacts(by, later(8)), 'YES'));
    expect([vote('owner'), vote('fay'), vote('hal', ['hal'])]).toEqual([
      'ALREADY_SIGNED',
      'ACTOR_NOT_ENTITLED',
      'G01 OWN_REQUEST',
    ]);
  });
});

describe('the gate of a release', () => {
  const release: ReleaseFacts = {
    ...{
      proposer: 'ivy',
      approver: 'owner',
      tagger: 'ivy',
      signer: 'ivy',
      publisher: 'ivy',
      hasApproverSeenDiff: true,
    },
    ...{ unexplained: [], binaries: [], releaseHolders: ['ivy', 'owner'], breakGlass: null },
  };
  const gate = (more: Partial<ReleaseFacts>, facts = givenFacts(null)) => {
    const { isOpen, refusals } = releaseGate({ ...release, ...more }, facts);
    return isOpen ? 'open' : refusals.map(({ guard, reason }) => `${guard} ${reason}`).join(', ');
  };

  it('opens for two people, an explained archive and binaries with generators', () => {
    expect(gate({})).toBe('open');
    expect(gate({ approver: 'ivy' })).toBe('G10 ONE_PERSON');
    expect(gate({ approver: 'jia', proposer: 'jia-2' })).toBe('G10 ONE_PERSON');
    expect(gate({ unexplained: ['m4/build-to-host.m4'] })).toBe('G13 ARCHIVE_DIFFERS');
    const binaries = [{ path: 'tests/a.xz', isReproduced: false, isIsolated: false }];
    expect(gate({ binaries, hasApproverSeenDiff: false })).toBe('G10 APPROVER_DID_NOT_SEE_DIFF, G15 GENERATOR_MISSING');
  });

  it('needs both to hold RELEASE', () => {
    expect(gate({ releaseHolders: ['ivy'] })).toBe('G10 PRIOR_SCOPE_MISSING');
    expect(gate({ releaseHolders: ['owner'] })).toBe('G10 PRIOR_SCOPE_MISSING');
  });

  it('is not closed by a hold, and lets a lone maintainer publish a fix with a steward and a reviewer (I-06)', () => {
    expect(gate({}, givenFacts(null, { riskLevel: 'HOLD', isDistressOpen: true }))).toBe('open');
    const glass = { steward: 'stella', reviewer: 'rita', openedAt: START, noticeAt: null };
    const lone = { approver: null, releaseHolders: ['ivy'], breakGlass: glass };
    const result = releaseGate({ ...release, ...lone }, givenFacts(null));
    expect(result).toEqual({ isOpen: true, isBreakGlass: true, refusals: [], noticeBy: START + 24 * HOUR_MS });
    expect(gate({ ...lone, unexplained: ['x'] })).toBe('G13 ARCHIVE_DIFFERS');
    for (const more of [{ steward: 'rita' }, { reviewer: 'stella' }, { reviewer: 'nobody' }])
      expect(gate({ ...lone, breakGlass: { ...glass, ...more } })).toBe('G10 FACT_UNKNOWN');
    const both = givenFacts(null, { stewards: ['rita'], reviewers: ['rita'] });
    expect(gate({ ...lone, breakGlass: { ...glass, steward: 'rita' } }, both)).toBe('G10 FACT_UNKNOWN');
    expect(gate({ ...lone, tagger: 'rita' })).toBe('G10 FACT_UNKNOWN');
    expect(gate({ ...lone, breakGlass: null })).toBe('G10 FACT_UNKNOWN');
    const missing = (noticeAt: number | null, hours: number) =>
      isNoticeMissing({ ...glass, noticeAt }, givenFacts(null, { at: START + hours * HOUR_MS }));
    expect([
      missing(null, 24),
      missing(null, 25),
      missing(START + 24 * HOUR_MS, 99),
      missing(START + 25 * HOUR_MS, 99),
    ]).toEqual([...[false, true, false, true]]);
  });
});
