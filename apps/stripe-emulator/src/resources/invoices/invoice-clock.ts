import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import { tryInvoice } from './collection.js';
import { finalize, sendInvoice } from './finalization.js';

/** Due task: a draft that advances by itself becomes an invoice. */
export function finalizeByClock(operation: Operation, id: string): void {
  const draft = operation.tx.get('invoice', id);
  if (draft?.status !== 'draft' || draft.auto_advance !== true) return;
  const open = finalize(operation, draft);
  if (open.status === 'open' && open.collection_method === 'send_invoice') sendInvoice(operation, open);
}

/** Due task: the due date is near. */
export function warnOfDueDate(operation: Operation, id: string): void {
  const invoice = operation.tx.get('invoice', id);
  if (invoice?.status === 'open') emitEvent(operation, 'invoice.will_be_due', invoice);
}

/** Due task: the due date has passed. */
export function noteOverdue(operation: Operation, id: string): void {
  const invoice = operation.tx.get('invoice', id);
  if (invoice?.status === 'open') emitEvent(operation, 'invoice.overdue', invoice);
}

/** Due task: the next automatic try. */
export function retryInvoice(operation: Operation, id: string): void {
  const invoice = operation.tx.get('invoice', id);
  if (invoice?.status === 'open') tryInvoice(operation, invoice);
}
