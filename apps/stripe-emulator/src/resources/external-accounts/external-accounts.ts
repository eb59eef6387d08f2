import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { listPage } from '../../http/pagination.js';
import {
  changedMetadata,
  currencyCode,
  expand,
  filled,
  flag,
  metadata,
  metadataChange,
  page,
  text,
} from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import { isSettlementCurrency } from '../../money/fees.js';
import { payoutBank } from '../../money/payout-banks.js';
import type { Operation } from '../../operation.js';
import { accountOf } from '../accounts/lookup.js';
import { retrieve } from '../lookup.js';
import { addBank, changeBank } from './external-account-object.js';

export const bankParameters = z.strictObject({
  account_holder_name: text().optional(),
  account_holder_type: z.enum(['company', 'individual']).optional(),
  account_number: filled(),
  country: filled(2),
  currency: currencyCode.optional(),
  object: z.literal('bank_account'),
  routing_number: text().optional(),
});
const createParameters = z.strictObject({
  default_for_currency: flag.optional(),
  expand,
  external_account: bankParameters,
  metadata: metadata.optional(),
});
const updateParameters = z.strictObject({
  account_holder_name: text().optional(),
  default_for_currency: flag.optional(),
  expand,
  metadata: metadataChange.optional(),
});

/** Takes a bank account, which belongs to the account of the operation. */
export function addAccountBank(
  operation: Operation,
  parameters: z.output<typeof createParameters>,
): Stripe.BankAccount {
  const { external_account: given, default_for_currency: isDefault, metadata } = parameters;
  const bank = payoutBank(given.account_number);
  if (bank === null) {
    throw invalidParameter(
      'external_account[account_number]',
      'Only test bank accounts are taken here, such as 000123456789. Real ones must not be entered.',
      'account_number_invalid',
    );
  }
  const currency = given.currency ?? 'usd';
  if (!isSettlementCurrency(operation, currency)) {
    throw invalidParameter('external_account[currency]', `Nothing can be paid out in ${currency}.`);
  }
  return addBank(operation, {
    number: bank.number,
    country: given.country.toUpperCase(),
    currency,
    holderName: given.account_holder_name,
    holderType: given.account_holder_type,
    isDefault,
    metadata,
    routingNumber: given.routing_number,
  });
}

function updateBank(
  operation: Operation,
  bank: Stripe.BankAccount,
  parameters: z.output<typeof updateParameters>,
): Stripe.BankAccount {
  const { account_holder_name: name, default_for_currency: isDefault, metadata: change } = parameters;
  return changeBank(operation, bank, {
    ...(name === undefined ? {} : { account_holder_name: name || null }),
    ...(isDefault === true ? { default_for_currency: true } : {}),
    metadata: changedMetadata(bank.metadata ?? {}, change),
  });
}

function deleteBank(operation: Operation, bank: Stripe.BankAccount): Stripe.DeletedBankAccount {
  if (bank.default_for_currency === true) {
    throw invalidParameter('id', 'The default bank account of a currency cannot be deleted: make another the default.');
  }
  operation.tx.delete('external_account', bank.id);
  emitEvent(operation, 'account.external_account.deleted', bank);
  return { id: bank.id, object: 'bank_account', currency: bank.currency, deleted: true };
}

const COLLECTION = '/v1/accounts/{account}/external_accounts';

/** The platform works on the bank accounts of one of its accounts. */
function within(operation: Operation, account: string): Operation {
  return operation.as(accountOf(operation, account).id);
}

function bankOf(operation: Operation, id: string): Stripe.BankAccount {
  return retrieve(operation, 'external_account', 'external account', id);
}

export const externalAccountRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: COLLECTION,
    parameters: createParameters,
    handle: (operation, parameters, { account }) => addAccountBank(within(operation, account!), parameters),
  }),
  route({
    method: 'GET',
    path: COLLECTION,
    parameters: z.strictObject({ ...page, object: z.enum(['bank_account', 'card']).optional() }),
    handle: (operation, { object, ...page }, { account }) =>
      listPage(page, {
        kind: 'external account',
        url: `/v1/accounts/${account!}/external_accounts`,
        rows: operation.tx.rows('external_account', within(operation, account!).account),
        matches: (bank) => object === undefined || bank.object === object,
      }),
  }),
  route({
    method: 'GET',
    path: `${COLLECTION}/{id}`,
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { account, id }) => bankOf(within(operation, account!), id!),
  }),
  route({
    method: 'POST',
    path: `${COLLECTION}/{id}`,
    parameters: updateParameters,
    handle: (operation, parameters, { account, id }) => {
      const owner = within(operation, account!);
      return updateBank(owner, bankOf(owner, id!), parameters);
    },
  }),
  route({
    method: 'DELETE',
    path: `${COLLECTION}/{id}`,
    parameters: z.strictObject({}),
    handle: (operation, _parameters, { account, id }) => {
      const owner = within(operation, account!);
      return deleteBank(owner, bankOf(owner, id!));
    },
  }),
];
