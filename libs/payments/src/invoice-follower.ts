import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { LedgerService } from '#libs/ledger';
import { payerNoticeDue, moneyPayload, type PayerNotice } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { Clock, money, present, stripeMoney, systemActor } from '#platform/kernel';
import { Invoice } from './invoice.entity.js';
import { invoicePaidPosting, invoicePartKeptPosting } from './invoice.postings.js';
import { invoiceActionFor, type InvoiceAction } from './invoice.states.js';
import { partsOf, receivedOf, receivedWhole } from './invoice-parts.js';
import { saveInvoice } from './invoices.service.js';
import { Payment } from './payment.entity.js';
import { tellGivenUp, tellSucceeded } from './payment-news.js';
import { PaymentsService, lockPayment } from './payments.service.js';
import { StripeClient } from './stripe-client.js';
import { SubscriptionFollower, subscriptionOf } from './subscription-follower.js';
import { idOf } from './stripe-reference.js';

const ACTOR = systemActor('payments.follow-invoice');
const PAGE = 100;

/** A payment towards an invoice, as Stripe shows it. */
interface Paying {
  readonly isDefault: boolean;
  readonly intent: Stripe.PaymentIntent;
}

/** An invoice with everything that pays it, as they were read from `readAt` on. */
interface Seen {
  readonly remote: Stripe.Invoice;
  readonly paying: readonly Paying[];
  readonly readAt: Date;
}

/** Takes over what an invoice and its payments show at Stripe. Any order and any number of events ends alike. */
@Injectable()
export class InvoiceFollower {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stripe: StripeClient,
    private readonly ledger: LedgerService,
    private readonly payments: PaymentsService,
    private readonly subscriptions: SubscriptionFollower,
    private readonly clock: Clock,
  ) {}

  /** The invoice that an intent pays, if it pays one. */
  async ofIntent(intentId: string): Promise<string | null> {
    const payment = { type: 'payment_intent', payment_intent: intentId } as const;
    const { data } = await this.stripe.api.invoicePayments.list({ payment, limit: 1 });
    return data[0] ? idOf(data[0].invoice) : null;
  }

  /** The invoice of which an event of its payment tells. */
  async ofInvoicePayment(id: string): Promise<string> {
    return present(idOf((await this.stripe.api.invoicePayments.retrieve(id)).invoice));
  }

  async follow(stripeInvoiceId: string): Promise<void> {
    const seen = await this.read(stripeInvoiceId);
    const subscription = subscriptionOf(seen.remote);
    if (subscription !== null) await this.subscriptions.follow(subscription);
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const find = (): Promise<Invoice | null> =>
        tx.manager.findOne(Invoice, { where: { stripeInvoiceId }, lock: { mode: 'pessimistic_write' } });
      const invoice = (await find()) ?? (await this.subscriptions.adopt(tx, seen.remote, find));
      if (invoice) await this.takeOver(tx, invoice, seen);
    });
  }

  private async read(stripeInvoiceId: string): Promise<Seen> {
    const { api } = this.stripe;
    const readAt = this.clock.now();
    const remote = await api.invoices.retrieve(stripeInvoiceId);
    const { data } = await api.invoicePayments.list({ invoice: stripeInvoiceId, limit: PAGE });
    const paying: Paying[] = [];
    for (const { payment, is_default: isDefault } of data) {
      if (payment.payment_intent === undefined) continue;
      const expand = ['latest_charge.balance_transaction'];
      paying.push({
        isDefault,
        intent: await api.paymentIntents.retrieve(present(idOf(payment.payment_intent)), { expand }),
      });
    }
    // Oldest first, as the parts came.
    return { remote, paying: paying.reverse(), readAt };
  }

  private async takeOver(tx: Tx, invoice: Invoice, { remote, paying, readAt }: Seen): Promise<void> {
    const whole = await this.takePayments(tx, invoice, paying);
    const parts = await partsOf(tx, invoice);
    const received = receivedOf(parts);
    const isAtOnce = receivedWhole(whole);
    const wasOverpaid = invoice.overpaidMinor;
    if (invoice.syncedAt === null || invoice.syncedAt <= readAt) this.mirror(tx, invoice, { remote, paying, readAt });
    const facts = { remoteStatus: remote.status, isCovered: isAtOnce || received >= invoice.amountMinor };
    await this.transition(tx, invoice, whole, { action: invoiceActionFor(invoice.status, facts), isAtOnce });
    if (invoice.status === 'void')
      for (const part of parts) await this.ledger.post(tx, invoicePartKeptPosting(invoice, part, tx.now));
    if (invoice.overpaidMinor > wasOverpaid) tell(tx, invoice, 'invoice_overpaid', invoice.overpaidMinor);
    await saveInvoice(tx, invoice);
  }

  private async transition(
    tx: Tx,
    invoice: Invoice,
    whole: Payment,
    { action, isAtOnce }: { readonly action: InvoiceAction | null; readonly isAtOnce: boolean },
  ): Promise<void> {
    if (action === null) return;
    tx.audit('invoice', invoice.id, action, invoice.apply(action));
    if (action === 'pay' && !isAtOnce) {
      await this.ledger.post(tx, invoicePaidPosting(invoice, whole, tx.now));
      tellSucceeded(tx, whole);
    }
    // The period of a subscription has no pledge yet that could wait, and what is said about it is said by dunning.
    if (action !== 'void' || whole.subscriptionId !== null) return;
    tellGivenUp(tx, whole);
    tell(tx, invoice, 'invoice_voided', invoice.amountMinor);
  }

  /** Each intent is a payment of its own: the one that asks for the whole is known, others are seen here first. */
  private async takePayments(tx: Tx, invoice: Invoice, paying: readonly Paying[]): Promise<Payment> {
    for (const { intent, isDefault } of paying) {
      const payment = isDefault ? invoice.paymentId : await this.partFor(tx, invoice, intent);
      await this.payments.takeOver(tx, present(await lockPayment(tx, payment)), intent);
    }
    return present(await lockPayment(tx, invoice.paymentId));
  }

  private async partFor(tx: Tx, invoice: Invoice, intent: Stripe.PaymentIntent): Promise<Payment['id']> {
    const known = await tx.manager.findOne(Payment, { where: { paymentIntentId: intent.id } });
    if (known) return known.id;
    const { pledgeId, needId } = present(await lockPayment(tx, invoice.paymentId));
    return this.payments.open(tx, {
      pledge: pledgeId === null || needId === null ? null : { id: pledgeId, needId },
      organisationId: invoice.organisationId,
      description: invoice.description,
      amount: stripeMoney(intent.amount, intent.currency),
      means: 'invoice',
      partOf: invoice.paymentId,
    });
  }

  private mirror(tx: Tx, invoice: Invoice, { remote, paying, readAt }: Seen): void {
    const minor = (amount: number): bigint => stripeMoney(amount, remote.currency).minor;
    invoice.number = remote.number;
    invoice.hostedUrl = remote.hosted_invoice_url ?? null;
    invoice.dueAt = remote.due_date === null ? null : new Date(remote.due_date * 1_000);
    // A draft has no line yet.
    if (remote.status !== 'draft') invoice.remainingMinor = minor(remote.amount_remaining);
    invoice.paidMinor = minor(remote.amount_paid);
    invoice.overpaidMinor = minor(remote.amount_overpaid);
    invoice.fundedMinor = paying.reduce((sum, { intent }) => sum + minor(fundedOf(intent)), 0n);
    invoice.syncedAt = readAt;
    const isOverdue = remote.status === 'open' && invoice.dueAt !== null && invoice.dueAt <= tx.now;
    if (!isOverdue || invoice.overdueAt !== null) return;
    invoice.overdueAt = tx.now;
    tx.audit('invoice', invoice.id, 'overdue', { number: invoice.number });
    tell(tx, invoice, 'invoice_overdue', invoice.remainingMinor);
  }
}

/** What an intent has of its payer's transfers while it waits for the rest. */
function fundedOf({ amount, next_action: action, status }: Stripe.PaymentIntent): number {
  const missing = action?.display_bank_transfer_instructions?.amount_remaining;
  return status !== 'requires_action' || typeof missing !== 'number' ? 0 : amount - missing;
}

function tell(tx: Tx, invoice: Invoice, notice: PayerNotice, minor: bigint): void {
  const { organisationId, number, currency } = invoice;
  const amount = moneyPayload(money(minor, currency));
  tx.emit(payerNoticeDue, { organisationId, notice, amount, reference: number ?? '' });
}
