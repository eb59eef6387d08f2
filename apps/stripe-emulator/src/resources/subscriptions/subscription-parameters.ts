import { z } from 'zod';
import { expand, filled, flag, integer, metadata, metadataChange, text, unsettable } from '../../http/parameters.js';
import { priceData } from '../catalog/price-object.js';
import { customFields } from '../customers/customer-parameters.js';
import { collectionMethod, paymentSettings } from '../invoices/invoice-parameters.js';

const recurringData = priceData.omit({ product_data: true }).required({ recurring: true });
const billed = {
  metadata: metadata.optional(),
  price: filled().optional(),
  price_data: recurringData.optional(),
  quantity: integer(0).optional(),
};
const newItem = z.strictObject(billed);
export type NewItem = z.output<typeof newItem>;
const itemChange = z.strictObject({
  ...billed,
  deleted: flag.optional(),
  id: filled().optional(),
  metadata: metadataChange.optional(),
});
export type ItemChange = z.output<typeof itemChange>;

/** Stripe prorates by default; this server does not, and wants to be told so. */
export const prorationBehavior = z.enum(['none']);

const settings = paymentSettings.extend({
  save_default_payment_method: z.enum(['off', 'on_subscription']).optional(),
});
export type SubscriptionPaymentSettings = z.output<typeof settings>;
const shared = {
  cancel_at_period_end: flag.optional(),
  collection_method: collectionMethod.optional(),
  days_until_due: integer(0).optional(),
  default_payment_method: filled().optional(),
  expand,
  invoice_settings: z.strictObject({ custom_fields: customFields.optional() }).optional(),
  payment_settings: settings.optional(),
};

export const createSubscriptionParameters = z.strictObject({
  ...shared,
  cancel_at: integer(0).optional(),
  customer: filled(),
  description: text(500).optional(),
  items: z.array(newItem).min(1).max(20),
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_behavior: z.enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete']).optional(),
});
export type CreateSubscriptionParameters = z.output<typeof createSubscriptionParameters>;

export const updateSubscriptionParameters = z.strictObject({
  ...shared,
  cancel_at: unsettable(integer(0)).optional(),
  description: unsettable(text(500)).optional(),
  items: z.array(itemChange).max(20).optional(),
  metadata: metadataChange.optional(),
  pause_collection: unsettable(
    z.strictObject({
      behavior: z.enum(['keep_as_draft', 'mark_uncollectible', 'void']),
      resumes_at: integer(0).optional(),
    }),
  ).optional(),
  proration_behavior: prorationBehavior.optional(),
});
export type UpdateSubscriptionParameters = z.output<typeof updateSubscriptionParameters>;

export const createSubscriptionItemParameters = z.strictObject({
  ...billed,
  expand,
  proration_behavior: prorationBehavior,
  subscription: filled(),
});
export const updateSubscriptionItemParameters = z.strictObject({
  ...billed,
  expand,
  metadata: metadataChange.optional(),
  proration_behavior: prorationBehavior.optional(),
});
