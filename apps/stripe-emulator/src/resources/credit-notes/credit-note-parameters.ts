import { z } from 'zod';
import { expand, filled, integer, metadata, metadataChange, page, text } from '../../http/parameters.js';

const line = z.strictObject({
  amount: integer(1).optional(),
  description: text(500).optional(),
  invoice_line_item: filled().optional(),
  metadata: metadata.optional(),
  quantity: integer(1).optional(),
  type: z.enum(['custom_line_item', 'invoice_line_item']),
  unit_amount: integer(1).optional(),
});
export type CreditedLine = z.output<typeof line>;

const credited = {
  amount: integer(1).optional(),
  credit_amount: integer(0).optional(),
  effective_at: integer(0).optional(),
  email_type: z.enum(['credit_note', 'none']).optional(),
  invoice: filled(),
  lines: z.array(line).min(1).max(20).optional(),
  memo: text().optional(),
  metadata: metadata.optional(),
  out_of_band_amount: integer(0).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']).optional(),
  refund_amount: integer(0).optional(),
};

export const createCreditNoteParameters = z.strictObject({ ...credited, expand });
export type CreateCreditNoteParameters = z.output<typeof createCreditNoteParameters>;
export const previewLinesParameters = z.strictObject({ ...credited, ...page });
export const updateCreditNoteParameters = z.strictObject({
  expand,
  memo: text().optional(),
  metadata: metadataChange.optional(),
});
