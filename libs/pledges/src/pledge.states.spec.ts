import { expect, it } from '@jest/globals';
import { money, nextState } from '#platform/kernel';
import { PLEDGE } from './pledge.states.js';

const FACTS = { amount: money(1_000n, 'USD'), approvedAt: new Date(0), paid: money(1_000n, 'USD') };

it('asks for a payment only when the pledge was approved', () => {
  expect(nextState(PLEDGE, 'requestPayment', 'promised', FACTS).to).toBe('awaiting_payment');
  expect(() => nextState(PLEDGE, 'requestPayment', 'promised', { ...FACTS, approvedAt: null })).toThrow(
    expect.objectContaining({ code: 'NOT_APPROVED' }),
  );
});

it.each([
  ['nothing', null],
  ['less', money(999n, 'USD')],
  ['more', money(1_001n, 'USD')],
  ['another currency', money(1_000n, 'EUR')],
])('is not paid by %s', (_case, paid) => {
  expect(nextState(PLEDGE, 'confirmPayment', 'awaiting_payment', FACTS).to).toBe('paid');
  expect(() => nextState(PLEDGE, 'confirmPayment', 'awaiting_payment', { ...FACTS, paid })).toThrow(
    expect.objectContaining({ code: 'AMOUNT_DIFFERS' }),
  );
});
