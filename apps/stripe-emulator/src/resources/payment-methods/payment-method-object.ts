import type Stripe from 'stripe';
import { US_ROUTING_NUMBER, type TestBankAccount } from '../../money/test-bank-accounts.js';
import type { TestCard } from '../../money/test-cards.js';
import type { Operation } from '../../operation.js';

type Shared = Partial<Pick<Stripe.PaymentMethod, 'allow_redisplay' | 'billing_details' | 'metadata'>>;
type Kind = Pick<Stripe.PaymentMethod, 'card' | 'customer_balance' | 'sepa_debit' | 'type' | 'us_bank_account'>;

export const NO_DETAILS: Stripe.PaymentMethod.BillingDetails = {
  address: null,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

/** Makes and stores the payment method of a test card. */
export function createCardMethod(operation: Operation, card: TestCard, shared: Shared = {}): Stripe.PaymentMethod {
  return store(operation, card.number, { type: 'card', card: cardFields(card) }, shared);
}

/** Makes and stores the payment method of a test bank account. */
export function createDebitMethod(
  operation: Operation,
  account: TestBankAccount,
  shared: Shared = {},
  holder: Partial<Pick<Stripe.PaymentMethod.UsBankAccount, 'account_holder_type' | 'account_type'>> = {},
): Stripe.PaymentMethod {
  const kind: Kind =
    account.type === 'us_bank_account'
      ? { type: 'us_bank_account', us_bank_account: { ...usAccountFields(account.number), ...holder } }
      : { type: 'sepa_debit', sepa_debit: ibanFields(account.number) };
  return store(operation, account.number, kind, shared);
}

/** Makes and stores a payment method that takes from the cash a customer has sent. */
export function createBalanceMethod(operation: Operation, shared: Shared = {}): Stripe.PaymentMethod {
  return store(operation, '', { type: 'customer_balance', customer_balance: {} }, shared);
}

/** Makes and stores the payment method of whatever was entered on a hosted page. */
export function instrumentMethod(
  operation: Operation,
  instrument: TestBankAccount | TestCard,
  email: string | null,
): Stripe.PaymentMethod {
  const shared = { allow_redisplay: 'limited', billing_details: { ...NO_DETAILS, email } } as const;
  return 'brand' in instrument
    ? createCardMethod(operation, instrument, shared)
    : createDebitMethod(operation, instrument, shared);
}

function store(operation: Operation, number: string, kind: Kind, shared: Shared): Stripe.PaymentMethod {
  const method: Stripe.PaymentMethod = {
    id: operation.newId('pm'),
    object: 'payment_method',
    allow_redisplay: shared.allow_redisplay ?? 'unspecified',
    billing_details: shared.billing_details ?? NO_DETAILS,
    created: operation.nowSeconds,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: shared.metadata ?? {},
    ...kind,
  };
  operation.tx.put('payment_method', method.id, method, operation.account);
  operation.tx.put('instrument', method.id, { number, isSetUp: false, isSpent: false }, operation.account);
  return method;
}

function cardFields(card: TestCard): Stripe.PaymentMethod.Card {
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: card.brand,
    exp_month: 12,
    exp_year: 2040,
    funding: 'credit',
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function usAccountFields(number: string): Stripe.PaymentMethod.UsBankAccount {
  return {
    account_holder_type: 'company',
    account_type: 'checking',
    bank_name: 'STRIPE TEST BANK',
    financial_connections_account: null,
    fingerprint: null,
    last4: number.slice(-4),
    networks: { preferred: 'ach', supported: ['ach'] },
    routing_number: US_ROUTING_NUMBER,
    status_details: {},
  };
}

function ibanFields(number: string): Stripe.PaymentMethod.SepaDebit {
  return {
    bank_code: number.slice(4, 9),
    branch_code: '',
    country: number.slice(0, 2),
    fingerprint: null,
    generated_from: { charge: null, setup_attempt: null },
    last4: number.slice(-4),
  };
}
