import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter, notSimulated } from '../../errors.js';
import { expand, filled, flag, given, metadata } from '../../http/parameters.js';
import type { Operation } from '../../operation.js';
import { createAccount } from '../v2-accounts.js';
import { v1Account } from './account-object.js';

const requested = z.strictObject({ requested: flag });
export const createV1Parameters = z.strictObject({
  business_type: z.enum(['company', 'government_entity', 'individual', 'non_profit']).optional(),
  capabilities: z.strictObject({ card_payments: requested.optional(), transfers: requested.optional() }).optional(),
  controller: z
    .strictObject({
      fees: z.strictObject({ payer: z.enum(['account', 'application']).optional() }).optional(),
      losses: z.strictObject({ payments: z.enum(['application', 'stripe']).optional() }).optional(),
      requirement_collection: z.enum(['application', 'stripe']).optional(),
      stripe_dashboard: z.strictObject({ type: z.enum(['express', 'full', 'none']).optional() }).optional(),
    })
    .optional(),
  country: filled(2).optional(),
  default_currency: filled(3).optional(),
  email: filled(800).optional(),
  expand,
  metadata: metadata.optional(),
  type: z.enum(['custom', 'express', 'standard']).optional(),
});
type CreateParameters = z.output<typeof createV1Parameters>;

/** What the words of old stand for. */
const TYPES = {
  custom: { dashboard: 'none', fees: 'application', losses: 'application' },
  express: { dashboard: 'express', fees: 'application', losses: 'application' },
  standard: { dashboard: 'full', fees: 'account', losses: 'stripe' },
} as const;

/** `POST /v1/accounts`: the same account that v2 makes, a recipient of transfers and nothing else. */
export function createV1Account(operation: Operation, parameters: CreateParameters): Stripe.Account {
  const { business_type, capabilities, country = 'US', default_currency, email, metadata: facts } = parameters;
  if (capabilities?.card_payments?.requested === true) throw notSimulated('accounts that take payments themselves');
  const { dashboard, fees, losses } = responsibilities(parameters);
  const wantsTransfers = capabilities?.transfers?.requested === true;
  const { id } = createAccount(operation, {
    ...given({ contact_email: email, metadata: facts }),
    ...(wantsTransfers
      ? {
          configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
        }
      : {}),
    dashboard,
    defaults: {
      ...given({ currency: default_currency?.toLowerCase() }),
      responsibilities: { fees_collector: fees === 'account' ? 'stripe' : 'application', losses_collector: losses },
    },
    identity: { country: country.toLowerCase(), ...given({ entity_type: business_type }) },
  });
  return v1Account(operation, operation.tx.get('account', id)!);
}

function responsibilities({ controller, type }: CreateParameters) {
  if (controller !== undefined && type !== undefined)
    throw invalidParameter('type', 'You cannot pass both type and controller.');
  const { dashboard, fees, losses } = TYPES[type ?? 'standard'];
  return {
    dashboard: controller?.stripe_dashboard?.type ?? dashboard,
    fees: controller?.fees?.payer ?? fees,
    losses: controller?.losses?.payments ?? losses,
  };
}
