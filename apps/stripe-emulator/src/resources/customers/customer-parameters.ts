import { z } from 'zod';
import { address, expand, filled, integer, metadata, metadataChange, text, unsettable } from '../../http/parameters.js';

const customField = z.strictObject({ name: filled(40), value: filled(140) });
/** Lines such as a purchase order number, at most four. */
export const customFields = unsettable(z.array(customField).max(4));

const shared = {
  address: unsettable(address).optional(),
  description: unsettable(text()).optional(),
  email: unsettable(text(800)).optional(),
  expand,
  invoice_prefix: z
    .string()
    .regex(/^[A-Z0-9]{3,12}$/)
    .optional(),
  invoice_settings: z
    .strictObject({
      custom_fields: customFields.optional(),
      default_payment_method: unsettable(filled()).optional(),
      footer: unsettable(text()).optional(),
    })
    .optional(),
  name: unsettable(text(256)).optional(),
  next_invoice_sequence: integer(1).optional(),
  phone: unsettable(text(20)).optional(),
  preferred_locales: z.array(text()).optional(),
  tax_exempt: unsettable(z.enum(['exempt', 'none', 'reverse'])).optional(),
};

export const taxIdParameters = z.strictObject({ type: filled(20), value: filled(100) });
export const createCustomerParameters = z.strictObject({
  ...shared,
  metadata: metadata.optional(),
  payment_method: filled().optional(),
  tax_id_data: z.array(taxIdParameters).max(5).optional(),
});
export const updateCustomerParameters = z.strictObject({ ...shared, metadata: metadataChange.optional() });
export type CustomerChange = Omit<z.output<typeof updateCustomerParameters>, 'expand' | 'metadata'>;
