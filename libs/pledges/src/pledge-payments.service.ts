import { Injectable } from '@nestjs/common';
import { LedgerService } from '#libs/ledger';
import { NeedsService, remaining, takes, type Need } from '#libs/needs';
import { moneyPayload, needFunded, pledgePaid, pledgePaymentRequested } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { present, type Id, type Money } from '#platform/kernel';
import { draftPledge, type Pledge, type PledgeMethod } from './pledge.entity.js';
import { keptForOrganisation, pledgeFromBalance, promiseEnded } from './pledge.postings.js';
import { PLEDGE } from './pledge.states.js';
import { PledgesRepository } from './pledges.repository.js';

/** What a period of a commitment has paid, under the id that the money is held for. */
interface PaidPledge {
  readonly id: Id<'plg'>;
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly submittedBy: Id<'usr'>;
  readonly approvedAt: Date | null;
  readonly amount: Money;
  readonly method: PledgeMethod;
}

/** From an approved promise to money that is held. Each locks its rows in the order need, pledge. */
@Injectable()
export class PledgePaymentsService {
  constructor(
    private readonly pledges: PledgesRepository,
    private readonly needs: NeedsService,
    private readonly ledger: LedgerService,
  ) {}

  /** For budgets, in its transaction: the funder has approved, so the pledge is paid, or its payment asked for, now or later. */
  async pay(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const { needId } = present(await this.pledges.find(tx, pledgeId));
    const need = await this.needs.lock(tx, needId);
    const pledge = await this.pledges.lock(tx, pledgeId);
    pledge.approvedAt = tx.now;
    if (pledge.method === 'balance') await this.payFromBalance(tx, need, pledge);
    else if (pledge.chargeTime === 'goal') await this.waitForGoal(tx, need, pledge);
    else await this.request(tx, need, pledge);
  }

  /** The money is held. The same payment may be reported more than once; the second report finds the pledge paid. */
  async confirmPayment(tx: Tx, pledgeId: Id<'plg'>, paid: Money): Promise<void> {
    const { needId } = present(await this.pledges.find(tx, pledgeId));
    const need = await this.needs.lock(tx, needId);
    const pledge = await this.pledges.lock(tx, pledgeId);
    if (!PLEDGE.transitions.confirmPayment.from.includes(pledge.status)) return;
    const wasLapsed = pledge.status === 'lapsed';
    if (wasLapsed && remaining(need).minor < paid.minor) {
      await this.keepForOrganisation(tx, pledge, paid);
      return;
    }
    const change = pledge.apply('confirmPayment', paid);
    await this.needs.receive(tx, need, paid, { wasReserved: !wasLapsed });
    await this.settle(tx, need, pledge, { wasPromised: !wasLapsed });
    tx.audit('pledge', pledgeId, 'confirmPayment', change);
    await this.callIfGoalMet(tx, need);
  }

  /**
   * For commitments, in the transaction that learns of it: a period of theirs was paid, and the money is held for a pledge of
   * this id. Answers false when the need cannot take it whole; it then stays with the organisation.
   */
  async takePaid(tx: Tx, { id, approvedAt, ...facts }: PaidPledge): Promise<boolean> {
    const need = await this.needs.lock(tx, facts.needId);
    const pledge = draftPledge({ ...facts, chargeTime: 'now', purchaseOrder: null, submittedAt: tx.now });
    Object.assign(pledge, { id, approvedAt });
    tx.audit('pledge', id, 'submit', pledge.apply('submit'));
    await this.pledges.insert(tx, pledge);
    if (!takes(need, facts.amount)) {
      tx.audit('pledge', id, 'lapse', pledge.apply('lapse'));
      await this.pledges.save(tx, pledge);
      await this.keepForOrganisation(tx, pledge, facts.amount);
      return false;
    }
    const change = pledge.apply('confirmPayment', facts.amount);
    await this.needs.receive(tx, need, facts.amount, { wasReserved: false });
    await this.settle(tx, need, pledge, { wasPromised: false });
    tx.audit('pledge', id, 'confirmPayment', change);
    await this.callIfGoalMet(tx, need);
    return true;
  }

  /** The Checkout ran out; the pledge waits for a new one until it lapses. */
  async expirePayment(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const pledge = await this.pledges.lock(tx, pledgeId);
    if (pledge.status !== 'awaiting_payment') return;
    const change = pledge.apply('expirePayment');
    await this.pledges.save(tx, pledge);
    tx.audit('pledge', pledgeId, 'expirePayment', change);
  }

  /** For commitments, in the transaction of their approval: a promised tranche waits for its day. */
  async schedule(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const pledge = await this.pledges.lock(tx, pledgeId);
    pledge.approvedAt = tx.now;
    tx.audit('pledge', pledgeId, 'schedule', pledge.apply('schedule'));
    await this.pledges.save(tx, pledge);
  }

  /** For commitments: the day of a tranche has come. One that has ended or was asked for is left alone. */
  async call(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const { needId } = present(await this.pledges.find(tx, pledgeId));
    const need = await this.needs.lock(tx, needId);
    const pledge = await this.pledges.lock(tx, pledgeId);
    if (pledge.status === 'scheduled') await this.request(tx, need, pledge);
  }

  /** For runs: a line is paid out of the balance. False for one whose promise has ended. @throws InsufficientFundsError */
  async payLine(tx: Tx, pledgeId: Id<'plg'>): Promise<boolean> {
    const { needId } = present(await this.pledges.find(tx, pledgeId));
    const need = await this.needs.lock(tx, needId);
    const pledge = await this.pledges.lock(tx, pledgeId);
    if (pledge.status !== 'scheduled') return false;
    await this.payFromBalance(tx, need, pledge);
    return true;
  }

  private async waitForGoal(tx: Tx, need: Need, pledge: Pledge): Promise<void> {
    tx.audit('pledge', pledge.id, 'schedule', pledge.apply('schedule'));
    await this.pledges.save(tx, pledge);
    await this.callIfGoalMet(tx, need);
  }

  /** Asks for everything that waits for the goal, once that and what has arrived make the goal. The caller has locked the need. */
  private async callIfGoalMet(tx: Tx, need: Need): Promise<void> {
    const waiting = await this.pledges.lockWaitingForGoal(tx, need.id);
    if (waiting.length === 0) return;
    const sum = waiting.reduce((total, { amountMinor }) => total + amountMinor, need.receivedMinor);
    if (sum < need.goalMinor) return;
    for (const pledge of waiting) await this.request(tx, need, pledge);
  }

  private async request(tx: Tx, need: Need, pledge: Pledge): Promise<void> {
    const change = pledge.apply('requestPayment');
    await this.pledges.save(tx, pledge);
    const { id: pledgeId, needId, organisationId, purchaseOrder, method } = pledge;
    tx.audit('pledge', pledgeId, 'requestPayment', change);
    if (method === 'balance') throw new Error('what is paid out of the balance asks for no payment');
    tx.emit(pledgePaymentRequested, {
      pledgeId,
      needId,
      organisationId,
      description: need.title,
      amount: moneyPayload(pledge.amount),
      means: method,
      purchaseOrder,
    });
  }

  /** Out of what the organisation has paid in: no call, no waiting. @throws InsufficientFundsError when it is less */
  private async payFromBalance(tx: Tx, need: Need, pledge: Pledge): Promise<void> {
    const change = pledge.apply('payFromBalance');
    await this.ledger.post(tx, pledgeFromBalance(pledge, tx.now));
    await this.needs.receive(tx, need, pledge.amount, { wasReserved: true });
    await this.settle(tx, need, pledge, { wasPromised: true });
    tx.audit('pledge', pledge.id, 'payFromBalance', change);
    await this.callIfGoalMet(tx, need);
  }

  /** The money of a pledge is held: its promise ends, and milestones and people are told. */
  private async settle(tx: Tx, need: Need, pledge: Pledge, { wasPromised }: { wasPromised: boolean }): Promise<void> {
    pledge.paidAt = tx.now;
    await this.pledges.save(tx, pledge);
    if (wasPromised) await this.ledger.post(tx, promiseEnded(pledge, tx.now, 'paid'));
    const amount = moneyPayload(pledge.amount);
    const { id: needId, recipientPersonId, title } = need;
    tx.emit(pledgePaid, { pledgeId: pledge.id, needId, amount });
    tx.emit(needFunded, { needId, pledgeId: pledge.id, recipientPersonId, title, amount });
  }

  /** Money for a lapsed pledge whose need is full by now stays with the organisation, to be pledged elsewhere. */
  private async keepForOrganisation(tx: Tx, pledge: Pledge, paid: Money): Promise<void> {
    await this.ledger.post(tx, keptForOrganisation(pledge, paid, tx.now));
    tx.audit('pledge', pledge.id, 'keepForOrganisation', { organisationId: pledge.organisationId });
  }
}
