import { DAY_MS } from '#platform/kernel';
import type { ApiError } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { schedule } from '../../tasks.js';
import { followUnpaidInvoice, subscriptionOf } from '../subscriptions/subscription-state.js';
import { tryInvoice } from './collection.js';
import { finalize, obstacleTo, sendInvoice } from './finalization.js';
import { change } from '../change.js';

/** How long after its due date the invoice of a subscription counts as lost. */
const ABANDON_DAYS = 30;

/** Due task: a draft that advances by itself becomes an invoice. */
export function finalizeByClock(operation: Operation, id: string): void {
  const draft = operation.tx.get('invoice', id);
  if (draft?.status !== 'draft' || draft.auto_advance !== true) return;
  const obstacle = obstacleTo(operation, draft);
  if (obstacle !== null) {
    noteObstacle(operation, draft, obstacle);
    return;
  }
  const open = finalize(operation, draft);
  if (open.status === 'open' && open.collection_method === 'send_invoice') sendInvoice(operation, open);
}

/** Nobody is there to be refused: the draft says what is wrong with it and goes no further by itself. */
function noteObstacle(operation: Operation, draft: WireInvoice, { code, message }: ApiError): void {
  const failed = change(operation, 'invoice', draft, {
    auto_advance: false,
    automatically_finalizes_at: null,
    last_finalization_error: { ...(code === null ? {} : { code }), message, type: 'invalid_request_error' },
  });
  emitEvent(operation, 'invoice.finalization_failed', failed);
}

/** Due task: the due date is near. */
export function warnOfDueDate(operation: Operation, id: string): void {
  const invoice = operation.tx.get('invoice', id);
  if (invoice?.status === 'open') emitEvent(operation, 'invoice.will_be_due', invoice);
}

/** Due task: the due date has passed. */
export function noteOverdue(operation: Operation, id: string): void {
  const invoice = operation.tx.get('invoice', id);
  if (invoice?.status !== 'open') return;
  emitEvent(operation, 'invoice.overdue', invoice);
  if (subscriptionOf(invoice) === '') return;
  followUnpaidInvoice(operation, invoice, false);
  schedule(operation, 'invoice.abandon', id, operation.instant.getTime() + ABANDON_DAYS * DAY_MS);
}

/** Due task: an invoice that was sent has been overdue for so long that nobody waits for it any more. */
export function abandonInvoice(operation: Operation, id: string): void {
  const invoice = operation.tx.get('invoice', id);
  if (invoice?.status === 'open') followUnpaidInvoice(operation, invoice, true);
}

/** Due task: the next automatic try. */
export function retryInvoice(operation: Operation, id: string): void {
  const invoice = operation.tx.get('invoice', id);
  if (invoice?.status === 'open') tryInvoice(operation, invoice);
}
