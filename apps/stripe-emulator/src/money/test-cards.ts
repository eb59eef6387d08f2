/** What happens when a test card is charged. The numbers are Stripe's own, so tests can run against a sandbox too. */
export interface TestCard {
  readonly brand: 'visa' | 'mastercard';
  readonly paymentMethod: string;
  /** Null for a card that pays. */
  readonly decline: { readonly code: string; readonly declineCode: string; readonly message: string } | null;
  /** Whether the money is available at once instead of after two days. */
  readonly bypassPending: boolean;
}

const pays = (paymentMethod: string, brand: TestCard['brand'] = 'visa', bypassPending = false): TestCard => ({
  brand,
  paymentMethod,
  decline: null,
  bypassPending,
});
const declines = (paymentMethod: string, code: string, declineCode: string, message: string): TestCard => ({
  brand: 'visa',
  paymentMethod,
  decline: { code, declineCode, message },
  bypassPending: false,
});

const CARDS: Readonly<Record<string, TestCard>> = {
  '4242424242424242': pays('pm_card_visa'),
  '5555555555554444': pays('pm_card_mastercard', 'mastercard'),
  '4000000000000077': pays('pm_card_bypassPending', 'visa', true),
  '4000000000007726': pays('pm_card_pendingRefund'),
  '4000000000005126': pays('pm_card_refundFail'),
  '4000000000000259': pays('pm_card_createDispute'),
  '4000000000001976': pays('pm_card_createDisputeInquiry'),
  '4000000000000002': declines('pm_card_chargeDeclined', 'card_declined', 'generic_decline', 'Your card was declined.'),
  '4000000000000341': declines(
    'pm_card_chargeCustomerFail',
    'card_declined',
    'generic_decline',
    'Your card was declined.',
  ),
  '4000000000009995': declines(
    'pm_card_chargeDeclinedInsufficientFunds',
    'card_declined',
    'insufficient_funds',
    'Your card has insufficient funds.',
  ),
  '4000000000000069': declines(
    'pm_card_chargeDeclinedExpiredCard',
    'expired_card',
    'expired_card',
    'Your card has expired.',
  ),
};
export const DECLINING_CARD = '4000000000000002';
export const PAYING_CARD = '4242424242424242';

/** The test card of a number, spaces ignored; null for a number that is not one: no real card is taken here. */
export function testCard(number: string): TestCard | null {
  return CARDS[number.replace(/[\s-]/g, '')] ?? null;
}
