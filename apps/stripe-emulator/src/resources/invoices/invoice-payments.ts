import type Stripe from 'stripe';
import { z } from 'zod';
import { filled } from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice, WireList } from '../../store/records/wire.js';
import { idOf } from '../reference.js';
import { Resource } from '../resource.js';

/** Ties an intent to an invoice: by default the one that was made for it, or another that pays a part. */
export function createInvoicePayment(
  operation: Operation,
  invoice: WireInvoice,
  intent: string,
  { amount, isDefault }: { amount: number; isDefault: boolean },
): Stripe.InvoicePayment {
  const payment: Stripe.InvoicePayment = {
    id: operation.newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: amount,
    created: operation.nowSeconds,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: isDefault,
    livemode: false,
    payment: { payment_intent: intent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  };
  operation.tx.put('invoice_payment', payment.id, payment, operation.account);
  return payment;
}

/** All payments of an invoice, oldest first. */
export function paymentsOf(operation: Operation, invoice: string): Stripe.InvoicePayment[] {
  return operation.tx
    .rows('invoice_payment', operation.account)
    .map(({ value }) => value)
    .filter((payment) => payment.invoice === invoice);
}

/** The same as the API includes them in an invoice. */
export function paymentList(operation: Operation, invoice: string): WireList<Stripe.InvoicePayment> {
  const data = paymentsOf(operation, invoice).reverse();
  return { object: 'list', data, has_more: false, url: `/v1/invoice_payments?invoice=${invoice}` };
}

/** The payment of an invoice that waits for an intent. */
export function openPaymentBy(operation: Operation, intent: string): Stripe.InvoicePayment | null {
  const payment = operation.tx
    .rows('invoice_payment', operation.account)
    .find(({ value }) => value.payment.payment_intent === intent && value.status === 'open');
  return payment?.value ?? null;
}

/** The open invoice that an intent is to pay. */
export function invoiceAwaiting(operation: Operation, intent: string): WireInvoice | null {
  const invoice = operation.tx.get('invoice', idOf(openPaymentBy(operation, intent)?.invoice));
  return invoice?.status === 'open' ? invoice : null;
}

/** The open intent that was made for the invoice. */
export function defaultIntent(operation: Operation, invoice: string): Stripe.PaymentIntent | null {
  const payment = paymentsOf(operation, invoice).find((one) => one.is_default && one.status === 'open');
  const intent = payment?.payment.payment_intent;
  return typeof intent === 'string' ? operation.tx.get('payment_intent', intent)! : null;
}

/** What the page of a payer needs to confirm that intent. */
export function confirmationSecret(operation: Operation, invoice: string): Stripe.Invoice.ConfirmationSecret | null {
  const secret = defaultIntent(operation, invoice)?.client_secret ?? null;
  return secret === null ? null : { client_secret: secret, type: 'payment_intent' };
}

const payments = new Resource('/v1/invoice_payments', 'invoice_payment', 'invoice_payment');

export const invoicePaymentRoutes: readonly Route[] = [
  payments.list({
    equal: { invoice: filled(), status: z.enum(['canceled', 'open', 'paid']) },
    within: ['created'],
    special: { payment: z.strictObject({ payment_intent: filled(), type: z.enum(['payment_intent']) }) },
    matches: (one, { payment }) => payment === undefined || one.payment.payment_intent === payment.payment_intent,
  }),
  payments.retrieve(),
];
