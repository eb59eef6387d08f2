import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter, refused } from '../errors.js';
import { emitV2Event } from '../events/v2-events.js';
import { v2Page } from '../http/pagination.js';
import { changedMetadata, filled, flag, given, integer, metadata, text } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import { describeAccount } from './accounts/capability-change.js';
import { accountOf } from './accounts/lookup.js';
import { ACCOUNT_INCLUDES, recipientConfiguration, requirements, withIncludes } from './v2-account-object.js';

type Account = Stripe.V2.Core.Account;

const PATH = '/v2/core/accounts';
const CONFIGURATIONS = ['customer', 'merchant', 'recipient'] as const;

const include = z.array(z.enum(ACCOUNT_INCLUDES)).optional();
const requested = z.strictObject({ requested: z.boolean() });
const createParameters = z.strictObject({
  configuration: z
    .strictObject({
      recipient: z
        .strictObject({
          capabilities: z
            .strictObject({ stripe_balance: z.strictObject({ stripe_transfers: requested.optional() }).optional() })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  contact_email: filled().optional(),
  contact_phone: filled().optional(),
  dashboard: z.enum(['express', 'full', 'none']).optional(),
  defaults: z
    .strictObject({
      currency: filled(3).optional(),
      locales: z.array(filled()).optional(),
      responsibilities: z
        .strictObject({
          fees_collector: z.enum(['application', 'application_custom', 'application_express', 'stripe']),
          losses_collector: z.enum(['application', 'stripe']),
        })
        .optional(),
    })
    .optional(),
  display_name: text().optional(),
  identity: z
    .strictObject({
      country: filled(2).optional(),
      entity_type: z.enum(['company', 'government_entity', 'individual', 'non_profit']).optional(),
    })
    .optional(),
  include,
  metadata: metadata.optional(),
});
export type CreateParameters = z.output<typeof createParameters>;

/** Makes an account; one that asks for transfers has to be onboarded before it gets any. */
export function createAccount(operation: Operation, parameters: CreateParameters): Account {
  const { responsibilities } = parameters.defaults ?? {};
  const recipient = parameters.configuration?.recipient;
  const wantsTransfers = recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested === true;
  if (wantsTransfers && responsibilities?.losses_collector === 'stripe') {
    throw invalidParameter(
      'defaults.responsibilities.losses_collector',
      'Accounts that receive transfers need losses_collector application.',
    );
  }
  const id = operation.newId('acct');
  const account = accountObject(operation, id, parameters, wantsTransfers);
  operation.tx.put('account', id, account);
  emitV2Event(operation, 'v2.core.account.created', { relatedAccount: id });
  return withIncludes(account, parameters.include ?? []);
}

function accountObject(
  operation: Operation,
  id: string,
  parameters: CreateParameters,
  wantsTransfers: boolean,
): Account {
  const { configuration, contact_email, contact_phone, dashboard, display_name, identity, defaults } = parameters;
  const isRecipient = configuration?.recipient !== undefined;
  return {
    id,
    object: 'v2.core.account',
    applied_configurations: isRecipient ? ['recipient'] : [],
    ...(isRecipient
      ? { configuration: { recipient: wantsTransfers ? recipientConfiguration('restricted') : { applied: true } } }
      : {}),
    // What was not given is left out: v2 objects omit fields rather than show null.
    ...given({ contact_email, contact_phone, dashboard, display_name }),
    created: operation.instant.toISOString(),
    defaults: {
      ...given({
        currency: defaults?.currency,
        locales: defaults?.locales,
      }),
      responsibilities: { ...defaults?.responsibilities, requirements_collector: 'stripe' },
    },
    identity: given({ country: identity?.country, entity_type: identity?.entity_type }),
    livemode: false,
    metadata: parameters.metadata ?? {},
    requirements: requirements(!wantsTransfers),
  };
}

/** In JSON null unsets a key, as an empty value does in a form. */
export const jsonMetadata = z.record(
  z.string().max(40),
  z
    .string()
    .max(500)
    .nullable()
    .transform((value) => value ?? ''),
);
const updateParameters = z.strictObject({
  contact_email: filled().optional(),
  contact_phone: filled().optional(),
  display_name: text().optional(),
  include,
  metadata: jsonMetadata.optional(),
});

function updateAccount(operation: Operation, id: string, parameters: z.output<typeof updateParameters>): Account {
  const account = accountOf(operation, id);
  if (account.closed === true) throw refused(`The account ${id} is closed.`, { code: 'account_closed' });
  const { contact_email, contact_phone, display_name, include: wanted = [], metadata: changes } = parameters;
  const described = describeAccount(operation, account, {
    ...given({ contact_email, contact_phone, display_name }),
    metadata: changedMetadata(account.metadata ?? {}, changes),
  });
  return withIncludes(described, wanted);
}

const listParameters = z.strictObject({
  applied_configurations: z.array(z.enum(CONFIGURATIONS)).optional(),
  closed: flag.optional(),
  limit: integer(1).optional(),
  page: filled().optional(),
});

/** Accounts that have all of the wanted configurations; closed ones only when they are asked for. */
function listAccounts(operation: Operation, parameters: z.output<typeof listParameters>): object {
  const { applied_configurations: wanted = [], closed = false } = parameters;
  const matching = operation.tx
    .rows('account')
    .filter(({ value }) => (value.closed ?? false) === closed)
    .filter(({ value }) => wanted.every((name) => value.applied_configurations.includes(name)));
  return v2Page(matching, parameters, {
    path: PATH,
    filters: [
      ['closed', String(closed)],
      ...wanted.map((name, index) => [`applied_configurations[${index}]`, name] as const),
    ],
    show: (account) => withIncludes(account, []),
  });
}

function closeAccount(operation: Operation, id: string): Account {
  const account = accountOf(operation, id);
  if (account.closed === true) throw refused(`The account ${id} is closed already.`, { code: 'account_closed' });
  const owed = operation.tx.rows('balance', id).some(({ value }) => value.available !== 0 || value.pending !== 0);
  if (owed) throw refused(`The account ${id} still has a balance.`, { code: 'account_balance_nonzero' });
  const closed: Account = { ...account, applied_configurations: [], closed: true };
  operation.tx.put('account', id, closed);
  emitV2Event(operation, 'v2.core.account.closed', { relatedAccount: id });
  return withIncludes(closed, []);
}

export const v2AccountRoutes: readonly Route[] = [
  route({ method: 'POST', path: PATH, parameters: createParameters, handle: createAccount }),
  route({ method: 'GET', path: PATH, parameters: listParameters, handle: listAccounts }),
  route({
    method: 'GET',
    path: `${PATH}/{id}`,
    parameters: z.strictObject({ include }),
    handle: (operation, parameters, { id }) => withIncludes(accountOf(operation, id!), parameters.include ?? []),
  }),
  route({
    method: 'POST',
    path: `${PATH}/{id}`,
    parameters: updateParameters,
    handle: (operation, parameters, { id }) => updateAccount(operation, id!, parameters),
  }),
  route({
    method: 'POST',
    path: `${PATH}/{id}/close`,
    parameters: z.strictObject({ applied_configurations: z.array(z.enum(CONFIGURATIONS)).optional() }),
    handle: (operation, _parameters, { id }) => closeAccount(operation, id!),
  }),
];
