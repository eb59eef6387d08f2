import type Stripe from 'stripe';
import { callPayerSide, isPayerOperation, type PayerOperations } from './payer-operations.js';
import type { StripeResult } from './stripe-result.js';

/** Every call that changes something at Stripe, with its exact parameters as they are stored before it is made. */
export interface StripeOperations extends PayerOperations {
  'checkout.create': Stripe.Checkout.SessionCreateParams;
  'account.create': Stripe.V2.Core.AccountCreateParams;
  'account_link.create': Stripe.V2.Core.AccountLinkCreateParams;
  'transfer.create': Stripe.TransferCreateParams;
  'refund.create': Stripe.RefundCreateParams;
}

/** What the books need of a refund beside itself. */
export const REFUND_EXPANSIONS = ['balance_transaction', 'failure_balance_transaction'];

export type StripeOperation = keyof StripeOperations;

export type { StripeResult };

/** Makes one stored call. The key is stored too, so that a repetition is the same call. */
export async function callStripe(
  api: Stripe,
  operation: StripeOperation,
  parameters: unknown,
  idempotencyKey: string,
): Promise<StripeResult> {
  const options = { idempotencyKey };
  if (isPayerOperation(operation)) return callPayerSide(api, operation, parameters, options);
  switch (operation) {
    case 'checkout.create': {
      const session = await api.checkout.sessions.create(parameters as StripeOperations['checkout.create'], options);
      return { id: session.id, object: session };
    }
    case 'account.create': {
      const account = await api.v2.core.accounts.create(parameters as StripeOperations['account.create'], options);
      return { id: account.id, object: account };
    }
    case 'account_link.create': {
      const link = await api.v2.core.accountLinks.create(
        parameters as StripeOperations['account_link.create'],
        options,
      );
      return { id: link.account, object: link };
    }
    case 'transfer.create': {
      const transfer = await api.transfers.create(
        { ...(parameters as StripeOperations['transfer.create']), expand: ['balance_transaction'] },
        options,
      );
      return { id: transfer.id, object: transfer };
    }
    case 'refund.create': {
      const refund = await api.refunds.create(
        { ...(parameters as StripeOperations['refund.create']), expand: REFUND_EXPANSIONS },
        options,
      );
      return { id: refund.id, object: refund };
    }
  }
}
