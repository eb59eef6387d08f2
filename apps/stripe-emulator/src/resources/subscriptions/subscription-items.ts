import { z } from 'zod';
import { noSuchObject, noSuchParameter } from '../../errors.js';
import { arrayPage } from '../../http/pagination.js';
import { expand, filled, page } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import type { WireSubscription, WireSubscriptionItem } from '../../store/records/wire.js';
import { changedItems, refuseEnded } from './subscription-changes.js';
import {
  createSubscriptionItemParameters,
  prorationBehavior,
  updateSubscriptionItemParameters,
  type ItemChange,
} from './subscription-parameters.js';
import { updateSubscription } from './subscription-state.js';

/** Items live in their subscription and nowhere else. */
function ownerOf(operation: Operation, itemId: string): { subscription: WireSubscription; item: WireSubscriptionItem } {
  for (const { value: subscription } of operation.tx.rows('subscription', operation.account)) {
    const item = subscription.items.data.find(({ id }) => id === itemId);
    if (item !== undefined) return { subscription, item };
  }
  throw noSuchObject('subscription_item', itemId);
}

function change(operation: Operation, subscription: WireSubscription, itemChange: ItemChange): WireSubscription {
  refuseEnded(subscription);
  return updateSubscription(operation, subscription, { items: changedItems(operation, subscription, [itemChange]) });
}

function subscriptionParameter(operation: Operation, id: string): WireSubscription {
  const row = operation.tx.row('subscription', id);
  if (row?.account !== operation.account) throw noSuchParameter('subscription', id, 'subscription');
  return row.value;
}

const BASE = '/v1/subscription_items';

export const subscriptionItemRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: BASE,
    parameters: createSubscriptionItemParameters,
    handle: (operation, { metadata, price, price_data, quantity, subscription: id }) => {
      const subscription = subscriptionParameter(operation, id);
      return change(operation, subscription, { metadata, price, price_data, quantity }).items.data.at(-1)!;
    },
  }),
  route({
    method: 'GET',
    path: BASE,
    parameters: z.strictObject({ ...page, subscription: filled() }),
    handle: (operation, { subscription: id, ...parameters }) => {
      const { data } = subscriptionParameter(operation, id).items;
      return arrayPage(parameters, { data, kind: 'subscription_item', url: BASE });
    },
  }),
  route({
    method: 'GET',
    path: `${BASE}/{id}`,
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { id }) => ownerOf(operation, id!).item,
  }),
  route({
    method: 'POST',
    path: `${BASE}/{id}`,
    parameters: updateSubscriptionItemParameters,
    handle: (operation, parameters, { id }) => {
      const { metadata, price, price_data, quantity } = parameters;
      const wanted = { id: id!, metadata, price, price_data, quantity };
      const { data } = change(operation, ownerOf(operation, id!).subscription, wanted).items;
      return data.find((item) => item.id === id)!;
    },
  }),
  route({
    method: 'DELETE',
    path: `${BASE}/{id}`,
    parameters: z.strictObject({ proration_behavior: prorationBehavior.optional() }),
    handle: (operation, _parameters, { id }) => {
      change(operation, ownerOf(operation, id!).subscription, { deleted: true, id: id! });
      return { id: id!, object: 'subscription_item', deleted: true };
    },
  }),
];
