import type Stripe from 'stripe';
import type { Operation } from '../../operation.js';
import type { InvoiceFacts } from '../../store/records/invoice-facts.js';
import type { WireInvoice, WireInvoiceLine } from '../../store/records/wire.js';
import { change } from '../change.js';

export interface InvoiceFields {
  readonly customer: Stripe.Customer;
  readonly currency: string;
  readonly fields: Partial<WireInvoice>;
  readonly daysUntilDue?: number | null;
}

/** Makes and stores a draft without lines. */
export function createDraft(
  operation: Operation,
  { customer, currency, fields, daysUntilDue = null }: InvoiceFields,
): WireInvoice {
  const id = operation.newId('in');
  const invoice: WireInvoice = {
    ...UNUSED,
    ...payerFields(operation, customer),
    id,
    object: 'invoice',
    created: operation.nowSeconds,
    currency,
    custom_fields: customer.invoice_settings.custom_fields,
    customer: customer.id,
    due_date: daysUntilDue === null ? null : operation.nowSeconds + daysUntilDue * DAY_SECONDS,
    footer: customer.invoice_settings.footer,
    lines: lineList(id, []),
    period_end: operation.nowSeconds,
    period_start: operation.nowSeconds,
    ...fields,
  };
  operation.tx.put('invoice', id, invoice, operation.account);
  const facts: InvoiceFacts = { daysUntilDue, refusedMethod: null, retries: 0 };
  operation.tx.put('invoice_facts', id, facts, operation.account);
  return invoice;
}

/** A draft with other lines; every sum follows from them. */
export function withLines(operation: Operation, invoice: WireInvoice, lines: readonly WireInvoiceLine[]): WireInvoice {
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const due = Math.max(total, 0);
  return change(operation, 'invoice', invoice, {
    amount_due: due,
    amount_remaining: due,
    lines: lineList(invoice.id, lines),
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  });
}

function lineList(invoice: string, data: readonly WireInvoiceLine[]): WireInvoice['lines'] {
  return { object: 'list', data, has_more: false, url: `/v1/invoices/${invoice}/lines` };
}

/** What the invoice shows of its payer: a copy that no longer changes once it is finalized. */
export function payerFields(operation: Operation, customer: Stripe.Customer): Partial<WireInvoice> {
  const taxIds = operation.tx
    .rows('tax_id', operation.account)
    .filter(({ value }) => value.customer === customer.id)
    .map(({ value }): Stripe.Invoice.CustomerTaxId => ({ type: value.type, value: value.value }));
  return {
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_tax_exempt: customer.tax_exempt ?? null,
    customer_tax_ids: taxIds,
  };
}

export const DAY_SECONDS = 24 * 60 * 60;

const UNUSED = {
  account_country: 'US',
  account_name: 'Simulated platform',
  account_tax_ids: null,
  amount_due: 0,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  auto_advance: false,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  billing_reason: 'manual',
  collection_method: 'charge_automatically',
  customer_account: null,
  customer_address: null,
  customer_email: null,
  customer_name: null,
  customer_phone: null,
  customer_shipping: null,
  customer_tax_exempt: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  effective_at: null,
  ending_balance: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  metadata: {},
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  parent: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  status: 'draft',
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  subtotal: 0,
  subtotal_excluding_tax: 0,
  test_clock: null,
  total: 0,
  total_discount_amounts: [],
  total_excluding_tax: 0,
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
} satisfies Partial<WireInvoice>;
