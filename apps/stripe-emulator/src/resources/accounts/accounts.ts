import type Stripe from 'stripe';
import { z } from 'zod';
import { MINUTE_MS } from '#platform/kernel';
import { noSuchObject, notSimulated, refused } from '../../errors.js';
import { changedMetadata, expand, filled, flag, given, metadataChange } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { PLATFORM } from '../../store/tables.js';
import { recipientConfiguration, requirements, transferStatus } from '../v2-account-object.js';
import { isOnboarded, transfersCapability, v1Account } from './account-object.js';
import { platformAccount } from './platform-account.js';
import { changeAccount, describeAccount, withCapability } from './capability-change.js';
import { accountOf } from './lookup.js';

type V2Account = Stripe.V2.Core.Account;

const updateParameters = z.strictObject({
  email: filled(800).optional(),
  expand,
  metadata: metadataChange.optional(),
});
const rejectParameters = z.strictObject({
  expand,
  reason: z.enum(['fraud_other', 'other', 'terms_of_service']),
});
/** What a reason is called on the account and on its capabilities. */
const REJECTIONS = {
  fraud_other: ['rejected.platform_fraud', 'rejected_platform_fraud'],
  other: ['rejected.platform_other', 'rejected_platform_other'],
  terms_of_service: ['rejected.platform_terms_of_service', 'rejected_platform_terms_of_service'],
} as const;
const LOGIN_LIFETIME_MS = 5 * MINUTE_MS;

function updateAccount(
  operation: Operation,
  account: V2Account,
  { email, metadata: change }: z.output<typeof updateParameters>,
): Stripe.Account {
  const described = describeAccount(operation, account, {
    ...given({ contact_email: email }),
    metadata: changedMetadata(account.metadata ?? {}, change),
  });
  return v1Account(operation, described);
}

/** The platform wants nothing more to do with an account: it can neither receive transfers nor pay out. */
function rejectAccount(operation: Operation, account: V2Account, reason: keyof typeof REJECTIONS): Stripe.Account {
  const [disabledReason, code] = REJECTIONS[reason];
  const rejected = (['stripe_transfers', 'payouts'] as const).reduce(
    (current, name) => withCapability(current, name, 'rejected', code),
    account,
  );
  operation.tx.put('rejection', account.id, { disabledReason });
  changeAccount(operation, account, rejected);
  return v1Account(operation, rejected);
}

/** An account that asks for transfers later has to be onboarded for them, like one that asks at once. */
function requestTransfers(operation: Operation, account: V2Account, requested: boolean | undefined): V2Account {
  if (requested !== true || transferStatus(account) !== null) return account;
  if (account.defaults?.responsibilities.losses_collector !== 'application') {
    throw refused(`The account ${account.id} cannot receive transfers: the platform does not carry its losses.`);
  }
  const asked: V2Account = {
    ...account,
    applied_configurations: ['recipient'],
    configuration: { ...account.configuration, recipient: recipientConfiguration('restricted') },
    requirements: requirements(false),
  };
  changeAccount(operation, account, asked);
  return asked;
}

function createLoginLink(operation: Operation, account: V2Account): Stripe.LoginLink {
  if (account.dashboard !== 'express' || account.closed === true) {
    throw refused(`Cannot create a login link for the account ${account.id}: it has no Express dashboard.`);
  }
  if (!isOnboarded(account)) {
    throw refused(`Cannot create a login link for the account ${account.id} before it has finished onboarding.`);
  }
  const token = operation.newId('link');
  const expiresAtMs = operation.instant.getTime() + LOGIN_LIFETIME_MS;
  operation.tx.put('login_link', token, { accountId: account.id, expiresAtMs });
  return {
    object: 'login_link',
    created: operation.nowSeconds,
    url: `${operation.services.origin}/sim/dashboard/${token}`,
  };
}

const ACCOUNT = '/v1/accounts/{account}';

export const accountRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/account',
    parameters: z.strictObject({ expand }),
    handle: (operation) => {
      if (operation.account === PLATFORM) return platformAccount(operation);
      return v1Account(operation, accountOf(operation, operation.account));
    },
  }),
  route({
    method: 'GET',
    path: ACCOUNT,
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { account }) => v1Account(operation, accountOf(operation, account!)),
  }),
  route({
    method: 'POST',
    path: ACCOUNT,
    parameters: updateParameters,
    handle: (operation, parameters, { account }) =>
      updateAccount(operation, accountOf(operation, account!), parameters),
  }),
  route({
    method: 'POST',
    path: `${ACCOUNT}/reject`,
    parameters: rejectParameters,
    handle: (operation, { reason }, { account }) => rejectAccount(operation, accountOf(operation, account!), reason),
  }),
  route({
    method: 'POST',
    path: `${ACCOUNT}/login_links`,
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { account }) => createLoginLink(operation, accountOf(operation, account!)),
  }),
  route({
    method: 'GET',
    path: `${ACCOUNT}/capabilities`,
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { account }) => ({
      object: 'list',
      data: [transfersCapability(operation, accountOf(operation, account!))],
      has_more: false,
      url: `/v1/accounts/${account!}/capabilities`,
    }),
  }),
  route({
    method: 'GET',
    path: `${ACCOUNT}/capabilities/{id}`,
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { account, id }) => {
      if (id !== 'transfers') throw noSuchObject('capability', id!);
      return transfersCapability(operation, accountOf(operation, account!));
    },
  }),
  route({
    method: 'POST',
    path: `${ACCOUNT}/capabilities/{id}`,
    parameters: z.strictObject({ expand, requested: flag.optional() }),
    handle: (operation, { requested }, { account, id }) => {
      if (id !== 'transfers') throw noSuchObject('capability', id!);
      if (requested === false) throw notSimulated('giving a capability back', 'requested');
      return transfersCapability(operation, requestTransfers(operation, accountOf(operation, account!), requested));
    },
  }),
];
