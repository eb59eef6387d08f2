import type Stripe from 'stripe';
import { z } from 'zod';
import { filled, integer } from '../../http/parameters.js';

/** How the holder of an account agreed to be debited. */
export const mandateData = z.strictObject({
  customer_acceptance: z.strictObject({
    accepted_at: integer(0).optional(),
    offline: z.strictObject({}).optional(),
    online: z.strictObject({ ip_address: filled(), user_agent: filled() }).optional(),
    type: z.enum(['offline', 'online']),
  }),
});

/** The same as a mandate shows it. */
export function acceptanceOf(
  data: z.output<typeof mandateData> | undefined,
  nowSeconds: number,
): Stripe.Mandate.CustomerAcceptance | null {
  if (data === undefined) return null;
  const { accepted_at, online, type } = data.customer_acceptance;
  return {
    accepted_at: accepted_at ?? nowSeconds,
    type,
    ...(type === 'online' ? { online: online ?? { ip_address: null, user_agent: null } } : { offline: {} }),
  };
}
