import { Injectable, type OnModuleInit } from '@nestjs/common';
import type Stripe from 'stripe';
import { LedgerQueries, LedgerService } from '#libs/ledger';
import { financeNoticeDue, moneyPayload, refundAdopted, refundEnded, type FinanceNotice } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import {
  asId,
  formatId,
  newId,
  present,
  stripeAmount,
  stripeMoney,
  systemActor,
  type Id,
  type Money,
} from '#platform/kernel';
import { Payment } from './payment.entity.js';
import type { PaymentStatus } from './payment.states.js';
import { lockPayment } from './payments.service.js';
import { PaymentsQueries } from './payments.queries.js';
import { keptTransaction } from './kept-transaction.js';
import { Refund, type RefundCause } from './refund.entity.js';
import {
  balanceReturnedPosting,
  refundFailedPosting,
  refundKeptPosting,
  refundSettledPosting,
} from './refund.postings.js';
import { REFUND, refundActionFor, type RefundStatus } from './refund.states.js';
import { StripeCallsService } from './stripe-calls.service.js';
import { idOf } from './stripe-reference.js';

const ACTOR = systemActor('payments.follow-refunds');

/** Money that goes back to its payer through Stripe. The state follows the refund as Stripe shows it. */
@Injectable()
export class RefundsService implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly ledgerQueries: LedgerQueries,
    private readonly queries: PaymentsQueries,
    private readonly calls: StripeCallsService,
  ) {}

  onModuleInit(): void {
    this.calls.onOutcome('refund.create', {
      done: (tx, id, { object }) => this.followOwn(tx, asId(id), object as Stripe.Refund),
      refused: (tx, id, code) => this.refuse(tx, asId(id), code),
    });
  }

  /** Asks for a refund of a pledge's payment. Its money stands on `refund.payable` already. */
  async openForPledge(tx: Tx, id: Id<'rfd'>, pledgeId: Id<'plg'>, amount: Money): Promise<void> {
    const paymentId = present((await this.queries.paymentsOfPledges(tx, [pledgeId])).get(pledgeId));
    await this.open(tx, present(await lockPayment(tx, paymentId)), { id, amount, cause: 'hold_limit' });
  }

  /** Asks for a refund of what was paid in advance, out of the balance, in this transaction. */
  async openForBalance(tx: Tx, payment: Payment, amount: Money): Promise<void> {
    const refund = await this.open(tx, payment, { id: newId<'rfd'>(), amount, cause: 'hold_limit' });
    await this.ledger.post(tx, balanceReturnedPosting(refund, tx.now));
  }

  /** Takes over a refund that Stripe shows: one of ours, or one that somebody made there. */
  async follow(remote: Stripe.Refund): Promise<void> {
    const ownId = remote.metadata?.refund_id;
    const intentId = idOf(remote.payment_intent);
    await this.unitOfWork.run(ACTOR, async (tx) => {
      if (ownId !== undefined) {
        await this.calls.learn(tx, 'refund.create', ownId, remote.id);
        await this.followOwn(tx, asId(ownId), remote);
        return;
      }
      const payment = intentId === null ? null : await lockPaymentOf(tx, intentId);
      if (payment) await this.followForeign(tx, payment, remote);
    });
  }

  /** Milestones have looked for the money of an adopted refund among what is held. */
  async taken(tx: Tx, id: Id<'rfd'>, found: boolean): Promise<void> {
    const known = present(await tx.manager.findOne(Refund, { where: { id } }));
    const payment = present(await lockPayment(tx, known.paymentId));
    const refund = present(await lock(tx, id));
    if (found) await this.take(tx, payment, refund);
    else if (REFUND.transitions.hold.from.includes(refund.status)) this.hold(tx, refund);
    await this.book(tx, refund);
    await save(tx, refund);
  }

  private async open(
    tx: Tx,
    payment: Payment,
    { id, amount, cause }: { readonly id: Id<'rfd'>; readonly amount: Money; readonly cause: RefundCause },
  ): Promise<Refund> {
    const refund = await this.insert(tx, payment, { id, amount, cause, status: REFUND.initial, stripeRefundId: null });
    await this.take(tx, payment, refund);
    await save(tx, refund);
    await this.calls.request(
      tx,
      'refund.create',
      { id, attempt: '1' },
      {
        payment_intent: present(payment.paymentIntentId),
        amount: stripeAmount(amount),
        metadata: { refund_id: id },
      },
    );
    return refund;
  }

  private async insert(
    tx: Tx,
    payment: Payment,
    facts: Pick<Refund, 'id' | 'amount' | 'cause' | 'status' | 'stripeRefundId'>,
  ): Promise<Refund> {
    const { id, amount, cause, status, stripeRefundId } = facts;
    const { id: paymentId, pledgeId, organisationId } = payment;
    const refund = Object.assign(new Refund(), {
      id,
      paymentId,
      pledgeId,
      organisationId,
      amountMinor: amount.minor,
      currency: amount.currency,
      cause,
      status,
      stripeRefundId,
      failureCode: null,
      settlement: null,
      failure: null,
      takenAt: null,
      createdAt: tx.now,
      endedAt: null,
      version: 1,
    });
    await tx.manager.insert(Refund, refund);
    tx.audit('refund', id, 'open', {
      paymentId,
      pledgeId,
      cause,
      minor: amount.minor.toString(),
      currency: amount.currency,
    });
    return refund;
  }

  private async followOwn(tx: Tx, id: Id<'rfd'>, remote: Stripe.Refund): Promise<void> {
    const refund = await lock(tx, id);
    if (refund) await this.apply(tx, refund, remote);
  }

  private async followForeign(tx: Tx, payment: Payment, remote: Stripe.Refund): Promise<void> {
    const known = await tx.manager.findOne(Refund, {
      where: { stripeRefundId: remote.id },
      lock: { mode: 'pessimistic_write' },
    });
    await this.apply(tx, known ?? (await this.adopt(tx, payment, remote)), remote);
  }

  /** The payment is locked, so that of two events about one refund the second finds the row of the first. */
  private async adopt(tx: Tx, payment: Payment, remote: Stripe.Refund): Promise<Refund> {
    const refund = await this.insert(tx, payment, {
      id: newId<'rfd'>(),
      amount: stripeMoney(remote.amount, remote.currency),
      cause: 'outside',
      status: 'adopted',
      stripeRefundId: remote.id,
    });
    tellFinance(tx, 'refund_outside', refund);
    // A payment that waits for a person is not known to be held for anybody: the person decides on its refund too.
    if (!HELD.includes(payment.status)) this.hold(tx, refund);
    else if (payment.pledgeId === null) await this.takeFromBalance(tx, payment, refund);
    else
      tx.emit(refundAdopted, {
        refundId: refund.id,
        pledgeId: payment.pledgeId,
        paid: moneyPayload(payment.amount),
        amount: moneyPayload(refund.amount),
      });
    return refund;
  }

  private async takeFromBalance(tx: Tx, payment: Payment, refund: Refund): Promise<void> {
    const owner = formatId('org', payment.organisationId);
    const held = await this.ledgerQueries.heldWithin(tx, 'held.org', owner);
    if (!held.some(({ minor, currency }) => currency === payment.currency && minor >= refund.amountMinor)) {
      this.hold(tx, refund);
      return;
    }
    await this.ledger.post(tx, balanceReturnedPosting(refund, tx.now));
    await this.take(tx, payment, refund);
  }

  private async take(tx: Tx, payment: Payment, refund: Refund): Promise<void> {
    refund.takenAt = tx.now;
    await tx.manager.query(
      'UPDATE payment SET returned_minor = returned_minor + $2, version = version + 1 WHERE id = $1',
      [payment.id, refund.amountMinor.toString()],
    );
    payment.version += 1;
  }

  private hold(tx: Tx, refund: Refund): void {
    tx.audit('refund', refund.id, 'hold', refund.apply('hold'));
    tellFinance(tx, 'refund_not_covered', refund);
  }

  private async apply(tx: Tx, refund: Refund, remote: Stripe.Refund): Promise<void> {
    refund.stripeRefundId = remote.id;
    refund.failureCode = remote.failure_reason ?? refund.failureCode;
    refund.settlement ??= keptTransaction(remote.balance_transaction);
    refund.failure ??= keptTransaction(remote.failure_balance_transaction);
    const action = refundActionFor(refund.status, remote.status);
    if (action) tx.audit('refund', refund.id, action, { ...refund.apply(action), stripeRefundId: remote.id });
    await this.book(tx, refund);
    await save(tx, refund);
  }

  private async refuse(tx: Tx, id: Id<'rfd'>, code: string): Promise<void> {
    const refund = await lock(tx, id);
    if (refund?.status !== 'sent') return;
    refund.failureCode = code;
    tx.audit('refund', id, 'refuse', { ...refund.apply('refuse'), code });
    await this.book(tx, refund);
    await save(tx, refund);
  }

  /** Posts what is known and not posted yet; the keys of the ledger make a repetition harmless. */
  private async book(tx: Tx, refund: Refund): Promise<void> {
    if (refund.takenAt === null) return;
    const { settlement, failure, status } = refund;
    if (settlement) await this.ledger.post(tx, refundSettledPosting(refund, settlement));
    if (settlement && failure) await this.ledger.post(tx, refundFailedPosting(refund, failure));
    if (status === 'succeeded' && settlement) this.end(tx, refund);
    if (BROKEN.includes(status) && (settlement === null) === (failure === null)) await this.keep(tx, refund);
  }

  private async keep(tx: Tx, refund: Refund): Promise<void> {
    const { created } = await this.ledger.post(tx, refundKeptPosting(refund, refund.createdAt));
    if (!created) return;
    tx.audit('refund', refund.id, 'keep', { organisationId: refund.organisationId });
    tellFinance(tx, 'refund_kept', refund);
    this.end(tx, refund);
  }

  private end(tx: Tx, refund: Refund): void {
    if (refund.endedAt !== null) return;
    refund.endedAt = tx.now;
    if (refund.pledgeId !== null) tx.emit(refundEnded, { refundId: refund.id, pledgeId: refund.pledgeId });
  }
}

/** The money of a payment counts, as what its pledge or its organisation has. */
const HELD: readonly PaymentStatus[] = ['succeeded', 'settled'];

/** The payer does not have the money, and Stripe will not try again. */
const BROKEN: readonly RefundStatus[] = ['failed', 'canceled', 'refused'];

function tellFinance(tx: Tx, notice: FinanceNotice, { id }: Refund): void {
  tx.emit(financeNoticeDue, { notice, subjectId: formatId('rfd', id), by: null });
}

function lock(tx: Tx, id: Id<'rfd'>): Promise<Refund | null> {
  return tx.manager.findOne(Refund, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

function lockPaymentOf(tx: Tx, paymentIntentId: string): Promise<Payment | null> {
  return tx.manager.findOne(Payment, { where: { paymentIntentId }, lock: { mode: 'pessimistic_write' } });
}

async function save(tx: Tx, refund: Refund): Promise<void> {
  const { id, version, status, stripeRefundId, failureCode, settlement, failure, takenAt, endedAt } = refund;
  await tx.manager.query(
    `UPDATE refund SET status = $3, stripe_refund_id = $4, failure_code = $5, settlement = $6, failure = $7, taken_at = $8, ended_at = $9,
            version = version + 1 WHERE id = $1 AND version = $2`,
    [
      id,
      version,
      status,
      stripeRefundId,
      failureCode,
      settlement && JSON.stringify(settlement),
      failure && JSON.stringify(failure),
      takenAt?.toISOString() ?? null,
      endedAt?.toISOString() ?? null,
    ],
  );
  refund.version = version + 1;
}
