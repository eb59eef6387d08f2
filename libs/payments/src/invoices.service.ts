import { Injectable, type OnModuleInit } from '@nestjs/common';
import type Stripe from 'stripe';
import { BillingDetailsService } from '#libs/identity';
import { Config } from '#platform/config';
import { invoiceVoidDue, moneyPayload, payerNoticeDue } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DAY_MS, addMs, asId, present, type Id } from '#platform/kernel';
import { Invoice, insertInvoice, type InvoiceLine } from './invoice.entity.js';
import { invoiceParameters, linesOf } from './invoice-request.js';
import { INVOICE } from './invoice.states.js';
import { tellGivenUp } from './payment-news.js';
import { lockPayment, savePayment, PaymentsService, type PaymentRequest } from './payments.service.js';
import { Payment } from './payment.entity.js';
import { StripeCallsService } from './stripe-calls.service.js';
import { StripeCustomersService } from './stripe-customers.service.js';
import type { StripeResult } from './stripe-operations.js';

/** How long after its due date an invoice is voided. */
const VOID_AFTER_DAYS = 30;
/** A day later, so that a subscription ends first: what is left is that of one that is paused or has ended. */
export const VOID_PERIOD_AFTER_DAYS = 31;
/** Each invoice makes each of its calls once. */
const ONCE = '1';

export interface InvoiceRequest extends Omit<PaymentRequest, 'means' | 'partOf' | 'subscriptionId'> {
  /** The payer's own reference, printed on the invoice. */
  readonly purchaseOrder: string | null;
  /** What it says it is for, adding up to the amount; one line with the description unless given. */
  readonly lines?: readonly InvoiceLine[];
}

/**
 * Invoices of Stripe, for pledges and for money in advance. The steps of making one (customer, draft, lines, final, sent) are
 * stored calls, each written by the end of the one before it.
 */
@Injectable()
export class InvoicesService implements OnModuleInit {
  constructor(
    private readonly calls: StripeCallsService,
    private readonly customers: StripeCustomersService,
    private readonly payments: PaymentsService,
    private readonly billing: BillingDetailsService,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.customers.listen({
      ready: (tx, organisationId, customer) => this.customerReady(tx, organisationId, customer),
      refused: (tx, organisationId, code) => this.customerRefused(tx, organisationId, code),
    });
    const { calls } = this;
    const refused = (tx: Tx, id: string, code: string) => this.refuse(tx, asId(id), code);
    calls.onOutcome('invoice.create', { done: (tx, id, result) => this.drafted(tx, asId(id), result), refused });
    calls.onOutcome('invoice.add_lines', { done: (tx, id) => this.filled(tx, asId(id)), refused });
    calls.onOutcome('invoice.finalize', { done: (tx, id, result) => this.finalized(tx, asId(id), result), refused });
    // It is open and can be paid all the same; and one that was paid meanwhile is neither sent nor voided.
    const noted = (operation: string) => (tx: Tx, id: string, code: string) => {
      tx.audit('invoice', id, 'callRefused', { operation, code });
      return Promise.resolve();
    };
    const nothing = (): Promise<void> => Promise.resolve();
    calls.onOutcome('invoice.send', { done: nothing, refused: noted('invoice.send') });
    calls.onOutcome('invoice.void', { done: nothing, refused: noted('invoice.void') });
  }

  /** Asks an organisation in writing; the invoice appears within seconds. @throws BillingDetailsMissingError */
  async open(tx: Tx, { purchaseOrder, lines, ...request }: InvoiceRequest): Promise<Id<'pay'>> {
    const { organisationId, amount, description } = request;
    await this.billing.assertKnown(tx, organisationId);
    const paymentId = await this.payments.open(tx, { ...request, means: 'invoice' });
    const invoice = await insertInvoice(tx, {
      organisationId,
      paymentId,
      description,
      amount,
      purchaseOrder,
      lines: lines ?? null,
      stripeInvoiceId: null,
    });
    const customer = await this.customers.ensure(tx, organisationId);
    if (customer !== null) await this.draft(tx, invoice, customer);
    return paymentId;
  }

  /** Nobody waits any more for what a subscription has asked for. */
  async voidOfSubscription(tx: Tx, subscriptionId: Id<'rpl'>): Promise<void> {
    const asking = await tx.manager
      .createQueryBuilder(Invoice, 'invoice')
      .innerJoin(Payment, 'payment', 'payment.id = invoice.paymentId')
      .where('payment.subscriptionId = :subscriptionId', { subscriptionId })
      .orderBy('invoice.id')
      .getMany();
    for (const { id } of asking) await this.voidUnpaid(tx, id);
  }

  /** For the timer too: nobody waits for an invoice that is a month overdue. One that was paid is refused by Stripe. */
  async voidUnpaid(tx: Tx, id: Id<'ivc'>): Promise<void> {
    const invoice = await lockInvoice(tx, id);
    if (!invoice?.stripeInvoiceId || !INVOICE.transitions.void.from.includes(invoice.status)) return;
    if (await this.calls.wasRequested(tx, 'invoice.void', id)) return;
    await this.calls.request(tx, 'invoice.void', { id, attempt: ONCE }, { id: invoice.stripeInvoiceId });
  }

  private async customerReady(tx: Tx, organisationId: Id<'org'>, customer: string): Promise<void> {
    for (const invoice of await waiting(tx, organisationId)) await this.draft(tx, invoice, customer);
  }

  private async customerRefused(tx: Tx, organisationId: Id<'org'>, code: string): Promise<void> {
    for (const { id } of await waiting(tx, organisationId)) await this.refuse(tx, id, code);
  }

  private async draft(tx: Tx, invoice: Invoice, customer: string): Promise<void> {
    const { address } = present(await this.billing.findWithin(tx, invoice.organisationId));
    const daysUntilDue = this.config.get('INVOICE_DAYS_UNTIL_DUE');
    await this.calls.request(
      tx,
      'invoice.create',
      { id: invoice.id, attempt: ONCE },
      invoiceParameters(invoice, { customer, country: address.country, daysUntilDue }),
    );
  }

  private async drafted(tx: Tx, id: Id<'ivc'>, { object }: StripeResult): Promise<void> {
    const invoice = present(await lockInvoice(tx, id));
    const remote = object as Stripe.Invoice;
    invoice.stripeInvoiceId = remote.id;
    await saveInvoice(tx, invoice);
    const parameters = { id: remote.id, lines: linesOf(invoice) };
    await this.calls.request(tx, 'invoice.add_lines', { id, attempt: ONCE }, parameters);
  }

  private async filled(tx: Tx, id: Id<'ivc'>): Promise<void> {
    const { stripeInvoiceId } = present(await lockInvoice(tx, id));
    const parameters = { id: present(stripeInvoiceId), auto_advance: true };
    await this.calls.request(tx, 'invoice.finalize', { id, attempt: ONCE }, parameters);
  }

  /** Cash that was there before may have paid it at once; then there is nothing to send. */
  private async finalized(tx: Tx, id: Id<'ivc'>, { object }: StripeResult): Promise<void> {
    const remote = object as Stripe.Invoice;
    planVoiding(tx, id, remote, VOID_AFTER_DAYS);
    if (remote.status !== 'open') return;
    await this.calls.request(tx, 'invoice.send', { id, attempt: ONCE }, { id: remote.id });
  }

  /** Stripe does not make it: the payment ends, and so does what it was for. */
  private async refuse(tx: Tx, id: Id<'ivc'>, code: string): Promise<void> {
    const invoice = await lockInvoice(tx, id);
    if (!invoice || !INVOICE.transitions.refuse.from.includes(invoice.status)) return;
    const payment = present(await lockPayment(tx, invoice.paymentId));
    tx.audit('invoice', id, 'refuse', { ...invoice.apply('refuse'), code });
    await saveInvoice(tx, invoice);
    payment.failureCode = code;
    tx.audit('payment', payment.id, 'cancel', payment.apply('cancel'));
    await savePayment(tx, payment);
    tellGivenUp(tx, payment);
    tx.emit(payerNoticeDue, {
      organisationId: invoice.organisationId,
      notice: 'invoice_refused',
      amount: moneyPayload(invoice.amount),
      reference: code,
    });
  }
}

/** Sets the timer that voids an invoice so many days after its due date. */
export function planVoiding(
  tx: Tx,
  invoiceId: Id<'ivc'>,
  { created, due_date: due }: Stripe.Invoice,
  afterDays: number,
): void {
  tx.emit(invoiceVoidDue, { invoiceId }, addMs(new Date((due ?? created) * 1_000), afterDays * DAY_MS));
}

/** Drafts that Stripe has not heard of yet. */
function waiting(tx: Tx, organisationId: Id<'org'>): Promise<Invoice[]> {
  return tx.manager
    .createQueryBuilder(Invoice, 'invoice')
    .where(
      'invoice.organisationId = :organisationId AND invoice.status = :status AND invoice.stripeInvoiceId IS NULL',
      {
        organisationId,
        status: INVOICE.initial,
      },
    )
    .orderBy('invoice.id')
    .setLock('pessimistic_write')
    .getMany();
}

export function lockInvoice(tx: Tx, id: Id<'ivc'>): Promise<Invoice | null> {
  return tx.manager.findOne(Invoice, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

export async function saveInvoice(tx: Tx, invoice: Invoice): Promise<void> {
  const { id, version } = invoice;
  await tx.manager.update(
    Invoice,
    { id, version },
    {
      status: invoice.status,
      stripeInvoiceId: invoice.stripeInvoiceId,
      number: invoice.number,
      hostedUrl: invoice.hostedUrl,
      dueAt: invoice.dueAt,
      paidMinor: invoice.paidMinor,
      remainingMinor: invoice.remainingMinor,
      overpaidMinor: invoice.overpaidMinor,
      fundedMinor: invoice.fundedMinor,
      keptMinor: invoice.keptMinor,
      overdueAt: invoice.overdueAt,
      syncedAt: invoice.syncedAt,
      version: version + 1,
    },
  );
  invoice.version = version + 1;
}
