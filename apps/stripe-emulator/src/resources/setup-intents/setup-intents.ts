import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter, type ApiError } from '../../errors.js';
import {
  changedMetadata,
  expand,
  filled,
  flag,
  given,
  metadata,
  metadataChange,
  text,
  webUrl,
} from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { customerParameter } from '../customers/lookup.js';
import { acceptanceOf, mandateData } from '../payment-methods/mandate-parameters.js';
import { methodData } from '../payment-methods/method-parameters.js';
import { givenMethod } from '../payment-methods/new-methods.js';
import { idOf } from '../reference.js';
import { Resource } from '../resource.js';
import { confirmSetup, unexpectedSetupState } from './setup-confirmation.js';
import { cancelSetup, createSetup } from './setup-intent-object.js';
import { setupTypes } from './setup-types.js';
import { change } from '../change.js';

const confirming = { mandate_data: mandateData.optional(), return_url: webUrl.optional() };
const choosing = { payment_method: filled().optional(), payment_method_data: methodData.optional() };
const createParameters = z.strictObject({
  ...choosing,
  ...confirming,
  allowed_payment_method_types: z.array(filled()).optional(),
  automatic_payment_methods: z
    .strictObject({ allow_redirects: z.enum(['always', 'never']).optional(), enabled: flag })
    .optional(),
  confirm: flag.optional(),
  customer: filled().optional(),
  description: text(1_000).optional(),
  excluded_payment_method_types: z.array(filled()).optional(),
  expand,
  metadata: metadata.optional(),
  usage: z.enum(['off_session', 'on_session']).optional(),
});
type CreateParameters = z.output<typeof createParameters>;
const confirmParameters = z.strictObject({ ...choosing, ...confirming, expand });
const updateParameters = z.strictObject({
  ...choosing,
  customer: filled().optional(),
  description: text(1_000).optional(),
  expand,
  metadata: metadataChange.optional(),
});

function createSetupIntent(operation: Operation, parameters: CreateParameters): Stripe.SetupIntent | ApiError {
  const method = givenMethod(operation, parameters);
  const { customer, description, metadata, usage } = parameters;
  if (customer !== undefined) customerParameter(operation, customer);
  const allowed = parameters.allowed_payment_method_types ?? null;
  const excluded = parameters.excluded_payment_method_types ?? null;
  const setup = createSetup(operation, {
    ...given({ customer, description, metadata, usage }),
    allowed_payment_method_types: allowed,
    excluded_payment_method_types: excluded,
    payment_method: method?.id ?? null,
    payment_method_types: setupTypes({ allowed, excluded }),
    status: method === null ? 'requires_payment_method' : 'requires_confirmation',
  });
  return parameters.confirm === true ? confirm(operation, setup, parameters) : setup;
}

function confirm(
  operation: Operation,
  setup: Stripe.SetupIntent,
  parameters: Pick<CreateParameters, 'mandate_data' | 'return_url'>,
): Stripe.SetupIntent | ApiError {
  const method = operation.tx.get('payment_method', idOf(setup.payment_method));
  if (method === undefined) {
    throw invalidParameter(
      'payment_method',
      "You cannot confirm this SetupIntent because it's missing a payment method.",
      'setup_intent_unexpected_state',
    );
  }
  const acceptance = acceptanceOf(parameters.mandate_data, operation.nowSeconds);
  const confirmation = { acceptance, method, returnUrl: parameters.return_url ?? null };
  const { error, setup: after } = confirmSetup(operation, setup, confirmation);
  return error ?? after;
}

/** Whether nothing has been saved yet and still can be. */
function isOpen({ status }: Stripe.SetupIntent): boolean {
  return status.startsWith('requires_');
}

function withMethod(
  operation: Operation,
  setup: Stripe.SetupIntent,
  parameters: Pick<CreateParameters, 'payment_method' | 'payment_method_data'>,
): Stripe.SetupIntent {
  const method = givenMethod(operation, parameters);
  if (method === null) return setup;
  return change(operation, 'setup_intent', setup, {
    next_action: null,
    payment_method: method.id,
    status: 'requires_confirmation',
  });
}

function updateSetupIntent(
  operation: Operation,
  setup: Stripe.SetupIntent,
  parameters: z.output<typeof updateParameters>,
): Stripe.SetupIntent {
  const { customer, description, metadata, payment_method: method, payment_method_data: data } = parameters;
  const isLate = !isOpen(setup) && (customer ?? method ?? data) !== undefined;
  if (isLate) throw unexpectedSetupState(setup, 'update');
  if (customer !== undefined) customerParameter(operation, customer);
  return change(operation, 'setup_intent', withMethod(operation, setup, parameters), {
    ...given({ customer, description }),
    metadata: changedMetadata(setup.metadata ?? {}, metadata),
  });
}

function cancelSetupIntent(
  operation: Operation,
  setup: Stripe.SetupIntent,
  reason: Stripe.SetupIntent.CancellationReason | null,
): Stripe.SetupIntent {
  if (!isOpen(setup)) throw unexpectedSetupState(setup, 'cancel');
  cancelSetup(operation, setup.id, reason);
  return operation.tx.get('setup_intent', setup.id)!;
}

function confirmSetupIntent(
  operation: Operation,
  setup: Stripe.SetupIntent,
  parameters: z.output<typeof confirmParameters>,
): Stripe.SetupIntent | ApiError {
  if (!isOpen(setup)) throw unexpectedSetupState(setup, 'confirm');
  return confirm(operation, withMethod(operation, setup, parameters), parameters);
}

const cancelParameters = z.strictObject({
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'requested_by_customer']).optional(),
  expand,
});
const REMOVED = ['payment_method_types'];
const setups = new Resource('/v1/setup_intents', 'setup_intent', 'setupintent');

export const setupIntentRoutes: readonly Route[] = [
  setups.create(createParameters, createSetupIntent, REMOVED),
  setups.list({ equal: { customer: filled(), payment_method: filled() }, within: ['created'] }),
  setups.retrieve(),
  setups.update(updateParameters, updateSetupIntent, REMOVED),
  setups.action('confirm', confirmParameters, confirmSetupIntent, REMOVED),
  setups.action('cancel', cancelParameters, (operation, setup, { cancellation_reason: reason }) =>
    cancelSetupIntent(operation, setup, reason ?? null),
  ),
];
