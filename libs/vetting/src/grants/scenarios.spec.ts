import { describe, expect, it } from '@jest/globals';
import { givenFacts, refusalOf } from '../../test/given-control.js';
import { GivenGrant, START, givenContext, sponsor, HOUR_MS } from '../../test/given-grants.js';
import { changeControl, proposeControlChange } from '../control/control-change.states.js';
import type { ControlFacts } from '../control/control-case.js';
import { DAY_MS, parseMoment } from '../events/moment.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import { earliestDates } from './earliest-dates.js';
import { sketchedWork } from './sketched-work.js';
import { candidateView, publicView, visibleEvents } from './views.js';

describe('A01: pressure quarantine', () => {
  const given = () => {
    const grant = new GivenGrant();
    grant.parts = { risk: { level: 'HOLD', openRules: ['S01', 'S02', 'S03', 'S04'], calmSince: null } };
    return grant.must({ type: 'submit', by: 'cora' });
  };

  it('accepts the request, calls an advocate and offers support, and holds it', () => {
    const grant = given();
    expect(grant.events.filter(({ type }) => type === 'request')).toMatchObject([
      { what: 'ADVOCATE' },
      { what: 'SUPPORT' },
    ]);
    expect(grant.ask({ type: 'computeEligibility', by: null })).toBe('RISK_HOLD');
    grant.must({ type: 'applyRiskHold', by: null });
    expect(grant.state).toMatchObject({ status: 'ON_HOLD', hold: { kind: 'RISK' } });
    expect(JSON.stringify(publicView(grant.state))).not.toMatch(/S0\d|distress|pressure/i);
  });

  it('counts 30 calm days once the hold is cleared and nothing presses any more', () => {
    const grant = given().must({ type: 'applyRiskHold', by: null });
    const clear = (by: string) => grant.ask({ type: 'clearHold', by, reason: 'looked at all four' });
    expect(clear('rita')).toBe('RISK_HOLD');
    grant.parts = { risk: { level: 'REVIEW', openRules: ['S01', 'S03'], calmSince: null } };
    expect([clear('rita'), clear('rita'), clear('stella')]).toEqual([null, 'ALREADY_SIGNED', null]);
    grant.reach('COOLING_OFF');
    const end = () => grant.ask({ type: 'endCoolingOff', by: null });
    grant.at = grant.dueAt;
    expect(end()).toBe('G06 PRESSURE_OPEN');
    const calmSince = grant.at;
    grant.parts = { risk: { level: 'NONE', openRules: ['S04'], calmSince } };
    expect(candidateView(grant.state, grant.context(), grant.at)).toMatchObject([
      { rule: 'G06', reason: 'PRESSURE_CALMING', earliest: calmSince + 30 * DAY_MS },
    ]);
    grant.at = calmSince + 30 * DAY_MS - 1;
    expect(end()).toBe('G06 PRESSURE_CALMING');
    grant.at += 1;
    expect(end()).toBeNull();
  });
});

describe('A02 and A03: sponsors', () => {
  const independence = givenContext('COMMIT', 'T0', START).actor.sponsor;
  const as = (grant: GivenGrant, facts: Partial<typeof independence>) => {
    grant.parts = { ...grant.parts, actor: { sponsor: { ...independence, ...facts } } };
  };

  it('counts one of three when two were invented for the candidate', () => {
    const grant = new GivenGrant().reach('SPONSORING');
    as(grant, { firstSeenGapDays: 59, interactionShare: 0.6 });
    grant.must(sponsor('jig'), sponsor('dan'));
    as(grant, {});
    grant.must(sponsor('sam'));
    expect(grant.state.status).toBe('SPONSORING');
    expect(publicView(grant.state).sponsors).toEqual([
      { sponsor: 'jig', notCounted: 'SPONSORS_COLLUDE' },
      { sponsor: 'dan', notCounted: 'SPONSORS_COLLUDE' },
      { sponsor: 'sam', notCounted: null },
    ]);
    expect(candidateView(grant.state, grant.context(), grant.at)).toMatchObject([{ reason: 'SPONSORS_MISSING' }]);
  });

  it('counts one of two from the same employer, and goes on with one from another', () => {
    const grant = new GivenGrant('COMMIT', 'T1').reach('SPONSORING');
    as(grant, { affiliations: ['Acme'] });
    grant.must(sponsor('sam'), sponsor('sue'));
    expect(grant.state).toMatchObject({ status: 'SPONSORING', sponsorships: [{}, { notCounted: 'SAME_AFFILIATION' }] });
    as(grant, { affiliations: ['Other'] });
    expect(grant.must(sponsor('sid')).state.status).toBe('EVIDENCE_REVIEW');
  });
});

describe('A04: contact replacement', () => {
  const facts = (by: string | null, more: Partial<ControlFacts> = {}) =>
    givenFacts(by, { isDistressOpen: true, ...more });
  const proposed = () =>
    proposeControlChange(
      {
        ...{ resource: 'SECURITY_CONTACT', from: 'old@example.org', to: 'jia@example.org' },
        ...{ oldHolders: ['owner'], newHolder: 'jia', beneficiary: 'jia' },
      },
      facts('jia'),
    );

  it('needs a second person who is neither the beneficiary nor an owner in distress', () => {
    const change = proposed();
    expect(refusalOf(() => changeControl(change, 'second', facts('owner')))).toBe('G07 OWNER_IN_DISTRESS');
    expect(refusalOf(() => changeControl(change, 'second', facts('jia')))).toBe('G11 ONE_PERSON');
    expect(refusalOf(() => changeControl(change, 'makeEffective', facts(null)))).toBe('ILLEGAL_TRANSITION');
    expect(refusalOf(() => changeControl(change, 'second', facts('ivy', { riskLevel: 'HOLD' })))).toBe('RISK_HOLD');
    expect(changeControl(change, 'second', facts('ivy')).status).toBe('SECONDED');
  });

  it('adds, waits for both acknowledgements, and keeps the old for 90 days', () => {
    let change = changeControl(changeControl(proposed(), 'second', facts('ivy')), 'sendCanary', facts(null));
    expect(refusalOf(() => changeControl(change, 'makeEffective', facts(null)))).toBe('G12 CANARY_NOT_ACKNOWLEDGED');
    change = changeControl(change, 'acknowledge', facts('jia'));
    expect(refusalOf(() => changeControl(change, 'makeEffective', facts(null)))).toBe('G12 CANARY_NOT_ACKNOWLEDGED');
    change = changeControl(change, 'acknowledge', facts('owner'));
    change = changeControl(change, 'makeEffective', facts(null));
    expect(change).toMatchObject({ status: 'EFFECTIVE', from: 'old@example.org', oldKeptDays: 90 });
    const early = facts(null, { at: START + 90 * DAY_MS - 1 });
    expect(refusalOf(() => changeControl(change, 'retireOld', early))).toBe('WAIT_NOT_OVER');
    expect(changeControl(change, 'retireOld', facts(null, { at: START + 90 * DAY_MS })).status).toBe('OLD_RETIRED');
  });
});

it('A07: a declined role leaves no rights and no mark, and a new request is possible at once', () => {
  const grant = new GivenGrant().reach('APPROVED').must({ type: 'decline', by: 'cora' });
  expect(grant.state).toMatchObject({ status: 'DECLINED', heldSince: null, wait: null });
  expect(new GivenGrant().must({ type: 'submit', by: 'cora', at: grant.at }).state.status).toBe('SUBMITTED');
});

describe('xz on T0', () => {
  const day = (text: string) => parseMoment(text)!;
  const newest = day('2022-12-16');
  const first = day('2022-02-07');
  // Thirty merged changes, the first and the last on the days that are known.
  const between = Array.from({ length: 28 }, (_, index) => day(`2022-${String(3 + (index % 9)).padStart(2, '0')}-15`));
  const mergedChanges = [first, ...between.sort((one, other) => one.to - other.to), newest];
  const text = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 10));

  it('gives the dates of the design, which the machine itself computes', () => {
    const dates = earliestDates({ mergedChanges, usefulReviews: null, releasesAccompanied: null }, POLICY_2026_1, 'T0');
    expect(text(dates.COMMIT.requestAt)).toBe('2022-12-16');
    expect(text(dates.COMMIT.heldAt)).toBe('2023-01-20');
    expect(text(dates.RELEASE.heldAt)).toBe('2023-08-23');
    expect(text(dates.ADMIN.heldAt)).toBe('2024-10-12');
    const waits = dates.RELEASE.waits.map(({ reason, until }) => `${reason} ${text(until)!}`);
    expect(waits).toEqual([
      'PRIOR_SCOPE_TOO_SHORT 2023-07-19',
      'COMMENT_RUNNING 2023-08-02',
      'VOTE_RUNNING 2023-08-09',
      'COOLING_OFF 2023-08-23',
    ]);
    expect(dates.assumed).toEqual(['usefulReviews', 'releasesAccompanied']);
  });

  it('has the same dates when only the first change and the day of enough work are known', () => {
    const dates = earliestDates(sketchedWork(first, newest, POLICY_2026_1, 'T0'), POLICY_2026_1, 'T0');
    const { COMMIT, RELEASE, ADMIN } = dates;
    expect([COMMIT.requestAt, COMMIT.heldAt, RELEASE.heldAt, ADMIN.heldAt].map(text)).toEqual([
      '2022-12-16',
      '2023-01-20',
      '2023-08-23',
      '2024-10-12',
    ]);
    const soon = earliestDates(sketchedWork(first, null, POLICY_2026_1, 'T0'), POLICY_2026_1, 'T0');
    // 180 days after the first change, and nothing else to wait for.
    expect(text(soon.COMMIT.requestAt)).toBe('2022-08-06');
    expect(soon.COMMIT.waits[0]).toEqual({ reason: 'TENURE_TOO_SHORT', until: soon.COMMIT.requestAt });
  });

  it.each(['T1', 'T2', 'T3'] as const)('on %s a sketch of the work is enough for COMMIT', (tier) => {
    const dates = earliestDates(sketchedWork(first, newest, POLICY_2026_1, tier), POLICY_2026_1, tier);
    expect(text(dates.COMMIT.requestAt)).toBe(tier === 'T3' ? '2022-02-07' : '2022-12-16');
  });

  it('gives no date where the work never suffices, and earlier ones on lower tiers', () => {
    const history = { mergedChanges: mergedChanges.slice(0, 29), usefulReviews: [], releasesAccompanied: [] };
    expect(earliestDates(history, POLICY_2026_1, 'T0').COMMIT).toEqual({
      requestAt: null,
      heldAt: null,
      waits: [
        { reason: 'TENURE_TOO_SHORT', until: first.to + 180 * DAY_MS },
        { reason: 'MERGED_CHANGES_MISSING', until: null },
      ],
    });
    const [t1, t2, t3] = (['T1', 'T2', 'T3'] as const).map((tier) =>
      earliestDates({ mergedChanges, usefulReviews: null, releasesAccompanied: null }, POLICY_2026_1, tier),
    );
    expect(t1!.COMMIT.heldAt!).toBeGreaterThan(t2!.COMMIT.heldAt!);
    expect(t3!.ADMIN.heldAt).toBe(first.to);
  });
});

describe('time', () => {
  it('is blocks of 24 hours: a change to summer time changes no end of any wait', () => {
    const end = (start: number) => {
      const grant = new GivenGrant().reach('EVIDENCE_REVIEW');
      grant.at = start;
      grant.must({ type: 'fileReview', by: 'rita', answers: { ...answers } }, { type: 'proveNotification', by: null });
      return grant.dueAt - start;
    };
    const answers = { reproducedBuilds: 'a', readDiffs: 'b', openSignals: 'c', benignExplanation: 'd' };
    // Clocks change on 29 March and 25 October 2026 in Europe.
    expect([end(Date.UTC(2026, 2, 28)), end(Date.UTC(2026, 9, 20)), end(Date.UTC(2026, 5, 1))]).toEqual(
      Array(3).fill(14 * DAY_MS),
    );
  });

  it('does not run back', () => {
    const grant = new GivenGrant().reach('COMMENT_PERIOD');
    expect(grant.ask({ type: 'openVote', by: null, at: grant.at - 1 })).toBe('TIME_RUNS_BACK');
  });
});

it('shows nothing of a vote before it is closed: not who, not how many, not when', () => {
  const quiet = new GivenGrant().reach('VOTING');
  const loud = new GivenGrant().reach('VOTING');
  for (const by of ['ivy', 'ian', 'stella']) loud.after(HOUR_MS).must({ type: 'castVote', by, choice: 'NO' });
  expect(publicView(loud.state)).toEqual(publicView(quiet.state));
  expect(visibleEvents(loud.events)).toEqual(visibleEvents(quiet.events));
  expect(candidateView(loud.state, loud.context(), loud.at)).toEqual(
    candidateView(quiet.state, loud.context(), loud.at),
  );
  loud.must({ type: 'closeVote', by: null, at: loud.dueAt });
  expect(publicView(loud.state)).toMatchObject({ status: 'REJECTED', result: { yes: 0, no: 3 } });
});
