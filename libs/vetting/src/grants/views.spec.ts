import { describe, expect, it } from '@jest/globals';
import { GivenGrant, sponsor } from '../../test/given-grants.js';
import { DAY_MS } from '../events/moment.js';
import type { GrantStatus } from './grant-status.js';
import { candidateView } from './views.js';

const seen = (grant: GivenGrant) =>
  candidateView(grant.state, grant.context(), grant.at).map(({ rule, reason, earliest, whoCanAct }) => [
    rule,
    reason,
    earliest === null ? null : (earliest - grant.at) / DAY_MS,
    whoCanAct[0] ?? null,
  ]);

describe('the view of the candidate', () => {
  it.each<[GrantStatus, unknown[]]>([
    ['DRAFT', []],
    ['SUBMITTED', []],
    ['SPONSORING', [['G02', 'SPONSORS_MISSING', null, 'CANDIDATE']]],
    ['EVIDENCE_REVIEW', [['G28', 'REVIEW_INCOMPLETE', null, 'REVIEWER']]],
    ['COMMENT_PERIOD', [['G05', 'NOT_NOTIFIED', null, 'SYSTEM']]],
    ['VOTING', [['G04', 'VOTE_RUNNING', 7, 'INCUMBENT']]],
    ['APPROVED', []],
    ['COOLING_OFF', [['G08', 'COOLING_OFF', 14, 'INCUMBENT']]],
    ['PROVISIONING', [['G11', 'ONE_PERSON', null, 'INCUMBENT']]],
    ['PROBATION', [['waitIsOver', 'WAIT_NOT_OVER', 90, 'SYSTEM']]],
    ['ACTIVE', []],
  ])('in %s shows the open guards', (status, open) => {
    expect(seen(new GivenGrant().reach(status))).toEqual(open);
  });

  it('shows every rule that is open at once, each with its date', () => {
    const grant = new GivenGrant().reach('SUBMITTED');
    const { work } = grant.context().candidate;
    grant.parts = {
      candidate: { work: { ...work, firstMergedAt: grant.at - 179 * DAY_MS }, held: ['TRIAGE'] },
      ...{ project: { consents: [] }, risk: { level: 'HOLD' } },
    };
    expect(seen(grant)).toEqual([
      ['noRiskHold', 'RISK_HOLD', null, 'REVIEWER'],
      ['G07', 'CONSENT_MISSING', null, 'OWNER'],
      ['G07a', 'TENURE_TOO_SHORT', 1, 'CANDIDATE'],
      ['G09', 'PRIOR_SCOPE_MISSING', null, 'CANDIDATE'],
    ]);
  });

  it('of a hold and a suspension says who can act, and of an objection not what it says', () => {
    const grant = new GivenGrant().reach('COMMENT_PERIOD');
    grant.must({ type: 'raiseObjection', by: 'ivy', reason: 'a private doubt' });
    expect(seen(grant)).toEqual([['G04', 'OBJECTION_OPEN', null, 'STEWARD']]);
    expect(JSON.stringify(candidateView(grant.state, grant.context(), grant.at))).not.toMatch(/doubt|ivy/);
    const stopped = new GivenGrant().reach('ACTIVE').must({ type: 'suspend', by: 'ivy' });
    expect(seen(stopped)).toEqual([['G18', 'SUSPENDED', 3, 'INCUMBENT']]);
  });

  it('of a project on which little leans waits for its owner', () => {
    const grant = new GivenGrant('COMMIT', 'T3').must({ type: 'submit', by: 'cora' });
    expect(seen(grant)).toEqual([['byOwner', 'OWNER_DECIDES', null, 'OWNER']]);
  });

  it('shows no number of a person, and nothing of distress or of other people', () => {
    const grant = new GivenGrant()
      .reach('PROVISIONING')
      .must({ type: 'provision', by: 'ivy', readBack: 'the members page' });
    grant.parts = { project: { isDistressOpen: true } };
    const [shown] = candidateView(grant.state, grant.context(), grant.at);
    expect(Object.keys(shown!)).toEqual(['rule', 'title', 'reason', 'earliest', 'whoCanAct']);
    expect(JSON.stringify(shown)).not.toMatch(/distress|ivy|owner/i);
  });

  it('is empty of sponsors once there are enough', () => {
    expect(seen(new GivenGrant().reach('SPONSORING').must(sponsor('sam'), sponsor('sue')))).toEqual([
      ['G28', 'REVIEW_INCOMPLETE', null, 'REVIEWER'],
    ]);
  });
});
