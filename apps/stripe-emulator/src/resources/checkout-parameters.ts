import { z } from 'zod';

import { currencyCode, expand, filled, flag, integer, metadata, text, webUrl } from '../http/parameters.js';
import { priceData } from './catalog/price-object.js';

const lineItem = z.strictObject({
  price: filled().optional(),
  price_data: priceData.optional(),
  quantity: integer(1).default(1),
});
/** What a session is created with. */
export const checkoutParameters = z.strictObject({
  allowed_payment_method_types: z.array(filled()).optional(),
  automatic_tax: z.strictObject({ enabled: flag }).optional(),
  cancel_url: webUrl.optional(),
  client_reference_id: text(200).optional(),
  currency: currencyCode.optional(),
  customer: filled().optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  customer_email: filled(800).optional(),
  excluded_payment_method_types: z.array(filled()).optional(),
  expand,
  expires_at: integer(0).optional(),
  line_items: z.array(lineItem).min(1).max(100).optional(),
  locale: text().optional(),
  metadata: metadata.optional(),
  mode: z.enum(['payment', 'setup', 'subscription']),
  payment_intent_data: z
    .strictObject({
      description: text(1_000).optional(),
      metadata: metadata.optional(),
      receipt_email: filled(800).optional(),
      setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
      transfer_group: filled().optional(),
    })
    .optional(),
  setup_intent_data: z.strictObject({ description: text(1_000).optional(), metadata: metadata.optional() }).optional(),
  submit_type: z.enum(['auto', 'book', 'donate', 'pay', 'subscribe']).optional(),
  subscription_data: z.strictObject({ description: text(500).optional(), metadata: metadata.optional() }).optional(),
  success_url: webUrl,
});
export type CheckoutParameters = z.output<typeof checkoutParameters>;
