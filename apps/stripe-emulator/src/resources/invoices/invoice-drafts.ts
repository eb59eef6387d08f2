import { invalidParameter, noSuchParameter } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import { changedMetadata, given } from '../../http/parameters.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { customerParameter } from '../customers/lookup.js';
import { idOf } from '../reference.js';
import { planFinalization } from './finalization.js';
import { refuseFinal } from './invoice-actions.js';
import { createDraft, DAY_SECONDS } from './invoice-object.js';
import type { CreateInvoiceParameters, UpdateInvoiceParameters } from './invoice-parameters.js';
import { settingsObject } from './payment-settings.js';
import { takeWaitingItems } from './waiting-items.js';
import { change } from '../change.js';

const DEFAULT_CURRENCY = 'usd';
const DEFAULT_DAYS_UNTIL_DUE = 30;

/** `POST /v1/invoices` */
export function createInvoice(operation: Operation, parameters: CreateInvoiceParameters): WireInvoice {
  const customer = customerParameter(operation, parameters.customer);
  const currency = parameters.currency ?? customer.currency ?? DEFAULT_CURRENCY;
  checkDue(parameters, parameters.collection_method ?? 'charge_automatically');
  const { auto_advance, collection_method, custom_fields, description, due_date, footer, metadata } = parameters;
  const draft = createDraft(operation, {
    customer,
    currency,
    daysUntilDue: dueDays(parameters),
    fields: {
      ...given({ auto_advance, collection_method, custom_fields, description, due_date, footer, metadata }),
      default_payment_method: savedMethod(operation, customer.id, parameters.default_payment_method),
      payment_settings: settingsObject(currency, parameters.payment_settings),
    },
  });
  const isFilled = parameters.pending_invoice_items_behavior === 'include';
  const filled = isFilled ? takeWaitingItems(operation, draft) : draft;
  const planned = planFinalization(operation, filled);
  emitEvent(operation, 'invoice.created', planned);
  return planned;
}

function checkDue({ days_until_due: days, due_date: date }: UpdateInvoiceParameters, method: string): void {
  if (days !== undefined && date !== undefined) {
    throw invalidParameter('due_date', 'You may only specify one of these parameters: due_date, days_until_due.');
  }
  if (method === 'charge_automatically' && (days !== undefined || date !== undefined)) {
    const name = days === undefined ? 'due_date' : 'days_until_due';
    throw invalidParameter(name, `You can only specify ${name} if collection_method is send_invoice.`);
  }
}

/** Null when the date is given, or there is none. */
function dueDays({ collection_method, days_until_due, due_date }: CreateInvoiceParameters): number | null {
  if (collection_method !== 'send_invoice' || due_date !== undefined) return null;
  return days_until_due ?? DEFAULT_DAYS_UNTIL_DUE;
}

function savedMethod(operation: Operation, customer: string, id: string | undefined): string | null {
  if (id === undefined) return null;
  if (operation.tx.get('payment_method', id)?.customer === customer) return id;
  throw noSuchParameter('PaymentMethod', id, 'default_payment_method');
}

/** What can still be changed once the invoice is final. */
const ALWAYS_CHANGEABLE = ['auto_advance', 'default_payment_method', 'expand', 'metadata'];

/** `POST /v1/invoices/{id}` */
export function updateInvoice(
  operation: Operation,
  invoice: WireInvoice,
  parameters: UpdateInvoiceParameters,
): WireInvoice {
  const named = Object.entries(parameters).filter(([, value]) => value !== undefined);
  if (named.some(([name]) => !ALWAYS_CHANGEABLE.includes(name))) refuseFinal(invoice);
  const method = parameters.collection_method ?? invoice.collection_method;
  checkDue(parameters, method);
  const { auto_advance, custom_fields, description, due_date, footer, payment_settings: settings } = parameters;
  const chosen = parameters.default_payment_method;
  const changed = change(operation, 'invoice', invoice, {
    ...given({ auto_advance, custom_fields, description, due_date, footer }),
    ...(chosen === undefined ? {} : { default_payment_method: savedMethod(operation, idOf(invoice.customer), chosen) }),
    ...(settings === undefined ? {} : { payment_settings: settingsObject(invoice.currency, settings) }),
    collection_method: method,
    metadata: changedMetadata(invoice.metadata ?? {}, parameters.metadata),
  });
  const updated = planFinalization(operation, withDays(operation, changed, parameters));
  emitEvent(operation, 'invoice.updated', updated, previousAttributes(invoice, updated));
  return updated;
}

function withDays(operation: Operation, invoice: WireInvoice, parameters: UpdateInvoiceParameters): WireInvoice {
  const { days_until_due: days, due_date: date } = parameters;
  if (days === undefined && date === undefined) return invoice;
  const facts = operation.tx.get('invoice_facts', invoice.id)!;
  operation.tx.put('invoice_facts', invoice.id, { ...facts, daysUntilDue: days ?? null });
  return days === undefined
    ? invoice
    : change(operation, 'invoice', invoice, { due_date: operation.nowSeconds + days * DAY_SECONDS });
}
