import { z } from 'zod';
import {
  currencyCode,
  expand,
  filled,
  flag,
  integer,
  metadata,
  metadataChange,
  text,
  unsettable,
} from '../../http/parameters.js';
import { priceData } from '../catalog/price-object.js';
import { customFields } from '../customers/customer-parameters.js';

const bankTransfer = z.strictObject({
  eu_bank_transfer: z.strictObject({ country: filled(2) }).optional(),
  type: filled().optional(),
});
export const paymentSettings = z.strictObject({
  payment_method_options: z
    .strictObject({
      customer_balance: z
        .strictObject({ bank_transfer: bankTransfer.optional(), funding_type: z.enum(['bank_transfer']).optional() })
        .optional(),
    })
    .optional(),
  payment_method_types: unsettable(z.array(filled())).optional(),
});
export type PaymentSettings = z.output<typeof paymentSettings>;

export const collectionMethod = z.enum(['charge_automatically', 'send_invoice']);
const shared = {
  auto_advance: flag.optional(),
  collection_method: collectionMethod.optional(),
  custom_fields: customFields.optional(),
  days_until_due: integer(0).optional(),
  default_payment_method: filled().optional(),
  description: text(1_500).optional(),
  due_date: integer(0).optional(),
  expand,
  footer: text().optional(),
  payment_settings: paymentSettings.optional(),
};
export const createInvoiceParameters = z.strictObject({
  ...shared,
  currency: currencyCode.optional(),
  customer: filled(),
  metadata: metadata.optional(),
  pending_invoice_items_behavior: z.enum(['exclude', 'include']).optional(),
});
export type CreateInvoiceParameters = z.output<typeof createInvoiceParameters>;

export const updateInvoiceParameters = z.strictObject({ ...shared, metadata: metadataChange.optional() });
export type UpdateInvoiceParameters = z.output<typeof updateInvoiceParameters>;

export const payInvoiceParameters = z.strictObject({
  expand,
  off_session: flag.optional(),
  paid_out_of_band: flag.optional(),
  payment_method: filled().optional(),
});
export type PayInvoiceParameters = z.output<typeof payInvoiceParameters>;

/** What is billed: an amount, or a price so many times. */
const line = {
  amount: integer().optional(),
  description: text().optional(),
  metadata: metadata.optional(),
  period: z.strictObject({ end: integer(0), start: integer(0) }).optional(),
  pricing: z.strictObject({ price: filled() }).optional(),
  quantity: integer(0).optional(),
};
const oncePrice = priceData.omit({ recurring: true });
export const addLinesParameters = z.strictObject({
  expand,
  invoice_metadata: metadataChange.optional(),
  lines: z
    .array(z.strictObject({ ...line, invoice_item: filled().optional(), price_data: oncePrice.optional() }))
    .min(1)
    .max(250),
});
export const createItemParameters = z.strictObject({
  ...line,
  currency: currencyCode.optional(),
  customer: filled(),
  expand,
  invoice: filled().optional(),
  price_data: oncePrice.omit({ product_data: true }).optional(),
});
export const updateItemParameters = z.strictObject({
  amount: integer().optional(),
  description: text().optional(),
  expand,
  metadata: metadataChange.optional(),
  quantity: integer(0).optional(),
});
export type LineParameters = Pick<
  z.output<typeof createItemParameters>,
  'amount' | 'currency' | 'description' | 'metadata' | 'period' | 'pricing' | 'quantity'
> & { readonly price_data?: z.output<typeof oncePrice> | undefined };
