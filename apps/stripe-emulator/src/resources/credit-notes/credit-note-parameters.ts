import { z } from 'zod';
import { expand, filled, integer, metadata, metadataChange, page, text } from '../../http/parameters.js';

const line = z.strictObject({
  amount: integer(1).optional(),
  description: text().optional(),
  invoice_line_item: filled().optional(),
  quantity: integer(1).optional(),
  type: z.enum(['custom_line_item', 'invoice_line_item']),
  unit_amount: integer(1).optional(),
});

const noteFields = {
  amount: integer(1).optional(),
  credit_amount: integer(1).optional(),
  effective_at: integer(0).optional(),
  email_type: z.enum(['credit_note', 'none']).optional(),
  expand,
  invoice: filled(),
  lines: z.array(line).min(1).optional(),
  memo: text().optional(),
  metadata: metadata.optional(),
  out_of_band_amount: integer(1).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']).optional(),
  refund_amount: integer(1).optional(),
};
export const createNoteParameters = z.strictObject(noteFields);
export const previewLinesParameters = z.strictObject({ ...noteFields, ...page });
export const updateNoteParameters = z.strictObject({
  expand,
  memo: text().optional(),
  metadata: metadataChange.optional(),
});
export type NoteParameters = z.output<typeof createNoteParameters>;
export type NoteLineParameters = z.output<typeof line>;
