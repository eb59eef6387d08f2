import type Stripe from 'stripe';
import { z } from 'zod';
import { emitEvent } from '../../events/emitter.js';
import { inRange, listPage } from '../../http/pagination.js';
import { filled, instantRange, page } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { retrieveRoute } from '../lookup.js';
import { idOf } from '../reference.js';

/** The bank of a payer suspects fraud; a dispute may follow. */
export function warnOfFraud(operation: Operation, charge: Stripe.Charge): Stripe.Radar.EarlyFraudWarning {
  const intent = idOf(charge.payment_intent);
  const warning: Stripe.Radar.EarlyFraudWarning = {
    id: operation.newId('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: operation.nowSeconds,
    fraud_type: 'made_with_stolen_card',
    livemode: false,
    ...(intent === '' ? {} : { payment_intent: intent }),
  };
  operation.tx.put('early_fraud_warning', warning.id, warning, operation.account);
  emitEvent(operation, 'radar.early_fraud_warning.created', warning);
  return warning;
}

const COLLECTION = '/v1/radar/early_fraud_warnings';
const listParameters = z.strictObject({
  ...page,
  charge: filled().optional(),
  created: instantRange,
  payment_intent: filled().optional(),
});

export const earlyFraudWarningRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: COLLECTION,
    parameters: listParameters,
    handle: (operation, { charge, created, payment_intent: intent, ...page }) =>
      listPage(page, {
        kind: 'early fraud warning',
        url: COLLECTION,
        rows: operation.tx.rows('early_fraud_warning', operation.account),
        matches: (warning) =>
          inRange(warning.created, created) &&
          (charge === undefined || warning.charge === charge) &&
          (intent === undefined || warning.payment_intent === intent),
      }),
  }),
  retrieveRoute(COLLECTION, 'early_fraud_warning', 'early fraud warning'),
];
