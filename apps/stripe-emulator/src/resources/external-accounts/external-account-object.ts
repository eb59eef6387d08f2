import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import { GOOD_BANK } from '../../money/payout-banks.js';
import type { Operation } from '../../operation.js';
import { PLATFORM } from '../../store/tables.js';
import { planAutomaticPayout } from '../payouts/payout-schedule.js';
import { change } from '../change.js';

export interface BankRequest {
  readonly number: string;
  readonly country: string;
  readonly currency: string;
  readonly holderName?: string | null | undefined;
  readonly holderType?: string | null | undefined;
  readonly isDefault?: boolean | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly routingNumber?: string | null | undefined;
}

/** Adds a bank account to the operation's account; the first of a currency is the default for it. */
export function addBank(operation: Operation, request: BankRequest): Stripe.BankAccount {
  const isFirst = banksIn(operation, request.currency).length === 0;
  const bank = bankObject(operation, request, request.isDefault === true || isFirst);
  if (bank.default_for_currency) unsetDefaults(operation, bank.currency);
  operation.tx.put('external_account', bank.id, bank, operation.account);
  operation.tx.put('bank_number', bank.id, { number: request.number }, operation.account);
  if (operation.account === PLATFORM) return bank;
  emitEvent(operation, 'account.external_account.created', bank);
  // What could not be paid out so far goes there.
  planAutomaticPayout(operation);
  return bank;
}

/** The bank account a payout in the currency goes to. The platform's own is set up outside of the API. */
export function bankFor(operation: Operation, currency: string): Stripe.BankAccount | null {
  const chosen = banksIn(operation, currency).find(({ default_for_currency: isDefault }) => isDefault);
  if (chosen !== undefined) return chosen;
  return operation.account === PLATFORM ? addBank(operation, { ...PLATFORM_BANK, currency }) : null;
}

/** Makes a bank account the default for its currency, or changes what it says. */
export function changeBank(
  operation: Operation,
  bank: Stripe.BankAccount,
  fields: Partial<Stripe.BankAccount>,
): Stripe.BankAccount {
  if (fields.default_for_currency === true) unsetDefaults(operation, bank.currency);
  const next = change(operation, 'external_account', bank, fields);
  if (operation.account === PLATFORM) return next;
  emitEvent(operation, 'account.external_account.updated', next, previousAttributes(bank, next));
  // Another default may take what the old one did not.
  if (fields.default_for_currency === true) planAutomaticPayout(operation);
  return next;
}

/** A bank account to which a payout failed takes no more of them; it may have been deleted meanwhile. */
export function markErrored(operation: Operation, id: string): void {
  const bank = operation.tx.get('external_account', id);
  if (bank !== undefined) changeBank(operation, bank, { status: 'errored' });
}

export function isUsable({ status }: Stripe.BankAccount): boolean {
  return status !== 'errored';
}

const PLATFORM_BANK = { number: GOOD_BANK, country: 'US', routingNumber: '110000000' };

function banksIn(operation: Operation, currency: string): Stripe.BankAccount[] {
  return operation.tx
    .rows('external_account', operation.account)
    .map(({ value }) => value)
    .filter((bank) => bank.currency === currency);
}

function unsetDefaults(operation: Operation, currency: string): void {
  for (const bank of banksIn(operation, currency).filter(({ default_for_currency: isDefault }) => isDefault)) {
    operation.tx.put('external_account', bank.id, { ...bank, default_for_currency: false });
  }
}

function bankObject(operation: Operation, request: BankRequest, isDefault: boolean): Stripe.BankAccount {
  return {
    id: operation.newId('ba'),
    object: 'bank_account',
    ...(operation.account === PLATFORM ? {} : { account: operation.account }),
    account_holder_name: request.holderName ?? null,
    account_holder_type: request.holderType ?? null,
    account_type: null,
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country: request.country,
    currency: request.currency,
    default_for_currency: isDefault,
    fingerprint: null,
    future_requirements: { currently_due: [], errors: [], past_due: [], pending_verification: [] },
    last4: request.number.slice(-4),
    metadata: request.metadata ?? {},
    requirements: { currently_due: [], errors: [], past_due: [], pending_verification: [] },
    routing_number: request.routingNumber ?? null,
    status: 'new',
  };
}
