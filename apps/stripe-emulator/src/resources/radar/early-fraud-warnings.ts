import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import { filled } from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { idOf } from '../reference.js';
import { Resource } from '../resource.js';

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

const warnings = new Resource('/v1/radar/early_fraud_warnings', 'early_fraud_warning', 'early fraud warning');

export const earlyFraudWarningRoutes: readonly Route[] = [
  warnings.list({ equal: { charge: filled(), payment_intent: filled() }, within: ['created'] }),
  warnings.retrieve(),
];
