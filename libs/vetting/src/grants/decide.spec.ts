import { describe, expect, it } from '@jest/globals';
import { ANSWERS, GivenGrant, givenContext, givenCreation, START, HOUR_MS } from '../../test/given-grants.js';
import { DAY_MS } from '../events/moment.js';
import { PersonLinks } from '../events/person-links.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import type { Scope } from '../policy/scopes.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import { isHeld } from './grant-state.js';

type Parts = GivenGrant['parts'];
const { work } = givenContext('COMMIT', 'T0', START).candidate;

function suspended(grant: GivenGrant): void {
  grant.reach('ACTIVE').must({ type: 'suspend', by: 'ivy' });
}

function removal(grant = 'grant-1') {
  return {
    ...{ grant, isDecided: true, reasons: 'as written', noticeAt: START, holdersInMotion: 1 },
    votes: { given: 5, roll: 5 },
  };
}

describe('row 1', () => {
  const create = (more: object) =>
    decide(null, { ...givenCreation('COMMIT'), ...more }, givenContext('COMMIT', 'T0', START));
  const code = (more: object) => {
    const decision = create(more);
    return decision.isOk ? null : (decision.refusal.details.reason ?? decision.refusal.code);
  };

  it('is for the candidate, and for an incumbent whom the candidate has told yes', () => {
    expect([code({}), code({ by: 'ivy' }), code({ by: 'nobody' })]).toEqual([null, null, 'ACTOR_NOT_ENTITLED']);
    expect(code({ by: 'ivy', isConfirmedByOwnLogin: false })).toBe('NAME_NOT_CONFIRMED');
    expect([code({ origin: 'AUTOMATIC' }), code({ origin: 'BLANKET' }), code({ origin: null })]).toEqual([
      ...['BLANKET_INVITATION', 'BLANKET_INVITATION', 'FACT_UNKNOWN'],
    ]);
  });
});

describe('eligibility', () => {
  it('ends with every rule that is not met, each with its date', () => {
    const grant = new GivenGrant().reach('SUBMITTED');
    const firstMergedAt = START - 100 * DAY_MS;
    grant.parts = { candidate: { work: { ...work, firstMergedAt }, held: [] }, project: { consents: [] } };
    grant.must({ type: 'computeEligibility', by: null });
    expect(grant.state).toMatchObject({
      status: 'INELIGIBLE',
      unmet: [
        { rule: 'G07', reason: 'CONSENT_MISSING', earliest: null },
        { rule: 'G07a', reason: 'TENURE_TOO_SHORT', earliest: firstMergedAt + 180 * DAY_MS },
        { rule: 'G09', reason: 'PRIOR_SCOPE_MISSING', earliest: null },
      ],
    });
  });

  it('takes each tier along its own path', () => {
    expect(new GivenGrant('COMMIT', 'T3').reach('SUBMITTED').ask({ type: 'computeEligibility', by: null })).toBe(
      'WRONG_TIER_PATH',
    );
    const grant = new GivenGrant('COMMIT', 'T2').reach('SUBMITTED');
    expect(grant.ask({ type: 'grantByOwner', by: 'owner', publicEntry: 'x' })).toBe('WRONG_TIER_PATH');
  });
});

describe('a pause', () => {
  it('stops the clock, and leaves 72 hours at least', () => {
    const cleared = (before: number) => {
      const grant = new GivenGrant()
        .reach('COMMENT_PERIOD')
        .must({ type: 'proveNotification', by: null })
        .after(before);
      grant.must({ type: 'raiseObjection', by: 'ivy', reason: 'look' }).after(40 * DAY_MS);
      for (const by of ['rita', 'stella']) grant.must({ type: 'clearHold', by, reason: 'answered' });
      return grant.dueAt - grant.at;
    };
    expect([cleared(4 * DAY_MS), cleared(13 * DAY_MS), cleared(11 * DAY_MS)]).toEqual([
      10 * DAY_MS,
      72 * HOUR_MS,
      72 * HOUR_MS,
    ]);
  });

  it('of a suspension ends at its very end, and the scope counts as held from there on', () => {
    const grant = new GivenGrant();
    suspended(grant);
    const due = grant.dueAt;
    expect([isHeld(grant.state, due - 1), isHeld(grant.state, due)]).toEqual([false, true]);
    grant.must({ type: 'lapseSuspension', by: null, at: due + DAY_MS });
    expect(grant.events.at(-1)).toMatchObject({ type: 'return', at: due, to: 'ACTIVE' });
  });

  it('of 72 hours becomes 14 days when two others confirm', () => {
    const grant = new GivenGrant();
    suspended(grant);
    grant.after(HOUR_MS).must({ type: 'confirmSuspension', by: 'stella' });
    expect(grant.ask({ type: 'confirmSuspension', by: 'stella' })).toBe('ALREADY_SIGNED');
    grant.must({ type: 'confirmSuspension', by: 'ian' });
    expect(grant.dueAt - grant.at).toBe(14 * DAY_MS);
  });
});

describe('notification', () => {
  it('that was missed starts the comment period again', () => {
    const grant = new GivenGrant().reach('COMMENT_PERIOD');
    grant.must({ type: 'openVote', by: null, at: grant.dueAt });
    expect(grant.state).toMatchObject({ status: 'COMMENT_PERIOD', wait: { dueAt: grant.at + 14 * DAY_MS } });
    expect(grant.ask({ type: 'openVote', by: null })).toBe('G05 NOT_NOTIFIED');
    grant.after(DAY_MS).must({ type: 'proveNotification', by: null });
    expect(grant.dueAt).toBe(grant.at + 14 * DAY_MS);
    grant.after(DAY_MS).must({ type: 'proveNotification', by: null });
    expect(grant.dueAt).toBe(grant.at + 13 * DAY_MS);
  });
});

describe('the roll', () => {
  it('is frozen when comments open, counts linked names once, and leaves out whom the candidate or a funder pays', () => {
    const grant = new GivenGrant().reach('EVIDENCE_REVIEW');
    grant.parts = {
      links: new PersonLinks([
        ['ivy', 'ivy-2'],
        ['cora', 'cora-2'],
      ]),
      project: { incumbents: ['owner', 'ivy', 'ivy-2', 'cora-2', 'fay', 'pay'], funderStaff: ['fay'] },
      candidate: { payroll: ['pay'] },
    };
    grant.reach('COMMENT_PERIOD');
    expect(grant.state.roll).toEqual(['owner', 'ivy', 'stella', 'stan']);
    grant.parts = { project: { incumbents: ['owner', 'ivy', 'ian', 'new-1', 'new-2'] } };
    grant.reach('VOTING');
  });

  it('is filled by stewards and reviewers where fewer than two incumbents are left, never by funders', () => {
    const grant = new GivenGrant().reach('EVIDENCE_REVIEW');
    grant.parts = {
      project: { incumbents: ['owner'], stewards: ['stella'], reviewers: ['rita', 'rob', 'fay'], funderStaff: ['fay'] },
    };
    grant.must({ type: 'fileReview', by: 'rita', answers: ANSWERS });
    expect(grant.state.roll).toEqual(['owner', 'stella', 'rob']);
  });
});

describe('T2', () => {
  it('is decided by the owner and one more, without waiting for a date', () => {
    const grant = new GivenGrant('COMMIT', 'T2').reach('VOTING').must({ type: 'castVote', by: 'ivy', choice: 'YES' });
    expect(grant.ask({ type: 'closeVote', by: null })).toBe('NOT_DECIDED');
    expect(grant.ask({ type: 'castVote', by: 'nobody', choice: 'YES' })).toBe('ACTOR_NOT_ENTITLED');
    expect(grant.ask({ type: 'castVote', by: 'ivy', choice: 'YES' })).toBe('ALREADY_SIGNED');
    grant.must({ type: 'castVote', by: 'owner', choice: 'YES' }, { type: 'closeVote', by: null });
    expect(grant.state.status).toBe('APPROVED');
  });
});

describe('ADMIN', () => {
  const admins = (...names: string[]): Parts => ({ project: { holders: { RELEASE: ['owner', 'ivy'], ADMIN: names } } });

  it('is not left by its last holder, and a successor is asked for when one is left on T0', () => {
    const grant = new GivenGrant('ADMIN').reach('ACTIVE');
    grant.parts = admins('cora');
    expect(grant.ask({ type: 'stepDown', by: 'cora' })).toBe('LAST_ADMIN_HOLDER');
    expect(grant.ask({ type: 'suspend', by: 'ivy' })).toBe('G18 ADMINS_SPARED');
    grant.parts = admins('cora', 'owner');
    grant.must({ type: 'stepDown', by: 'cora' });
    expect(grant.events.at(-1)).toMatchObject({ type: 'request', what: 'SUCCESSOR' });
  });

  it('needs a canary that old and new have acknowledged; RELEASE needs an environment that knows two people', () => {
    const ready = (scope: Scope, parts: Parts) => {
      const grant = new GivenGrant(scope).reach('PROVISIONING');
      grant.parts = parts;
      grant.must(
        { type: 'provision', by: 'ivy', readBack: 'the members page' },
        { type: 'provision', by: 'ian', readBack: 'the members page' },
      );
      return grant.ask({ type: 'confirmReadBack', by: null });
    };
    for (const scope of ['ADMIN', 'SECURITY_CONTACT'] as const) {
      expect(ready(scope, { provisioning: { canaryAcknowledgedBy: ['cora'] } })).toBe('G12 CANARY_NOT_ACKNOWLEDGED');
      expect(ready(scope, { provisioning: { canaryAcknowledgedBy: null } })).toBe('G12 FACT_UNKNOWN');
      expect(ready(scope, {})).toBeNull();
    }
    expect(ready('RELEASE', { provisioning: { preventsSelfReview: false } })).toBe('SELF_REVIEW_POSSIBLE');
    expect(ready('RELEASE', {})).toBeNull();
  });
});

describe('an appeal', () => {
  const rejected = () => {
    const grant = new GivenGrant().reach('VOTING');
    for (const by of grant.state.roll) grant.must({ type: 'castVote', by, choice: 'NO' });
    return grant.must({ type: 'closeVote', by: null, at: grant.dueAt });
  };
  const panel = ['pat', 'pia', 'pol'];
  const heard = (grant: GivenGrant) =>
    grant.must(
      { type: 'fileAppeal', by: 'cora', reason: 'the alert was wrong' },
      { type: 'formPanel', by: 'stella', panel },
      { type: 'hearAppeal', by: 'pat' },
    );

  it('is filed within 14 days, by the candidate, with a reason', () => {
    const grant = rejected();
    const file = (by: string, reason: string, days: number) =>
      grant.ask({ type: 'fileAppeal', by, reason, at: grant.state.enteredAt + days * DAY_MS + 1 });
    expect([file('ivy', 'x', 1), file('cora', ' ', 1), file('cora', 'x', 14)]).toEqual([
      ...['ACTOR_NOT_ENTITLED', 'WRITTEN_REASON_MISSING', 'G20 APPEAL_TIME_OVER'],
    ]);
    expect(
      grant.ask({ type: 'fileAppeal', by: 'cora', reason: 'x', at: grant.state.enteredAt + 14 * DAY_MS }),
    ).toBeNull();
  });

  it('is heard by three people who had no part in it', () => {
    const grant = rejected().must({ type: 'fileAppeal', by: 'cora', reason: 'x' });
    const form = (...names: string[]) => grant.ask({ type: 'formPanel', by: 'stella', panel: names });
    expect([
      form('pat', 'pia'),
      form('pat', 'pia', 'ivy'),
      form('pat', 'pia', 'sam'),
      form('pat', 'pia', 'rita'),
    ]).toEqual([...['G20 PANEL_TOO_SMALL', 'G20 PANEL_INVOLVED', 'G20 PANEL_INVOLVED', 'G20 PANEL_INVOLVED']]);
    expect(form('pat', 'pia', 'pol')).toBeNull();
    expect(grant.ask({ type: 'voteAppeal', by: 'pat', decision: 'overturn' })).toBe('ILLEGAL_TRANSITION');
    expect(grant.ask({ type: 'hearAppeal', by: 'stella' })).toBe('ACTOR_NOT_ENTITLED');
  });

  it('that overturns restores the vote with its whole time and an empty box', () => {
    const grant = heard(rejected()).after(DAY_MS);
    grant.must({ type: 'voteAppeal', by: 'pat', decision: 'overturn' });
    expect(grant.ask({ type: 'voteAppeal', by: 'pat', decision: 'overturn' })).toBe('ALREADY_SIGNED');
    grant.must({ type: 'voteAppeal', by: 'pia', decision: 'overturn' });
    expect(grant.state).toMatchObject({
      status: 'VOTING',
      ballots: [],
      appeal: { status: 'OVERTURNED' },
      wait: { dueAt: grant.at + 7 * DAY_MS },
    });
  });

  it('restores a revoked scope as it was, but not while a hold is open', () => {
    const grant = new GivenGrant();
    suspended(grant);
    grant.parts = { removal: removal() };
    heard(grant.must({ type: 'revoke', by: null })).must({ type: 'voteAppeal', by: 'pat', decision: 'overturn' });
    grant.must({ type: 'voteAppeal', by: 'pia', decision: 'overturn' });
    expect(grant.state).toMatchObject({ status: 'SUSPENDED', earlier: { status: 'ACTIVE' } });
    const active = new GivenGrant().reach('ACTIVE');
    active.parts = { removal: removal() };
    heard(active.must({ type: 'revoke', by: null })).must({ type: 'voteAppeal', by: 'pat', decision: 'overturn' });
    active.parts = { risk: { level: 'HOLD' } };
    expect(active.ask({ type: 'voteAppeal', by: 'pia', decision: 'overturn' })).toBe('RISK_HOLD');
  });

  it('is upheld for good, or given to another panel, also by silence', () => {
    const upheld = heard(rejected());
    for (const by of ['pat', 'pia']) upheld.must({ type: 'voteAppeal', by, decision: 'uphold' });
    expect(upheld.ask({ type: 'fileAppeal', by: 'cora', reason: 'again' })).toBe('ILLEGAL_TRANSITION');
    const silent = heard(rejected());
    const until = silent.state.appeal!.filedAt + 21 * DAY_MS;
    expect(silent.ask({ type: 'lapseAppeal', by: null, at: until })).toBe('WAIT_NOT_OVER');
    expect(silent.ask({ type: 'voteAppeal', by: 'pat', decision: 'uphold', at: until + 1 })).toBe('TIME_OVER');
    silent.must({ type: 'lapseAppeal', by: null, at: until + 1 }, { type: 'fileAppeal', by: 'cora', reason: 'again' });
    expect(silent.ask({ type: 'formPanel', by: null, panel })).toBe('G20 PANEL_INVOLVED');
    expect(silent.ask({ type: 'formPanel', by: null, panel: ['p4', 'p5', 'p6'] })).toBeNull();
  });

  it('keeps a confirmed suspension, and not an unconfirmed one', () => {
    const grant = new GivenGrant();
    suspended(grant);
    const unconfirmed = { ...grant.state };
    for (const by of ['stella', 'ian']) grant.must({ type: 'confirmSuspension', by });
    grant.must({ type: 'fileAppeal', by: 'cora', reason: 'x' });
    expect(grant.ask({ type: 'lapseSuspension', by: null, at: grant.dueAt })).toBe('WAIT_NOT_OVER');
    grant.state = evolve(unconfirmed, grant.events.at(-1)!);
    expect(grant.ask({ type: 'lapseSuspension', by: null, at: grant.dueAt })).toBeNull();
  });
});

describe('a tier that changes', () => {
  it('has no effect on an open request, and the stricter one holds from the next confirmation on', () => {
    const grant = new GivenGrant('COMMIT', 'T1').reach('EVIDENCE_REVIEW');
    grant.parts = { project: { tier: 'T0' } };
    grant.reach('COMMENT_PERIOD').must({ type: 'proveNotification', by: null });
    expect(grant.dueAt - grant.at).toBe(7 * DAY_MS);
    grant.reach('RECERT_DUE');
    for (const by of ['cora', 'ivy']) grant.must({ type: 'confirmRecertification', by });
    expect(grant.state).toMatchObject({ status: 'ACTIVE', frozen: { tier: 'T0' }, wait: { fullMs: 180 * DAY_MS } });
    grant.parts = { project: { tier: 'T2' } };
    grant.must({ type: 'openRecertification', by: null, at: grant.dueAt });
    for (const by of ['cora', 'ivy']) grant.must({ type: 'confirmRecertification', by });
    expect(grant.state.frozen?.tier).toBe('T0');
  });
});

describe('a policy that is edited', () => {
  it('reaches no request that was submitted before', () => {
    const grant = new GivenGrant().reach('EVIDENCE_REVIEW');
    const policy = {
      ...POLICY_2026_1,
      version: '2026-2',
      tiers: { ...POLICY_2026_1.tiers, T0: { ...POLICY_2026_1.tiers.T0, commentDays: 3 } },
    };
    grant.parts = { policies: { '2026-2': policy }, currentPolicy: '2026-2' };
    grant.must({ type: 'fileReview', by: 'rita', answers: ANSWERS }, { type: 'proveNotification', by: null });
    expect(grant.dueAt - grant.at).toBe(14 * DAY_MS);
    const fresh = new GivenGrant();
    fresh.parts = grant.parts;
    fresh.reach('COMMENT_PERIOD').must({ type: 'proveNotification', by: null });
    expect([fresh.state.frozen?.policyVersion, fresh.dueAt - fresh.at]).toEqual(['2026-2', 3 * DAY_MS]);
  });
});

it('asks both people again when a hold came between their yes and the rights', () => {
  const grant = new GivenGrant()
    .reach('PROVISIONING')
    .must({ type: 'provision', by: 'ivy', readBack: 'the members page' });
  grant.must({ type: 'provision', by: 'ian', readBack: 'the members page' });
  grant.parts = { risk: { level: 'HOLD' } };
  grant.must({ type: 'applyRiskHold', by: null });
  grant.parts = {};
  for (const by of ['rita', 'stella']) grant.must({ type: 'clearHold', by, reason: 'looked at it' });
  expect(grant.state).toMatchObject({ status: 'PROVISIONING', provisioners: [] });
});
