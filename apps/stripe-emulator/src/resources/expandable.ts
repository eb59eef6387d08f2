import type { Operation } from '../operation.js';
import type { TableName } from '../store/tables.js';
import { lineItemsOf } from './checkout-draft.js';
import { refundsOf } from './refunds/refund-list.js';

/** Fields of each kind of object that hold an id and can be expanded. */
export const EXPANDABLE: Readonly<Record<string, readonly string[]>> = {
  balance_transaction: ['source'],
  charge: [
    'balance_transaction',
    'customer',
    'failure_balance_transaction',
    'payment_intent',
    'source_transfer',
    'transfer',
  ],
  'checkout.session': ['customer', 'payment_intent'],
  dispute: ['charge', 'payment_intent'],
  payment_intent: ['customer', 'latest_charge', 'payment_method'],
  'radar.early_fraud_warning': ['charge', 'payment_intent'],
  payout: ['balance_transaction', 'destination', 'failure_balance_transaction', 'original_payout', 'reversed_by'],
  refund: [
    'balance_transaction',
    'charge',
    'customer',
    'failure_balance_transaction',
    'payment_intent',
    'payment_method',
  ],
  topup: ['balance_transaction'],
  transfer: ['balance_transaction', 'destination_payment', 'source_transaction'],
  transfer_reversal: ['balance_transaction', 'destination_payment_refund', 'transfer'],
};

type Include = (operation: Operation, object: Record<string, unknown>) => object | null;

/** Fields that are absent unless they are asked for. */
export const INCLUDABLE: Readonly<Record<string, Readonly<Record<string, Include>>>> = {
  charge: { refunds: (operation, charge) => refundsOf(operation, String(charge.id)) },
  'checkout.session': { line_items: (operation, session) => lineItemsOf(operation, String(session.id)) },
};

/** Where the object of an id lives, by the part of the id before its last underscore. */
export const TABLE_OF_PREFIX: Readonly<Record<string, TableName>> = {
  ba: 'external_account',
  ch: 'charge',
  cs_test: 'checkout_session',
  cus: 'customer',
  pi: 'payment_intent',
  pm: 'payment_method',
  dp: 'dispute',
  issfr: 'early_fraud_warning',
  po: 'payout',
  py: 'charge',
  pyr: 'refund',
  re: 'refund',
  tr: 'transfer',
  trr: 'transfer_reversal',
  tu: 'topup',
  txn: 'balance_transaction',
};
