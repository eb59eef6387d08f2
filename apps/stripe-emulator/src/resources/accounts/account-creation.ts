import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter } from '../../errors.js';
import { inRange, listPage } from '../../http/pagination.js';
import {
  currencyCode,
  expand,
  filled,
  flag,
  instantRange,
  metadata,
  page,
  type InstantRange,
  type PageParameters,
} from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { addAccountBank, bankParameters } from '../external-accounts/external-accounts.js';
import { createAccount, type CreateParameters } from '../v2-accounts.js';
import { v1Account } from './account-object.js';
import { accountOf } from './lookup.js';

const createParameters = z.strictObject({
  business_type: z.enum(['company', 'government_entity', 'individual', 'non_profit']).optional(),
  capabilities: z.strictObject({ transfers: z.strictObject({ requested: flag.optional() }).optional() }).optional(),
  controller: z
    .strictObject({
      fees: z.strictObject({ payer: z.enum(['account', 'application']).default('account') }).optional(),
      losses: z.strictObject({ payments: z.enum(['application', 'stripe']).default('stripe') }).optional(),
      requirement_collection: z.literal('stripe').optional(),
      stripe_dashboard: z.strictObject({ type: z.enum(['express', 'full', 'none']).default('full') }).optional(),
    })
    .optional(),
  country: filled(2).optional(),
  default_currency: currencyCode.optional(),
  email: filled(800).optional(),
  expand,
  external_account: bankParameters.optional(),
  metadata: metadata.optional(),
  type: z.enum(['express', 'standard']).optional(),
});
type V1Parameters = z.output<typeof createParameters>;
type Duties = Pick<CreateParameters, 'dashboard'> & Pick<NonNullable<CreateParameters['defaults']>, 'responsibilities'>;

/** `POST /v1/accounts`: the same account that v2 would have made. */
function createV1Account(operation: Operation, parameters: V1Parameters): Stripe.Account {
  const { business_type: entityType, capabilities, country, default_currency: currency, email } = parameters;
  const { dashboard, responsibilities } = dutiesOf(parameters);
  const wantsTransfers = capabilities?.transfers?.requested === true;
  if (wantsTransfers && responsibilities!.losses_collector === 'stripe') {
    throw invalidParameter(
      'controller[losses][payments]',
      'Accounts that receive transfers need losses[payments] application.',
    );
  }
  const { id } = createAccount(operation, {
    ...(wantsTransfers ? { configuration: RECIPIENT } : {}),
    contact_email: email,
    dashboard,
    defaults: { currency, responsibilities },
    identity: { country: country?.toLowerCase() ?? 'us', entity_type: entityType },
    metadata: parameters.metadata,
  });
  if (parameters.external_account !== undefined) {
    addAccountBank(operation.as(id), { external_account: parameters.external_account });
  }
  return v1Account(operation, accountOf(operation, id));
}

/** Who carries what: `controller` says it part by part, `type` is the old word for two of the combinations. */
function dutiesOf({ controller, type }: V1Parameters): Duties {
  if (controller !== undefined && type !== undefined) {
    throw invalidParameter('type', 'You may only specify one of these parameters: controller, type.');
  }
  if (type !== undefined) return type === 'express' ? EXPRESS : STANDARD;
  return {
    dashboard: controller?.stripe_dashboard?.type ?? 'full',
    responsibilities: {
      fees_collector: controller?.fees?.payer === 'application' ? 'application' : 'stripe',
      losses_collector: controller?.losses?.payments ?? 'stripe',
    },
  };
}

/** `GET /v1/accounts`: also those that were made through v2; closed ones are gone. */
function listAccounts(
  operation: Operation,
  { created, ...parameters }: PageParameters & { created?: InstantRange },
): object {
  return listPage(parameters, {
    kind: 'account',
    url: '/v1/accounts',
    rows: operation.tx
      .rows('account')
      .filter(({ value }) => value.closed !== true)
      .map((row) => ({ ...row, value: v1Account(operation, row.value) })),
    matches: (account) => inRange(account.created ?? 0, created),
  });
}

const RECIPIENT = {
  recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
} as const;
const EXPRESS: Duties = {
  dashboard: 'express',
  responsibilities: { fees_collector: 'application', losses_collector: 'application' },
};
const STANDARD: Duties = {
  dashboard: 'full',
  responsibilities: { fees_collector: 'stripe', losses_collector: 'stripe' },
};

export const accountCreationRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/accounts', parameters: createParameters, handle: createV1Account }),
  route({
    method: 'GET',
    path: '/v1/accounts',
    parameters: z.strictObject({ ...page, created: instantRange }),
    handle: listAccounts,
  }),
];
