import { expect, it } from '@jest/globals';
import { nextState } from '#platform/kernel';
import { MILESTONE } from './milestone.states.js';

it('releases money only while all of it is there', () => {
  const facts = { amountMinor: 1_000n, fundedMinor: 1_000n, conflict: null };
  expect(nextState(MILESTONE, 'release', 'accepted', facts).to).toBe('payable');
  expect(() => nextState(MILESTONE, 'release', 'accepted', { ...facts, fundedMinor: 999n })).toThrow(
    expect.objectContaining({ code: 'NOT_FULLY_FUNDED' }),
  );
});
