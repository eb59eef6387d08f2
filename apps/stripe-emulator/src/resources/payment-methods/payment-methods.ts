import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter, noSuchObject } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import { listPage, type ApiList } from '../../http/pagination.js';
import { changedMetadata, expand, filled, given, metadataChange, page } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import { testCard } from '../../money/test-cards.js';
import type { Operation } from '../../operation.js';
import { customerParameter } from '../customers/lookup.js';
import { retrieve } from '../lookup.js';
import { PLAIN, Resource } from '../resource.js';
import { attachOnRequest, detach } from './attachment.js';
import { allowRedisplay, billingDetails, cardData, methodData, methodType } from './method-parameters.js';
import { methodFromData, methodParameter, sharedFields } from './new-methods.js';
import { createCardMethod } from './payment-method-object.js';
import { change } from '../change.js';

const createParameters = methodData.extend({ card: cardData.optional(), expand });

function createMethod(operation: Operation, parameters: z.output<typeof createParameters>): Stripe.PaymentMethod {
  if (parameters.type !== 'card') return methodFromData(operation, parameters, 'payment_method');
  if (parameters.card === undefined) throw invalidParameter('card', 'Missing required param: card.');
  const card = testCard(parameters.card.number);
  if (card === null) throw invalidParameter('card[number]', 'This is not a test card.', 'incorrect_number');
  return createCardMethod(operation, card, sharedFields(parameters));
}

const updateParameters = z.strictObject({
  allow_redisplay: allowRedisplay.optional(),
  billing_details: billingDetails.optional(),
  expand,
  metadata: metadataChange.optional(),
});

function updateMethod(
  operation: Operation,
  method: Stripe.PaymentMethod,
  { allow_redisplay, billing_details: billing, metadata }: z.output<typeof updateParameters>,
): Stripe.PaymentMethod {
  const updated = change(operation, 'payment_method', method, {
    ...given({ allow_redisplay }),
    ...(billing === undefined ? {} : { billing_details: mergedDetails(method, billing) }),
    metadata: changedMetadata(method.metadata ?? {}, metadata),
  });
  emitEvent(operation, 'payment_method.updated', updated, previousAttributes(method, updated));
  return updated;
}

function mergedDetails(
  { billing_details: old }: Stripe.PaymentMethod,
  change: z.output<typeof billingDetails>,
): Stripe.PaymentMethod.BillingDetails {
  return {
    ...old,
    ...sharedFields({ billing_details: { ...old, ...given(change) } as typeof change }).billing_details,
  };
}

const listParameters = z.strictObject({
  ...page,
  allow_redisplay: allowRedisplay.optional(),
  type: methodType.optional(),
});

/** What one customer has saved, or, without one, nothing: Stripe lists only saved payment methods. */
function listMethods(
  operation: Operation,
  parameters: z.output<typeof listParameters>,
  { customer, url }: { customer: string | undefined; url: string },
): ApiList<Stripe.PaymentMethod> {
  return listPage(parameters, {
    kind: 'payment_method',
    url,
    rows: operation.tx.rows('payment_method', operation.account),
    matches: (method) =>
      method.customer !== null &&
      (customer === undefined || method.customer === customer) &&
      (parameters.type === undefined || method.type === parameters.type) &&
      (parameters.allow_redisplay === undefined || method.allow_redisplay === parameters.allow_redisplay),
  });
}

const BASE = '/v1/payment_methods';
const methods = new Resource(BASE, 'payment_method', 'PaymentMethod');

export const paymentMethodRoutes: readonly Route[] = [
  methods.create(createParameters, createMethod),
  route({
    method: 'GET',
    path: BASE,
    parameters: listParameters.extend({ customer: filled().optional() }),
    handle: (operation, { customer, ...parameters }) => listMethods(operation, parameters, { customer, url: BASE }),
  }),
  methods.retrieve(),
  methods.update(updateParameters, updateMethod),
  route({
    method: 'POST',
    path: `${BASE}/{id}/attach`,
    parameters: z.strictObject({ customer: filled(), expand }),
    handle: (operation, { customer }, { id }) =>
      attachOnRequest(operation, methodParameter(operation, id!), customerParameter(operation, customer).id),
  }),
  methods.action('detach', PLAIN, detach),
  route({
    method: 'GET',
    path: '/v1/customers/{id}/payment_methods',
    parameters: listParameters,
    handle: (operation, parameters, { id }) => {
      retrieve(operation, 'customer', 'customer', id!);
      return listMethods(operation, parameters, { customer: id!, url: `/v1/customers/${id}/payment_methods` });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/customers/{customer}/payment_methods/{id}',
    parameters: PLAIN,
    handle: (operation, _parameters, { customer, id }) => {
      const method = retrieve(operation, 'payment_method', 'PaymentMethod', id!);
      if (method.customer !== customer) throw noSuchObject('PaymentMethod', id!);
      return method;
    },
  }),
];
