/** Why a payment is refused, in the words of the API. */
export interface Decline {
  readonly code: string;
  /** Only cards have one. */
  readonly declineCode: string | null;
  readonly message: string;
}

/** When the bank of a card wants to see its holder: `on_session` stands for a card that was set up elsewhere. */
type Authentication = 'never' | 'unless_set_up' | 'on_session' | 'always';

/** What happens when a test card is charged. The numbers are Stripe's own, so tests can run against a sandbox too. */
export interface TestCard {
  readonly number: string;
  readonly brand: 'amex' | 'mastercard' | 'visa';
  readonly paymentMethod: string;
  /** Null for a card that pays. */
  readonly decline: Decline | null;
  /** Whether a card that declines can be saved all the same. */
  readonly attaches: boolean;
  readonly authentication: Authentication;
  /** Whether the money is available at once instead of after two days. */
  readonly bypassPending: boolean;
}

const PLAIN = { brand: 'visa', decline: null, attaches: true, authentication: 'never', bypassPending: false } as const;
const card = (number: string, name: string, special: Partial<TestCard> = {}): TestCard => ({
  ...PLAIN,
  number,
  paymentMethod: `pm_card_${name}`,
  ...special,
});
const declines = (number: string, name: string, declineCode: string, message: string, code?: string): TestCard =>
  card(number, name, { decline: { code: code ?? declineCode, declineCode, message }, attaches: false });

export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};
const DECLINED = 'Your card was declined.';
const CUSTOMER_FAIL: Decline = { code: 'card_declined', declineCode: 'generic_decline', message: DECLINED };
const FUNDS = 'Your card has insufficient funds.';
const INSUFFICIENT: Decline = { code: 'card_declined', declineCode: 'insufficient_funds', message: FUNDS };

const CARDS: readonly TestCard[] = [
  card('4242424242424242', 'visa'),
  card('4000056655665556', 'visa_debit'),
  card('5555555555554444', 'mastercard', { brand: 'mastercard' }),
  card('378282246310005', 'amex', { brand: 'amex' }),
  card('4000000000000077', 'bypassPending', { bypassPending: true }),
  card('4000000000007726', 'pendingRefund'),
  card('4000000000005126', 'refundFail'),
  card('4000000000000259', 'createDispute'),
  card('4000000000001976', 'createDisputeInquiry'),
  declines('4000000000000002', 'chargeDeclined', 'generic_decline', DECLINED, 'card_declined'),
  declines('4000000000009995', 'chargeDeclinedInsufficientFunds', 'insufficient_funds', FUNDS, 'card_declined'),
  declines('4000000000009987', 'chargeDeclinedLostCard', 'lost_card', DECLINED, 'card_declined'),
  declines('4000000000009979', 'chargeDeclinedStolenCard', 'stolen_card', DECLINED, 'card_declined'),
  declines('4000000000000069', 'chargeDeclinedExpiredCard', 'expired_card', 'Your card has expired.'),
  declines(
    '4000000000000127',
    'chargeDeclinedIncorrectCvc',
    'incorrect_cvc',
    "Your card's security code is incorrect.",
  ),
  declines(
    '4000000000000119',
    'chargeDeclinedProcessingError',
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ),
  card('4000000000000341', 'chargeCustomerFail', { decline: CUSTOMER_FAIL }),
  card('4000002500003155', 'authenticationRequiredOnSetup', { authentication: 'unless_set_up' }),
  card('4000002760003184', 'authenticationRequired', { authentication: 'always' }),
  card('4000003800000446', 'authenticationRequiredSetupForOffSession', { authentication: 'on_session' }),
  card('4000008260003178', 'authenticationRequiredChargeDeclinedInsufficientFunds', {
    authentication: 'always',
    decline: INSUFFICIENT,
  }),
  card('4000000000003220', 'threeDSecure2Required', { authentication: 'always' }),
  card('4000008400001629', 'threeDSecureRequiredChargeDeclined', {
    authentication: 'always',
    decline: CUSTOMER_FAIL,
  }),
];
export const DECLINING_CARD = '4000000000000002';
export const PAYING_CARD = '4242424242424242';

/** The test card of a number, spaces ignored; null for a number that is not one: no real card is taken here. */
export function testCard(number: string): TestCard | null {
  const digits = number.replace(/[\s-]/g, '');
  return CARDS.find((one) => one.number === digits) ?? null;
}

/** The test card behind a magic id such as `pm_card_visa`. */
export function magicCard(paymentMethod: string): TestCard | null {
  return CARDS.find((one) => one.paymentMethod === paymentMethod) ?? null;
}

/** Whether the holder has to authenticate before this use of the card. */
export function needsAuthentication(
  { authentication }: TestCard,
  use: { readonly offSession: boolean; readonly isSetUp: boolean },
): boolean {
  switch (authentication) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'unless_set_up':
      return !use.isSetUp;
    case 'on_session':
      return !use.offSession;
  }
}
