import { Injectable, type OnModuleInit } from '@nestjs/common';
import type Stripe from 'stripe';
import { LedgerService } from '#libs/ledger';
import { Config } from '#platform/config';
import { transfersDue } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import {
  asId,
  formatId,
  newId,
  sameMoney,
  stripeAmount,
  stripeMoney,
  systemActor,
  type Id,
  type Money,
} from '#platform/kernel';
import { balanceTransaction } from './balance-transaction.js';
import { Payment, type PaymentMeans } from './payment.entity.js';
import { PAYMENT, actionFor, type PaymentAction } from './payment.states.js';
import { invoicePartPaidPosting, paymentSettledPosting, paymentSucceededPosting } from './payments.postings.js';
import { tellExpired, tellGivenUp, tellSucceeded } from './payment-news.js';
import { StripeCallsService } from './stripe-calls.service.js';
import type { StripeResult } from './stripe-operations.js';

const ACTOR = systemActor('payments.follow-stripe');

export interface PaymentRequest {
  /** The pledge that is paid, and its need; null for a payment in advance. */
  readonly pledge: { readonly id: Id<'plg'>; readonly needId: Id<'need'> } | null;
  readonly organisationId: Id<'org'>;
  /** What the payer reads at Stripe. */
  readonly description: string;
  readonly amount: Money;
  readonly means: PaymentMeans;
  /** The payment that asks for the whole, when this one pays a part of its invoice. */
  readonly partOf?: Id<'pay'>;
  /** The subscription of which it pays a period. */
  readonly subscriptionId?: Id<'rpl'>;
  /** The allocation run whose lines it pays, out of the balance that it goes into. */
  readonly runId?: Id<'alr'>;
}

/** Payments follow what Stripe shows when it is asked, whatever event made us ask, in whatever order. */
@Injectable()
export class PaymentsService implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly calls: StripeCallsService,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.calls.onOutcome('checkout.create', {
      done: (tx, id, result) => this.sessionCreated(tx, asId(id), result),
      refused: (tx, id, code) => this.sessionRefused(tx, asId(id), code),
    });
  }

  /** Opens a payment: the row, and for one at Stripe the call that makes its Checkout Session. */
  async open(
    tx: Tx,
    { pledge, organisationId, description, amount, means, partOf, subscriptionId, runId }: PaymentRequest,
  ): Promise<Id<'pay'>> {
    const payment = Object.assign(new Payment(), {
      id: newId<'pay'>(),
      pledgeId: pledge?.id ?? null,
      needId: pledge?.needId ?? null,
      organisationId,
      means,
      partOf: partOf ?? null,
      subscriptionId: subscriptionId ?? null,
      allocationRunId: runId ?? null,
      amountMinor: amount.minor,
      currency: amount.currency,
      status: PAYMENT.initial,
      createdAt: tx.now,
      version: 1,
    });
    await tx.manager.insert(Payment, payment);
    tx.audit('payment', payment.id, 'open', {
      pledgeId: payment.pledgeId,
      organisationId,
      minor: amount.minor.toString(),
      currency: amount.currency,
    });
    if (means === 'checkout')
      await this.calls.request(
        tx,
        'checkout.create',
        { id: payment.id, attempt: '1' },
        this.sessionParameters(payment, description),
      );
    return payment.id;
  }

  /** For the bank, in its transaction: a payment by bank of the organisation; locked. */
  async lockForBank(tx: Tx, id: Id<'pay'>): Promise<Payment | null> {
    const payment = await lockPayment(tx, id);
    return payment?.means === 'bank' ? payment : null;
  }

  /** For the bank, in its transaction: the money is there. */
  async receiveByBank(tx: Tx, payment: Payment): Promise<void> {
    const change = payment.apply('receiveByBank');
    payment.succeededAt = tx.now;
    await savePayment(tx, payment);
    tx.audit('payment', payment.id, 'receiveByBank', change);
    tellSucceeded(tx, payment);
  }

  /** For the bank, in its transaction: money in advance that was entered by mistake. A pledge goes on waiting for its own. */
  async forgetAdvance(tx: Tx, id: Id<'pay'>): Promise<void> {
    const payment = await this.lockForBank(tx, id);
    if (payment?.pledgeId !== null) return;
    tx.audit('payment', id, 'cancel', payment.apply('cancel'));
    await savePayment(tx, payment);
  }

  /** Takes over what a PaymentIntent and its charge show. Applying the same state again changes nothing. */
  async follow(intent: Stripe.PaymentIntent): Promise<void> {
    const paymentId = intent.metadata.payment_id;
    if (paymentId === undefined) return;
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const payment = await lockPayment(tx, asId(paymentId));
      if (payment) await this.takeOver(tx, payment, intent);
    });
  }

  /** The same in a transaction that has locked the payment. */
  async takeOver(tx: Tx, payment: Payment, intent: Stripe.PaymentIntent): Promise<void> {
    payment.paymentIntentId = intent.id;
    payment.failureCode = intent.last_payment_error?.code ?? payment.failureCode;
    const action = actionFor(payment.status, intent.status);
    if (action) await this.transition(tx, payment, action, intent);
    await this.settleIfKnown(tx, payment, intent);
    await savePayment(tx, payment);
  }

  /** A session that ended without a payment. */
  async expire(session: Stripe.Checkout.Session): Promise<void> {
    const paymentId = session.metadata?.payment_id;
    if (paymentId === undefined || session.status !== 'expired') return;
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const payment = await lockPayment(tx, asId(paymentId));
      if (!payment || !PAYMENT.transitions.cancel.from.includes(payment.status)) return;
      tx.audit('payment', payment.id, 'cancel', payment.apply('cancel'));
      await savePayment(tx, payment);
      tellExpired(tx, payment);
    });
  }

  private async transition(
    tx: Tx,
    payment: Payment,
    action: PaymentAction,
    intent: Stripe.PaymentIntent,
  ): Promise<void> {
    if (action !== 'succeed') {
      tx.audit('payment', payment.id, action, payment.apply(action));
      // Nothing is opened anew for a saved card, as it is for a Checkout.
      if (action === 'cancel' && (payment.means === 'saved_method' || payment.allocationRunId !== null))
        tellGivenUp(tx, payment);
      return;
    }
    const received = stripeMoney(intent.amount_received, intent.currency);
    if (payment.isPartOfInvoice(received)) {
      payment.receivedMinor = received.minor;
      payment.succeededAt = tx.now;
      tx.audit('payment', payment.id, 'succeed', payment.apply('succeed'));
      await this.ledger.post(tx, invoicePartPaidPosting(payment, received, tx.now));
      return;
    }
    if (!sameMoney(received, payment.amount)) {
      tx.audit('payment', payment.id, 'hold', payment.apply('hold'));
      return;
    }
    const change = payment.apply('succeed');
    payment.succeededAt = tx.now;
    await this.ledger.post(tx, paymentSucceededPosting(payment, tx.now));
    tx.audit('payment', payment.id, 'succeed', change);
    tellSucceeded(tx, payment);
  }

  private async settleIfKnown(tx: Tx, payment: Payment, intent: Stripe.PaymentIntent): Promise<void> {
    const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
    const settled = typeof charge?.balance_transaction === 'object' ? charge.balance_transaction : null;
    if (payment.status !== 'succeeded' || !charge || !settled) return;
    payment.chargeId = charge.id;
    const transaction = balanceTransaction(settled);
    payment.feeMinor = transaction.fee.minor;
    payment.netMinor = transaction.net.minor;
    // Held in another currency than was pledged: the books follow Stripe, and a person decides whose the money is.
    const action = transaction.gross.currency === payment.currency ? 'settle' : 'hold';
    const change = payment.apply(action);
    await this.ledger.post(tx, paymentSettledPosting(payment, transaction));
    tx.audit('payment', payment.id, action, change);
    tx.emit(transfersDue, { reason: 'payment settled' });
  }

  private async sessionCreated(tx: Tx, paymentId: Id<'pay'>, { object }: StripeResult): Promise<void> {
    const session = object as Stripe.Checkout.Session;
    const payment = await lockPayment(tx, paymentId);
    if (!payment) return;
    payment.checkoutSessionId = session.id;
    payment.checkoutUrl = session.url;
    tx.audit('payment', paymentId, 'openCheckout', { sessionId: session.id });
    await savePayment(tx, payment);
  }

  private async sessionRefused(tx: Tx, paymentId: Id<'pay'>, code: string): Promise<void> {
    const payment = await lockPayment(tx, paymentId);
    if (!payment) return;
    payment.failureCode = code;
    tx.audit('payment', paymentId, 'cancel', payment.apply('cancel'));
    await savePayment(tx, payment);
    tellExpired(tx, payment);
  }

  private sessionParameters(payment: Payment, description: string): Stripe.Checkout.SessionCreateParams {
    const { pledgeId, needId } = payment;
    const reference = pledgeId === null ? formatId('pay', payment.id) : formatId('plg', pledgeId);
    const metadata = { payment_id: payment.id, ...(pledgeId === null ? {} : { pledge_id: reference }) };
    const returnTo = (outcome: string): string =>
      new URL(`/payments/${outcome}?of=${reference}`, this.config.get('PUBLIC_URL')).href;
    return {
      mode: 'payment',
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: payment.currency.toLowerCase(),
            unit_amount: stripeAmount(payment.amount),
            product_data: { name: description.slice(0, 200) },
          },
        },
      ],
      success_url: returnTo('done'),
      cancel_url: returnTo('abandoned'),
      client_reference_id: reference,
      metadata,
      payment_intent_data: {
        metadata,
        ...(needId === null ? {} : { transfer_group: formatId('need', needId) }),
      },
    };
  }
}

export function lockPayment(tx: Tx, id: Id<'pay'>): Promise<Payment | null> {
  return tx.manager.findOne(Payment, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

export async function savePayment(tx: Tx, payment: Payment): Promise<void> {
  const { id, version } = payment;
  await tx.manager.update(
    Payment,
    { id, version },
    {
      status: payment.status,
      checkoutSessionId: payment.checkoutSessionId,
      checkoutUrl: payment.checkoutUrl,
      paymentIntentId: payment.paymentIntentId,
      chargeId: payment.chargeId,
      feeMinor: payment.feeMinor,
      netMinor: payment.netMinor,
      failureCode: payment.failureCode,
      receivedMinor: payment.receivedMinor,
      succeededAt: payment.succeededAt,
      attempts: payment.attempts,
      declines: payment.declines,
      actionBy: payment.actionBy,
      version: version + 1,
    },
  );
  payment.version = version + 1;
}
