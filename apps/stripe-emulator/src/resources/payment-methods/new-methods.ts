import type Stripe from 'stripe';
import { invalidParameter, noSuchParameter } from '../../errors.js';
import { addressObject } from '../../http/parameters.js';
import {
  magicBankAccount,
  testBankAccount,
  US_ROUTING_NUMBER,
  type DebitType,
  type TestBankAccount,
} from '../../money/test-bank-accounts.js';
import { magicCard } from '../../money/test-cards.js';
import type { Operation } from '../../operation.js';
import type { MethodData } from './method-parameters.js';
import { createBalanceMethod, createCardMethod, createDebitMethod, NO_DETAILS } from './payment-method-object.js';

type Shared = Pick<Stripe.PaymentMethod, 'billing_details'> &
  Partial<Pick<Stripe.PaymentMethod, 'allow_redisplay' | 'metadata'>>;

/**
 * The payment method a parameter names. Each use of a magic id such as `pm_card_visa` makes a new payment method, as in
 * Stripe.
 */
export function methodParameter(operation: Operation, id: string, param = 'payment_method'): Stripe.PaymentMethod {
  const card = magicCard(id);
  if (card !== null) return createCardMethod(operation, card);
  const account = magicBankAccount(id);
  if (account !== null) return createDebitMethod(operation, account);
  const row = operation.tx.row('payment_method', id);
  if (row?.account !== operation.account) throw noSuchParameter('PaymentMethod', id, param);
  return row.value;
}

/** Makes the payment method that `payment_method_data` describes. */
export function methodFromData(operation: Operation, data: MethodData, param: string): Stripe.PaymentMethod {
  const shared = sharedFields(data);
  switch (data.type) {
    case 'customer_balance':
      return createBalanceMethod(operation, shared);
    case 'sepa_debit':
      return createDebitMethod(operation, sepaAccount(data, param), shared);
    case 'us_bank_account':
      return createDebitMethod(operation, usAccount(data, param), shared, usHolder(data));
    case 'card':
      throw invalidParameter(`${param}[type]`, 'Card numbers are only taken by POST /v1/payment_methods.');
  }
}

/** The payment method that a request names or describes; null when it does neither. */
export function givenMethod(
  operation: Operation,
  given: { readonly payment_method?: string | undefined; readonly payment_method_data?: MethodData | undefined },
): Stripe.PaymentMethod | null {
  const { payment_method: id, payment_method_data: data } = given;
  if (id !== undefined) return methodParameter(operation, id);
  return data === undefined ? null : methodFromData(operation, data, 'payment_method_data');
}

/** What all kinds have in common. */
export function sharedFields(data: Pick<MethodData, 'allow_redisplay' | 'billing_details' | 'metadata'>): Shared {
  const { address, email, name, phone } = data.billing_details ?? {};
  return {
    billing_details: {
      ...NO_DETAILS,
      address: address == null ? null : addressObject(address),
      email: email ?? null,
      name: name ?? null,
      phone: phone ?? null,
    },
    ...(data.allow_redisplay === undefined ? {} : { allow_redisplay: data.allow_redisplay }),
    metadata: data.metadata ?? {},
  };
}

function sepaAccount(data: MethodData, param: string): TestBankAccount {
  if (data.sepa_debit === undefined) throw missing(`${param}[sepa_debit]`);
  return knownAccount('sepa_debit', data.sepa_debit.iban, `${param}[sepa_debit][iban]`);
}

function usAccount(data: MethodData, param: string): TestBankAccount {
  const { account_number: number, routing_number: routing } = data.us_bank_account ?? {};
  if (number === undefined) throw missing(`${param}[us_bank_account][account_number]`);
  if (routing !== US_ROUTING_NUMBER) {
    throw invalidParameter(
      `${param}[us_bank_account][routing_number]`,
      `The only routing number of test accounts is ${US_ROUTING_NUMBER}.`,
      'routing_number_invalid',
    );
  }
  return knownAccount('us_bank_account', number, `${param}[us_bank_account][account_number]`);
}

function usHolder({ us_bank_account: given }: MethodData): Partial<Stripe.PaymentMethod.UsBankAccount> {
  return {
    account_holder_type: given?.account_holder_type ?? 'company',
    account_type: given?.account_type ?? 'checking',
  };
}

function knownAccount(type: DebitType, number: string, param: string): TestBankAccount {
  const account = testBankAccount(type, number);
  if (account === null) throw invalidParameter(param, 'This is not a test account.', 'account_number_invalid');
  return account;
}

function missing(param: string): Error {
  return invalidParameter(param, `Missing required param: ${param}.`, 'parameter_missing');
}
