import type Stripe from 'stripe';
import { z } from 'zod';
import { expand } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import { PLATFORM } from '../store/tables.js';

/** Stripe shows at least one currency, also to an account that never had money. */
const DEFAULT_CURRENCY = 'usd';

/** The balance of the operation's account, one entry per currency. */
export function balanceObject(operation: Operation): Stripe.Balance {
  const stored = operation.tx.rows('balance', operation.account).map((row) => row.value);
  const rows = stored.length > 0 ? stored : [{ currency: DEFAULT_CURRENCY, available: 0, pending: 0 }];
  const entry = (
    amount: number,
    currency: string,
  ): { amount: number; currency: string; source_types: { card: number } } => ({
    amount,
    currency,
    source_types: { card: amount },
  });
  return {
    object: 'balance',
    available: rows.map(({ available, currency }) => entry(available, currency)),
    ...(operation.account === PLATFORM
      ? { connect_reserved: rows.map(({ currency }) => ({ amount: 0, currency })) }
      : {}),
    livemode: false,
    pending: rows.map(({ pending, currency }) => entry(pending, currency)),
  };
}

export const balanceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/balance',
    parameters: z.strictObject({ expand }),
    handle: (operation) => balanceObject(operation),
  }),
];
