import { z } from 'zod';
import { listPage } from '../../http/pagination.js';
import { currencyCode, expand, filled, integer, page } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { retrieve } from '../lookup.js';
import { bankTransfer, checkTransferType } from './bank-accounts.js';
import { cashBalance } from './cash-ledger.js';
import { applyByHand, fundCash, reconcile } from './reconciliation.js';

const customerOf = (operation: Operation, id: string): string => retrieve(operation, 'customer', 'customer', id).id;

const settings = z.strictObject({
  reconciliation_mode: z.enum(['automatic', 'manual', 'merchant_default']).optional(),
});

/** Chooses how the cash of a customer is applied; what waits is looked at anew. */
function changeSettings(
  operation: Operation,
  customer: string,
  { reconciliation_mode: mode }: z.output<typeof settings>,
) {
  if (mode === undefined) return;
  const isDefault = mode === 'merchant_default';
  const next = { isDefault, mode: isDefault ? 'automatic' : mode } as const;
  operation.tx.put('cash_settings', customer, next, operation.account);
  const { available } = cashBalance(operation, customer);
  for (const currency of Object.keys(available ?? {})) reconcile(operation, customer, currency);
}

const funding = {
  amount: integer(1),
  currency: currencyCode,
  reference: filled().optional(),
};

export const cashRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/customers/{id}/cash_balance',
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { id }) => cashBalance(operation, customerOf(operation, id!)),
  }),
  route({
    method: 'POST',
    path: '/v1/customers/{id}/cash_balance',
    parameters: z.strictObject({ expand, settings: settings.optional() }),
    handle: (operation, parameters, { id }) => {
      const customer = customerOf(operation, id!);
      changeSettings(operation, customer, parameters.settings ?? {});
      return cashBalance(operation, customer);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/customers/{id}/cash_balance_transactions',
    parameters: z.strictObject(page),
    handle: (operation, parameters, { id }) => {
      const customer = customerOf(operation, id!);
      return listPage(parameters, {
        kind: 'customer_cash_balance_transaction',
        url: `/v1/customers/${customer}/cash_balance_transactions`,
        rows: operation.tx.rows('cash_transaction', operation.account),
        matches: (transaction) => transaction.customer === customer,
      });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/customers/{id}/funding_instructions',
    parameters: z.strictObject({
      bank_transfer: z.strictObject({
        eu_bank_transfer: z.strictObject({ country: filled(2) }).optional(),
        type: filled(),
      }),
      currency: currencyCode,
      expand,
      funding_type: z.enum(['bank_transfer']),
    }),
    handle: (operation, { bank_transfer: wanted, currency, funding_type }, { id }) => {
      const customer = customerOf(operation, id!);
      checkTransferType(wanted.type, currency, 'bank_transfer[type]');
      const country = wanted.eu_bank_transfer?.country;
      return {
        object: 'funding_instructions',
        bank_transfer: bankTransfer(operation, customer, wanted.type, country),
        currency,
        funding_type,
        livemode: false,
      };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/test_helpers/customers/{id}/fund_cash_balance',
    parameters: z.strictObject({ ...funding, expand }),
    handle: (operation, parameters, { id }) => fundCash(operation, customerOf(operation, id!), parameters),
  }),
  route({
    method: 'POST',
    path: '/v1/payment_intents/{id}/apply_customer_balance',
    parameters: z.strictObject({ amount: integer(1).optional(), currency: currencyCode.optional(), expand }),
    handle: (operation, parameters, { id }) =>
      applyByHand(operation, retrieve(operation, 'payment_intent', 'payment_intent', id!), parameters),
  }),
];
