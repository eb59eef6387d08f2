import { describe, expect, it } from '@jest/globals';
import { GivenGrant, type Move } from '../../test/given-grants.js';
import type { Tier } from '../policy/scopes.js';
import { noticesOf } from './grant-notices.js';

/** Who is told what of the last of these moves, as `notice: names`. */
function toldOf(grant: GivenGrant, ...moves: Move[]): string[] {
  const last = moves.at(-1)!;
  grant.must(...moves.slice(0, -1));
  const { state: before } = grant;
  const { length } = grant.events;
  grant.must(last);
  const step = { before, after: grant.state, events: grant.events.slice(length), context: grant.context() };
  return noticesOf(step).map(({ notice, personIds }) => `${notice}: ${personIds.join(' ')}`);
}

const at = (status: Parameters<GivenGrant['reach']>[0], tier: Tier = 'T0') =>
  new GivenGrant('COMMIT', tier).reach(status);
const due = (grant: GivenGrant, type: 'openVote' | 'endCoolingOff' | 'openRecertification' | 'markDormant'): Move => ({
  ...{ type, by: null, at: grant.dueAt },
});

describe('what people hear of a step', () => {
  it('is for those whose turn it is', () => {
    expect(toldOf(at('DRAFT'), { type: 'submit', by: 'cora' })).toEqual(['consent_asked: owner']);
    const comments = at('COMMENT_PERIOD').must({ type: 'proveNotification', by: null });
    expect(toldOf(comments, due(comments, 'openVote'))[0]).toMatch(/^vote_open: /u);
    const cooling = at('COOLING_OFF');
    expect(toldOf(cooling, due(cooling, 'endCoolingOff'))[0]).toMatch(/^to_give: .*owner/u);
  });

  it('calls a vote without days by its name', () => {
    const comments = at('COMMENT_PERIOD', 'T2').must({ type: 'proveNotification', by: null });
    expect(toldOf(comments, due(comments, 'openVote'))[0]).toMatch(/^vote_asked: /u);
  });

  it('is for the candidate and for those who can let a stopped request go on, and names nobody who objected', () => {
    const told = toldOf(at('VOTING'), { type: 'raiseObjection', by: 'stella', reason: 'Nobody knows who signs.' });
    expect(told[0]).toBe('held: cora');
    expect(told[1]).toMatch(/^hold_to_clear: /u);
    expect(told[1]).not.toMatch(/stella/u);
  });

  it('is told to the holder also of what they did themselves, so that a thief of the account does not do it unseen', () => {
    const told = toldOf(at('ACTIVE'), { type: 'suspend', by: 'cora' });
    expect(told[0]).toBe('suspended: cora');
    expect(told[1]).toMatch(/^suspended_of_peer: /u);
    expect(told[1]).not.toMatch(/cora/u);
  });

  it('is for other operators when one of them wants to stop somebody', () => {
    expect(toldOf(at('ACTIVE'), { type: 'suspend', by: 'oona' })).toEqual(['second_operator: otto']);
  });

  it('offers support to owners under pressure, and asks a steward to stand beside them', () => {
    const grant = at('DRAFT');
    grant.parts = { risk: { openRules: ['S01', 'S02'] } };
    expect(toldOf(grant, { type: 'submit', by: 'cora' })).toEqual([
      'consent_asked: owner',
      expect.stringMatching(/^advocate_asked: .*stella/u),
      'support_offered: owner',
    ]);
  });

  it('is nothing of a ballot, a comment or a declined sponsorship', () => {
    expect(toldOf(at('VOTING'), { type: 'castVote', by: 'ivy', choice: 'YES' })).toEqual([]);
    expect(toldOf(at('SPONSORING'), { type: 'declineSponsorship', by: 'sid' })).toEqual([]);
  });

  it('of an appeal goes to stewards, then to the panel, and at its end to whoever appealed', () => {
    const grant = at('ACTIVE').must({ type: 'suspend', by: 'stella' });
    expect(toldOf(grant, { type: 'fileAppeal', by: 'cora', reason: 'It was me.' })[0]).toMatch(/^appeal_filed: /u);
    const panel = ['pat', 'pia', 'pam'];
    expect(toldOf(grant, { type: 'formPanel', by: null, panel })).toEqual(['appeal_panel: pat pia pam']);
    expect(toldOf(grant, { type: 'hearAppeal', by: 'pat' })).toEqual([]);
    const uphold = (by: string): Move => ({ type: 'voteAppeal', by, decision: 'uphold' });
    expect(toldOf(grant, uphold('pat'))).toEqual([]);
    expect(toldOf(grant, uphold('pia'))).toEqual(['appeal_decided: cora']);
  });
});
