import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextState } from '#platform/kernel';
import { CLAIM, ENDED, STANDING, type ClaimAction, type ClaimStatus } from './claim.states.js';

const ACTIONS = Object.keys(CLAIM.transitions) as ClaimAction[];

/** Every history that some order of actions makes, as pairs of the action and the state after it. */
function historyOf(sequence: readonly ClaimAction[]): (readonly [ClaimAction, ClaimStatus])[] {
  const history: (readonly [ClaimAction, ClaimStatus])[] = [];
  let current = CLAIM.initial;
  for (const action of sequence) {
    if (!CLAIM.transitions[action].from.includes(current)) continue;
    current = nextState(CLAIM, action, current, { isContestable: true }).to;
    history.push([action, current]);
  }
  return history;
}

const histories = fc.array(fc.constantFrom(...ACTIONS), { maxLength: 40 }).map(historyOf);

describe('a claim, whatever the order of actions,', () => {
  it('gives rights only after a check that found the proof', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const first = history.findIndex(([, status]) => STANDING.includes(status));
        const proved = history.findIndex(([action]) => action === 'verify' || action === 'wait');
        expect(first === -1 || (proved !== -1 && proved <= first)).toBe(true);
      }),
    );
  });

  it('gives rights after a contest only when somebody upheld it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const contested = history.findLastIndex(([, status]) => status === 'contested');
        const after = history.slice(contested + 1);
        if (contested === -1 || !after.some(([, status]) => STANDING.includes(status))) return;
        expect(after.map(([action]) => action)).toContain('uphold');
      }),
    );
  });

  it('never changes again once it has ended', () => {
    for (const action of ACTIONS)
      for (const status of ENDED) expect(CLAIM.transitions[action].from).not.toContain(status);
  });
});

it('a claim is not contested when the time for it is over', () => {
  expect(() => nextState(CLAIM, 'contest', 'verified', { isContestable: false })).toThrow(
    expect.objectContaining({ code: 'CONTEST_TIME_OVER' }),
  );
});
