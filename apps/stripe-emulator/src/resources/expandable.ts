import type { Operation } from '../operation.js';
import type { TableName } from '../store/tables.js';
import { cashBalance } from './cash/cash-ledger.js';
import { lineItemsOf } from './checkout-draft.js';
import { refundsOf } from './refunds/refund-list.js';
import { taxIdList } from './customers/tax-ids.js';
import { confirmationSecret, paymentList } from './invoices/invoice-payments.js';
import { subscriptionList } from './subscriptions/subscription-state.js';

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
  dispute: ['charge', 'payment_intent'],
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
  'checkout.session': ['customer', 'invoice', 'payment_intent', 'setup_intent', 'subscription'],
  credit_note: ['customer', 'invoice'],
  customer_cash_balance_transaction: ['applied_to_payment.payment_intent', 'customer'],
  invoice: ['customer', 'default_payment_method', 'parent.subscription_details.subscription'],
  invoice_payment: ['invoice', 'payment.charge', 'payment.payment_intent'],
  invoiceitem: ['customer', 'invoice', 'pricing.price_details.price'],
  line_item: ['pricing.price_details.price'],
  mandate: ['payment_method'],
  payment_intent: ['customer', 'latest_charge', 'payment_method'],
  payment_method: ['customer'],
  price: ['product'],
  product: ['default_price'],
  setup_intent: ['customer', 'mandate', 'payment_method'],
  subscription: ['customer', 'default_payment_method', 'latest_invoice'],
  topup: ['balance_transaction'],
  transfer: ['balance_transaction', 'destination_payment', 'source_transaction'],
  transfer_reversal: ['balance_transaction', 'destination_payment_refund', 'transfer'],
};

type Include = (operation: Operation, object: Record<string, unknown>) => object | null;

/** Fields that are absent unless they are asked for. */
export const INCLUDABLE: Readonly<Record<string, Readonly<Record<string, Include>>>> = {
  charge: { refunds: (operation, charge) => refundsOf(operation, String(charge.id)) },
  customer: {
    cash_balance: (operation, customer) => cashBalance(operation, String(customer.id)),
    subscriptions: (operation, customer) => subscriptionList(operation, String(customer.id)),
    tax_ids: (operation, customer) => taxIdList(operation, String(customer.id)),
  },
  invoice: {
    confirmation_secret: (operation, invoice) => confirmationSecret(operation, String(invoice.id)),
    payments: (operation, invoice) => paymentList(operation, String(invoice.id)),
  },
  'checkout.session': { line_items: (operation, session) => lineItemsOf(operation, String(session.id)) },
};

/** Where the object of an id lives, by the part of the id before its last underscore. */
export const TABLE_OF_PREFIX: Readonly<Record<string, TableName>> = {
  ba: 'external_account',
  ch: 'charge',
  cs_test: 'checkout_session',
  cus: 'customer',
  in: 'invoice',
  mandate: 'mandate',
  pi: 'payment_intent',
  pm: 'payment_method',
  dp: 'dispute',
  issfr: 'early_fraud_warning',
  po: 'payout',
  pyr: 'refund',
  re: 'refund',
  price: 'price',
  prod: 'product',
  py: 'charge',
  seti: 'setup_intent',
  sub: 'subscription',
  tr: 'transfer',
  trr: 'transfer_reversal',
  tu: 'topup',
  txn: 'balance_transaction',
};
