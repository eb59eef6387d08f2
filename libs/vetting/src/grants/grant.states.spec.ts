import { describe, expect, it } from '@jest/globals';
import { ANSWERS, GivenGrant, givenContext, LONG_AGO, sponsor, START, type Move } from '../../test/given-grants.js';
import { DAY_MS } from '../events/moment.js';
import type { Scope, Tier } from '../policy/scopes.js';
import { replayGrant } from './evolve.js';
import { GRANT_STATUSES, type GrantStatus } from './grant-status.js';

type Parts = GivenGrant['parts'];
const system = { by: null } as const;

interface Row {
  readonly row: string;
  readonly scope?: Scope;
  readonly tier?: Tier;
  /** Leads to the state that the row begins in. */
  readonly from: GrantStatus | ((grant: GivenGrant) => void);
  readonly move: Move;
  /** The move is made when the clock of the state has run out. */
  readonly isAtDue?: boolean;
  readonly to: GrantStatus;
  /** Who may not, with the code of the refusal. */
  readonly others: readonly (readonly [string | null, string])[];
  /** Facts that close it. */
  readonly closed?: readonly (readonly [Parts, string])[];
  readonly early?: string;
  readonly late?: string;
}

const hold = (grant: GivenGrant) => {
  grant.reach('COMMENT_PERIOD').must({ type: 'raiseObjection', by: 'ivy', reason: 'too fast' });
};
const suspended = (grant: GivenGrant) => {
  grant.reach('ACTIVE').must({ type: 'suspend', by: 'ivy' });
};
const distress: Parts = { project: { isDistressOpen: true } };
const changed: Parts = {
  actor: { secondFactor: { isPhishingResistant: true, authenticatorChangedAt: START + 5_000 * DAY_MS } },
};
const work = givenContext('COMMIT', 'T0', START).candidate.work;

const ROWS: readonly Row[] = [
  {
    ...{ row: '2 submit', from: 'DRAFT', move: { type: 'submit', by: 'cora' }, to: 'SUBMITTED' },
    others: [
      ['ivy', 'ACTOR_NOT_ENTITLED'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [
      [changed, 'G23 AUTHENTICATOR_CHANGED'],
      [
        { candidate: { continuity: { keySince: LONG_AGO, accountSince: 'NONE', vouches: 1, hasPriorRole: false } } },
        'G26 CONTINUITY_PROOFS_MISSING',
      ],
      [
        { candidate: { continuity: { keySince: LONG_AGO, accountSince: null, vouches: 1, hasPriorRole: false } } },
        'G26 FACT_UNKNOWN',
      ],
      [{ candidate: { rejectedAt: START - 90 * DAY_MS + 1 } }, 'WAIT_NOT_OVER'],
    ],
  },
  {
    ...{ row: '3 eligible', from: 'SUBMITTED', move: { type: 'computeEligibility', ...system }, to: 'SPONSORING' },
    others: [
      ['cora', 'ACTOR_NOT_ENTITLED'],
      ['stella', 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [
      [{ candidate: { work: { ...work, usefulReviews: null } } }, 'G07a FACT_UNKNOWN'],
      [{ risk: { level: 'HOLD' } }, 'RISK_HOLD'],
    ],
  },
  {
    ...{ row: '3 on T3: granted by the owner', tier: 'T3', from: 'SUBMITTED', to: 'ACTIVE' },
    move: { type: 'grantByOwner', by: 'owner', publicEntry: 'log entry 7' },
    others: [
      ['ivy', 'ACTOR_NOT_ENTITLED'],
      [null, 'ACTOR_NOT_ENTITLED'],
      ['cora', 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [
      [changed, 'G23 AUTHENTICATOR_CHANGED'],
      [{ risk: { level: 'HOLD' } }, 'RISK_HOLD'],
    ],
  },
  {
    ...{
      row: '4 last sponsor',
      from: (grant) => grant.reach('SPONSORING').must(sponsor('sam')),
      to: 'EVIDENCE_REVIEW',
    },
    move: sponsor('sue'),
    others: [
      ['cora', 'G01 OWN_REQUEST'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [[{ candidate: { payroll: ['sue'] } }, 'G01 ON_PAYROLL']],
  },
  {
    ...{ row: '5 no sponsors', from: 'SPONSORING', move: { type: 'lapseSponsoring', ...system }, to: 'WITHDRAWN' },
    ...{ isAtDue: true, early: 'WAIT_NOT_OVER', others: [['cora', 'ACTOR_NOT_ENTITLED']] },
  },
  {
    ...{ row: '6 report', from: 'EVIDENCE_REVIEW', move: { type: 'fileReview', by: 'rita', answers: ANSWERS } },
    ...{
      to: 'COMMENT_PERIOD',
      others: [
        ['ivy', 'ACTOR_NOT_ENTITLED'],
        ['cora', 'ACTOR_NOT_ENTITLED'],
        ['sam', 'ACTOR_NOT_ENTITLED'],
      ],
    },
    closed: [
      [
        { project: { incumbents: ['owner'], owners: ['owner'], stewards: ['stella'], reviewers: ['rita'] } },
        'G03 ROLL_TOO_SMALL',
      ],
      [{ risk: { level: 'HOLD' } }, 'RISK_HOLD'],
    ],
  },
  {
    row: '7 comments over',
    from: (grant) => grant.reach('COMMENT_PERIOD').must({ type: 'proveNotification', ...system }),
    ...{ move: { type: 'openVote', ...system }, isAtDue: true, to: 'VOTING', early: 'G05 COMMENT_RUNNING' },
    others: [['owner', 'ACTOR_NOT_ENTITLED']],
    closed: [[{ risk: { level: 'HOLD' } }, 'RISK_HOLD']],
  },
  ...(['COMMENT_PERIOD', 'VOTING', 'COOLING_OFF'] as const).map((from): Row => ({
    ...{
      row: `8 objection in ${from}`,
      from,
      to: 'ON_HOLD',
      move: { type: 'raiseObjection', by: 'ian', reason: 'look' },
    },
    others: [
      ['rita', 'ACTOR_NOT_ENTITLED'],
      ['cora', 'ACTOR_NOT_ENTITLED'],
      ['nobody', 'ACTOR_NOT_ENTITLED'],
    ],
  })),
  {
    ...{
      row: '9 approved',
      to: 'APPROVED',
      move: { type: 'closeVote', ...system },
      isAtDue: true,
      early: 'WAIT_NOT_OVER',
    },
    from: (grant) => {
      grant.reach('VOTING');
      for (const by of ['ivy', 'ian', 'stella']) grant.must({ type: 'castVote', by, choice: 'YES' });
    },
    others: [['owner', 'ACTOR_NOT_ENTITLED']],
    closed: [[{ risk: { level: 'HOLD' } }, 'RISK_HOLD']],
  },
  {
    ...{ row: '9 no majority', to: 'REJECTED', move: { type: 'closeVote', ...system }, isAtDue: true, others: [] },
    from: (grant) => {
      grant
        .reach('VOTING')
        .must({ type: 'castVote', by: 'ivy', choice: 'NO' }, { type: 'castVote', by: 'ian', choice: 'NO' });
      for (const by of ['stella', 'stan', 'owner']) grant.must({ type: 'castVote', by, choice: 'YES' });
    },
  },
  {
    ...{ row: '9 no quorum', to: 'REJECTED', move: { type: 'closeVote', ...system }, isAtDue: true, others: [] },
    from: (grant) =>
      void grant
        .reach('VOTING')
        .must({ type: 'castVote', by: 'ivy', choice: 'YES' }, { type: 'castVote', by: 'ian', choice: 'YES' }),
  },
  {
    ...{
      row: '10 accept',
      from: 'APPROVED',
      move: { type: 'accept', by: 'cora' },
      to: 'COOLING_OFF',
      late: 'TIME_OVER',
    },
    others: [
      ['ivy', 'ACTOR_NOT_ENTITLED'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [
      [changed, 'G23 AUTHENTICATOR_CHANGED'],
      [{ risk: { level: 'HOLD' } }, 'RISK_HOLD'],
    ],
  },
  {
    ...{
      row: '10 decline',
      from: 'APPROVED',
      move: { type: 'decline', by: 'cora' },
      to: 'DECLINED',
      late: 'TIME_OVER',
    },
    others: [['ivy', 'ACTOR_NOT_ENTITLED']],
  },
  {
    ...{
      row: '11 time lock over',
      from: 'COOLING_OFF',
      move: { type: 'endCoolingOff', ...system },
      to: 'PROVISIONING',
    },
    ...{ isAtDue: true, early: 'G08 COOLING_OFF', others: [['ivy', 'ACTOR_NOT_ENTITLED']] },
    closed: [
      [{ risk: { openRules: ['S02'] } }, 'G06 PRESSURE_OPEN'],
      [{ risk: { openRules: null } }, 'G06 FACT_UNKNOWN'],
      [{ risk: { level: 'HOLD' } }, 'RISK_HOLD'],
    ],
  },
  {
    row: '12 provisioned',
    from: (grant) =>
      grant
        .reach('PROVISIONING')
        .must(
          { type: 'provision', by: 'ivy', readBack: 'the members page' },
          { type: 'provision', by: 'stella', readBack: 'the members page' },
        ),
    ...{ move: { type: 'confirmReadBack', ...system }, to: 'PROBATION' },
    others: [['ivy', 'ACTOR_NOT_ENTITLED']],
    closed: [[{ risk: { level: 'HOLD' } }, 'RISK_HOLD']],
  },
  {
    ...{ row: '12 provisioned by one', from: (grant) => grant.reach('PROVISIONING'), to: 'PROVISIONING' },
    move: { type: 'provision', by: 'ivy', readBack: 'the members page' },
    others: [
      ['cora', 'ACTOR_NOT_ENTITLED'],
      ['rita', 'ACTOR_NOT_ENTITLED'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [[changed, 'G23 AUTHENTICATOR_CHANGED']],
  },
  {
    ...{ row: '12 an owner in distress is not one of the two', from: 'PROVISIONING', to: 'PROVISIONING' },
    ...{
      move: { type: 'provision', by: 'owner', readBack: 'the members page' },
      others: [],
      closed: [[distress, 'G07 OWNER_IN_DISTRESS']],
    },
  },
  {
    row: '13 probation passed',
    from: (grant) => grant.reach('PROBATION').must({ type: 'confirmProbation', by: 'sam', at: grant.dueAt }),
    ...{ move: { type: 'confirmProbation', by: 'rita' }, to: 'ACTIVE' },
    others: [
      ['cora', 'ACTOR_NOT_ENTITLED'],
      ['sam', 'ALREADY_SIGNED'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [
      [{ candidate: { unreviewedSensitiveChanges: 1 } }, 'G16 SENSITIVE_CHANGES_UNREVIEWED'],
      [{ candidate: { unreviewedSensitiveChanges: null } }, 'G16 FACT_UNKNOWN'],
    ],
  },
  {
    ...{ row: '13 too early', from: 'PROBATION', move: { type: 'confirmProbation', by: 'sam' }, isAtDue: true },
    ...{ to: 'PROBATION', early: 'WAIT_NOT_OVER', others: [] },
  },
  {
    ...{ row: '14 missed twice', to: 'REVOKED', move: { type: 'reportProbationMiss', by: 'stella' }, isAtDue: true },
    from: (grant) => {
      grant.reach('PROBATION').parts = { candidate: { meetsWorkCriteria: false } };
      grant.must({ type: 'reportProbationMiss', by: 'stan', at: grant.dueAt });
    },
    ...{
      early: 'WAIT_NOT_OVER',
      others: [
        ['stan', 'ALREADY_SIGNED'],
        ['ivy', 'ACTOR_NOT_ENTITLED'],
        ['cora', 'ACTOR_NOT_ENTITLED'],
      ],
    },
  },
  {
    ...{
      row: '15 date of recertification',
      from: 'ACTIVE',
      move: { type: 'openRecertification', ...system },
      to: 'RECERT_DUE',
    },
    ...{ isAtDue: true, early: 'G17 RECERTIFICATION_NOT_DUE', others: [['ivy', 'ACTOR_NOT_ENTITLED']] },
  },
  {
    row: '16 confirmed',
    from: (grant) => grant.reach('RECERT_DUE').must({ type: 'confirmRecertification', by: 'cora' }),
    ...{ move: { type: 'confirmRecertification', by: 'ian' }, to: 'ACTIVE', late: 'TIME_OVER' },
    others: [
      ['cora', 'ALREADY_SIGNED'],
      ['sam', 'ACTOR_NOT_ENTITLED'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [
      [{ candidate: { isHygienic: false } }, 'G17 HYGIENE_MISSING'],
      [changed, 'G23 AUTHENTICATOR_CHANGED'],
    ],
  },
  {
    ...{ row: '17 no answer', from: 'RECERT_DUE', move: { type: 'markDormant', ...system }, to: 'DORMANT' },
    ...{ isAtDue: true, early: 'WAIT_NOT_OVER', others: [['ivy', 'ACTOR_NOT_ENTITLED']] },
  },
  {
    row: '18 returns',
    from: (grant) => grant.reach('DORMANT').must({ type: 'confirmReturn', by: 'cora' }),
    ...{ move: { type: 'confirmReturn', by: 'ivy' }, to: 'PROBATION', late: 'TIME_OVER' },
    others: [
      ['cora', 'ALREADY_SIGNED'],
      ['sam', 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [[{ risk: { level: 'HOLD' } }, 'RISK_HOLD']],
  },
  {
    ...{ row: '19 expired', from: 'DORMANT', move: { type: 'expire', ...system }, to: 'EXPIRED' },
    ...{ isAtDue: true, early: 'WAIT_NOT_OVER', others: [['cora', 'ACTOR_NOT_ENTITLED']] },
  },
  ...(['ACTIVE', 'PROBATION', 'RECERT_DUE'] as const).map((from): Row => ({
    ...{ row: `20 steps down from ${from}`, from, move: { type: 'stepDown', by: 'cora' }, to: 'EMERITUS' },
    others: [
      ['ivy', 'ACTOR_NOT_ENTITLED'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
  })),
  ...(
    [
      'SUBMITTED',
      'SPONSORING',
      'EVIDENCE_REVIEW',
      'COMMENT_PERIOD',
      'VOTING',
      'APPROVED',
      'COOLING_OFF',
      'PROVISIONING',
    ] as const
  ).map((from): Row => ({
    row: `21 risk hold in ${from}`,
    from: (grant) => {
      grant.reach(from).parts = { risk: { level: 'HOLD' } };
    },
    ...{ move: { type: 'applyRiskHold', ...system }, to: 'ON_HOLD' },
    ...{ others: [['stella', 'ACTOR_NOT_ENTITLED']], closed: [[{ risk: { level: 'REVIEW' } }, 'NO_RISK_HOLD']] },
  })),
  {
    row: '22 cleared',
    from: (grant) => {
      hold(grant);
      grant.must({ type: 'clearHold', by: 'rita', reason: 'read it' });
    },
    ...{ move: { type: 'clearHold', by: 'stella', reason: 'answered' }, to: 'COMMENT_PERIOD', late: 'TIME_OVER' },
    others: [
      ['rita', 'ALREADY_SIGNED'],
      ['ivy', 'ACTOR_NOT_ENTITLED'],
      ['cora', 'ACTOR_NOT_ENTITLED'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [[{ risk: { level: 'HOLD' } }, 'RISK_HOLD']],
  },
  {
    row: '22 an objection needs a steward',
    from: (grant) => {
      hold(grant);
      grant.must({ type: 'clearHold', by: 'rita', reason: 'read it' });
    },
    ...{ move: { type: 'clearHold', by: 'rob', reason: 'read it too' }, to: 'ON_HOLD', others: [] },
  },
  {
    ...{ row: '23 never cleared', from: hold, move: { type: 'expireHold', ...system }, to: 'REJECTED' },
    ...{ isAtDue: true, early: 'WAIT_NOT_OVER', others: [['stella', 'ACTOR_NOT_ENTITLED']] },
  },
  ...(['ACTIVE', 'PROBATION', 'RECERT_DUE'] as const).map((from): Row => ({
    ...{ row: `24 emergency in ${from}`, from, move: { type: 'suspend', by: 'stella' }, to: 'SUSPENDED' },
    others: [
      ['sam', 'ACTOR_NOT_ENTITLED'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
    closed: [
      [{ actor: { suspensions: [{ holder: 'carl', at: START + 5_000 * DAY_MS }] } }, 'G18 ALREADY_SUSPENDED_ONE'],
    ],
  })),
  {
    ...{
      row: '24 “I am compromised”',
      from: 'ACTIVE',
      move: { type: 'suspend', by: 'cora' },
      to: 'SUSPENDED',
      others: [],
    },
  },
  {
    row: '24 two operators',
    from: (grant) => {
      grant.reach('ACTIVE').must({ type: 'suspend', by: 'oona' });
      // The same operator is no second one, and leaves no second trace.
      const { length } = grant.events;
      if (grant.ask({ type: 'suspend', by: 'oona' }) !== 'ALREADY_SIGNED' || grant.events.length !== length)
        throw new Error('an operator was counted twice');
    },
    ...{ move: { type: 'suspend', by: 'otto' }, to: 'SUSPENDED', others: [] },
  },
  {
    ...{ row: '25 lapses', from: suspended, move: { type: 'lapseSuspension', ...system }, isAtDue: true, to: 'ACTIVE' },
    ...{ early: 'WAIT_NOT_OVER', others: [['cora', 'ACTOR_NOT_ENTITLED']] },
  },
  {
    ...{ row: '25 confirmed', from: suspended, move: { type: 'confirmSuspension', by: 'stella' }, to: 'SUSPENDED' },
    ...{
      late: 'TIME_OVER',
      others: [
        ['ivy', 'ACTOR_NOT_ENTITLED'],
        ['cora', 'ACTOR_NOT_ENTITLED'],
      ],
    },
  },
  ...([suspended, 'ACTIVE'] as const).map((from): Row => ({
    ...{
      row: `26 removed`,
      from,
      move: { type: 'revoke', ...system },
      to: 'ACTIVE',
      others: [['stella', 'ACTOR_NOT_ENTITLED']],
    },
    closed: [
      [{}, 'NOT_DECIDED'],
      [{ removal: removal({ noticeAt: START + 9_000 * DAY_MS }) }, 'G19 NOTICE_TOO_SHORT'],
    ],
  })),
  ...(
    [
      'DRAFT',
      'SUBMITTED',
      'SPONSORING',
      'EVIDENCE_REVIEW',
      'COMMENT_PERIOD',
      'VOTING',
      'APPROVED',
      'COOLING_OFF',
      'PROVISIONING',
      'DORMANT',
    ] as const
  ).map((from): Row => ({
    ...{ row: `28 withdraws from ${from}`, from, move: { type: 'withdraw', by: 'cora' }, to: 'WITHDRAWN' },
    others: [
      ['ivy', 'ACTOR_NOT_ENTITLED'],
      [null, 'ACTOR_NOT_ENTITLED'],
    ],
  })),
];

function removal(more: object) {
  return {
    ...{ grant: 'grant-1', isDecided: true, reasons: 'as written', noticeAt: START, holdersInMotion: 1 },
    ...{ votes: { given: 5, roll: 5 }, ...more },
  };
}

function given({ scope = 'COMMIT', tier = 'T0', from }: Row): GivenGrant {
  const grant = new GivenGrant(scope, tier);
  if (typeof from === 'string') grant.reach(from);
  else from(grant);
  return grant;
}

describe.each(ROWS)('row $row', (row) => {
  const move = (grant: GivenGrant): Move => (row.isAtDue ? { ...row.move, at: grant.dueAt } : row.move);

  it(`leads to ${row.to}`, () => {
    const grant = given(row);
    if (row.row === '26 removed') grant.parts = { removal: removal({}) };
    grant.must(move(grant));
    expect(grant.state.status).toBe(row.row === '26 removed' ? 'REVOKED' : row.to);
    expect(replayGrant(grant.events)).toEqual(grant.state);
  });

  it('is for no others, and changes nothing for them', () => {
    for (const [by, code] of row.others) {
      const grant = given(row);
      const before = grant.state;
      expect([by, grant.ask({ ...move(grant), by })]).toEqual([by, code]);
      expect(grant.state).toBe(before);
    }
  });

  it('stays closed while a fact is against it', () => {
    for (const [parts, code] of row.closed ?? []) {
      const grant = given(row);
      grant.parts = parts;
      expect([parts, grant.ask(move(grant))]).toEqual([parts, code]);
    }
  });

  it('keeps its times', () => {
    const grant = given(row);
    const [early, late] = [
      { ...row.move, at: (grant.state.wait?.dueAt ?? 0) - 1 },
      { ...row.move, at: (grant.state.wait?.dueAt ?? 0) + 1 },
    ];
    expect(row.early === undefined ? undefined : grant.ask(early)).toBe(row.early);
    expect(row.late === undefined ? undefined : grant.ask(late)).toBe(row.late);
  });
});

/** Where each command may be given at all; written by hand from the rows. */
const STARTS: Readonly<Record<string, readonly GrantStatus[]>> = {
  ...{ submit: ['DRAFT'], computeEligibility: ['SUBMITTED'], confirmSponsorship: ['SPONSORING'] },
  ...{ declineSponsorship: ['SPONSORING'], lapseSponsoring: ['SPONSORING'], fileReview: ['EVIDENCE_REVIEW'] },
  ...{
    proveNotification: ['COMMENT_PERIOD'],
    openVote: ['COMMENT_PERIOD'],
    castVote: ['VOTING'],
    closeVote: ['VOTING'],
  },
  ...{ raiseObjection: ['COMMENT_PERIOD', 'VOTING', 'COOLING_OFF'], accept: ['APPROVED'], decline: ['APPROVED'] },
  ...{ lapseOffer: ['APPROVED'], endCoolingOff: ['COOLING_OFF'], provision: ['PROVISIONING'] },
  ...{ confirmReadBack: ['PROVISIONING'], confirmProbation: ['PROBATION'], reportProbationMiss: ['PROBATION'] },
  ...{ openRecertification: ['ACTIVE'], confirmRecertification: ['RECERT_DUE'], markDormant: ['RECERT_DUE'] },
  ...{ confirmReturn: ['DORMANT'], expire: ['DORMANT'], stepDown: ['ACTIVE', 'PROBATION', 'RECERT_DUE'] },
  ...{ clearHold: ['ON_HOLD'], expireHold: ['ON_HOLD'], suspend: ['ACTIVE', 'PROBATION', 'RECERT_DUE'] },
  ...{ confirmSuspension: ['SUSPENDED'], lapseSuspension: ['SUSPENDED'], revoke: ['SUSPENDED', 'ACTIVE'] },
  ...{ grantByOwner: ['SUBMITTED'], fileAppeal: ['REJECTED', 'REVOKED', 'SUSPENDED', 'ON_HOLD'] },
  ...{ formPanel: [], hearAppeal: [], voteAppeal: [], lapseAppeal: [], create: [] },
  applyRiskHold: [
    'SUBMITTED',
    'SPONSORING',
    'EVIDENCE_REVIEW',
    'COMMENT_PERIOD',
    'VOTING',
    'APPROVED',
    'COOLING_OFF',
    'PROVISIONING',
  ],
  withdraw: [
    'DRAFT',
    'SUBMITTED',
    'SPONSORING',
    'EVIDENCE_REVIEW',
    'COMMENT_PERIOD',
    'VOTING',
    'APPROVED',
    'COOLING_OFF',
    'PROVISIONING',
    'ON_HOLD',
    'DORMANT',
  ],
};

describe.each(Object.entries(STARTS))('%s', (type, starts) => {
  it.each(GRANT_STATUSES.filter((status) => !starts.includes(status)))('is refused in %s', (status) => {
    const grant = new GivenGrant();
    grant.state = { ...grant.state, status };
    const filled = {
      type,
      by: 'cora',
      statement: '',
      workedOn: [],
      disclosed: [],
      answers: {},
      reason: 'x',
      panel: [],
    };
    expect(grant.ask({ ...filled, choice: 'YES', publicEntry: 'x', decision: 'uphold' } as unknown as Move)).toBe(
      'ILLEGAL_TRANSITION',
    );
  });
});
