import type Stripe from 'stripe';
import { listPage, type ApiList } from '../../http/pagination.js';
import type { Operation } from '../../operation.js';

/** `refunds` of a charge: the ten newest. */
export function refundsOf(operation: Operation, chargeId: string): ApiList<Stripe.Refund> {
  return listPage(
    {},
    {
      kind: 'refund',
      url: `/v1/charges/${chargeId}/refunds`,
      rows: operation.tx.rows('refund'),
      matches: (refund) => refund.charge === chargeId,
    },
  );
}
