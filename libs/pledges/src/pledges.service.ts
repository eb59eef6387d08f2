import { Injectable } from '@nestjs/common';
import { TermsService, actorOf, assertBelongs, personOf } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { NeedsService, remaining, type Need } from '#libs/needs';
import { Config } from '#platform/config';
import {
  moneyPayload,
  needFunded,
  pledgeLapseDue,
  pledgePaid,
  pledgePaymentRequested,
  pledgeSubmitted,
} from '#platform/contracts';
import { UnitOfWork, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import {
  DAY_MS,
  addMs,
  assertChargeable,
  belongsTo,
  newId,
  present,
  type Id,
  type Money,
  type Principal,
} from '#platform/kernel';
import { Pledge, type PledgeMethod } from './pledge.entity.js';
import { BankNotOfferedError, PledgeNotFoundError } from './pledge.errors.js';
import { keptForOrganisation, pledgeFromBalance, pledgePromised, promiseEnded } from './pledge.postings.js';
import { PLEDGE } from './pledge.states.js';
import { PledgesRepository } from './pledges.repository.js';

/** A promise that nobody pays ends after this time, and its capacity is free again. Banks and those who order transfers are slow. */
const LAPSE_AFTER_DAYS: Readonly<Record<PledgeMethod, number>> = { checkout: 14, balance: 14, bank: 60 };

export interface NewPledge {
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly amount: Money;
  readonly method: PledgeMethod;
  readonly idempotencyKey: string;
}

/** Commands on pledges. Each locks its rows in the order need, pledge. */
@Injectable()
export class PledgesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pledges: PledgesRepository,
    private readonly needs: NeedsService,
    private readonly ledger: LedgerService,
    private readonly terms: TermsService,
    private readonly config: Config,
  ) {}

  /** Promises an amount to a need, for an organisation that the person belongs to. */
  async submit(principal: Principal, input: NewPledge): Promise<IdempotentResult> {
    assertBelongs(principal, input.organisationId);
    const submittedBy = personOf(principal);
    const { needId, organisationId, amount, method, idempotencyKey: key } = input;
    if (method === 'checkout') assertChargeable(amount);
    if (method === 'bank' && this.config.get('BANK_DETAILS') === undefined) throw new BankNotOfferedError();
    const body = { needId, organisationId, minor: amount.minor.toString(), currency: amount.currency, method };
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: submittedBy, operation: 'submitPledge', key, body }, async () => {
        await this.terms.assertOrganisationAccepted(tx, 'giver', organisationId);
        await this.needs.reserve(tx, needId, amount);
        const pledge = draft({ needId, organisationId, submittedBy, amount, method, submittedAt: tx.now });
        const change = pledge.apply('submit');
        await this.pledges.insert(tx, pledge);
        await this.ledger.post(tx, pledgePromised(pledge, tx.now));
        tx.audit('pledge', pledge.id, 'submit', { ...change, ...body });
        tx.emit(pledgeSubmitted, { pledgeId: pledge.id });
        tx.emit(pledgeLapseDue, { pledgeId: pledge.id }, addMs(tx.now, LAPSE_AFTER_DAYS[method] * DAY_MS));
        return pledge.id;
      }),
    );
  }

  /** Takes a promise back before it is paid. */
  async withdraw(principal: Principal, pledgeId: Id<'plg'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const known = await this.pledges.find(tx, pledgeId);
      if (!known || !belongsTo(principal, known.organisationId)) throw new PledgeNotFoundError();
      await this.end(tx, known, 'withdraw');
    });
  }

  /** For budgets, in its transaction: the funder said no. */
  async reject(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    await this.end(tx, present(await this.pledges.find(tx, pledgeId)), 'reject');
  }

  /** The timer: a promise that was not paid in time ends. One that was paid or taken back is left alone. */
  async lapse(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const known = await this.pledges.find(tx, pledgeId);
    if (known && PLEDGE.transitions.lapse.from.includes(known.status)) await this.end(tx, known, 'lapse');
  }

  /** For budgets, in its transaction: the funder has approved, so the pledge is paid, or its payment asked for. */
  async pay(tx: Tx, pledgeId: Id<'plg'>, description: string): Promise<void> {
    const { needId, method } = present(await this.pledges.find(tx, pledgeId));
    if (method === 'balance') await this.payFromBalance(tx, needId, pledgeId);
    else await this.requestPayment(tx, pledgeId, description, method);
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
  }

  /** The Checkout ran out; the pledge waits for a new one until it lapses. */
  async expirePayment(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const pledge = await this.pledges.lock(tx, pledgeId);
    if (pledge.status !== 'awaiting_payment') return;
    const change = pledge.apply('expirePayment');
    await this.pledges.save(tx, pledge);
    tx.audit('pledge', pledgeId, 'expirePayment', change);
  }

  /** For milestones, in the transaction of a release: a part of the pledge's money has left. */
  async recordRelease(tx: Tx, pledgeId: Id<'plg'>, part: Money): Promise<void> {
    const pledge = await this.pledges.lock(tx, pledgeId);
    pledge.releasedMinor += part.minor;
    const action = pledge.releasedMinor + pledge.returnedMinor === pledge.amountMinor ? 'releaseRest' : 'releasePart';
    const change = pledge.apply(action);
    await this.pledges.save(tx, pledge);
    tx.audit('pledge', pledgeId, action, change);
  }

  private async requestPayment(
    tx: Tx,
    pledgeId: Id<'plg'>,
    description: string,
    means: Exclude<PledgeMethod, 'balance'>,
  ): Promise<void> {
    const pledge = await this.pledges.lock(tx, pledgeId);
    pledge.approvedAt = tx.now;
    const change = pledge.apply('requestPayment');
    await this.pledges.save(tx, pledge);
    tx.audit('pledge', pledgeId, 'requestPayment', change);
    const { needId, organisationId } = pledge;
    tx.emit(pledgePaymentRequested, {
      pledgeId,
      needId,
      organisationId,
      description,
      amount: moneyPayload(pledge.amount),
      means,
    });
  }

  /** Out of what the organisation has paid in: no call, no waiting. @throws InsufficientFundsError when it is less */
  private async payFromBalance(tx: Tx, needId: Id<'need'>, pledgeId: Id<'plg'>): Promise<void> {
    const need = await this.needs.lock(tx, needId);
    const pledge = await this.pledges.lock(tx, pledgeId);
    pledge.approvedAt = tx.now;
    const change = pledge.apply('payFromBalance');
    await this.ledger.post(tx, pledgeFromBalance(pledge, tx.now));
    await this.needs.receive(tx, need, pledge.amount, { wasReserved: true });
    await this.settle(tx, need, pledge, { wasPromised: true });
    tx.audit('pledge', pledgeId, 'payFromBalance', change);
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

  private async end(tx: Tx, known: Pledge, action: 'withdraw' | 'reject' | 'lapse'): Promise<void> {
    const need = await this.needs.lock(tx, known.needId);
    const pledge = await this.pledges.lock(tx, known.id);
    // Refused here when it has been paid or ended already; only then is there capacity to give back.
    const change = pledge.apply(action);
    await this.needs.unreserve(tx, need, pledge.amount);
    await this.pledges.save(tx, pledge);
    await this.ledger.post(tx, promiseEnded(pledge, tx.now, action));
    tx.audit('pledge', pledge.id, action, change);
  }
}

function draft(facts: {
  needId: Id<'need'>;
  organisationId: Id<'org'>;
  submittedBy: Id<'usr'>;
  amount: Money;
  method: PledgeMethod;
  submittedAt: Date;
}): Pledge {
  const { amount, ...rest } = facts;
  return Object.assign(new Pledge(), {
    ...rest,
    id: newId<'plg'>(),
    amountMinor: amount.minor,
    currency: amount.currency,
    status: PLEDGE.initial,
    approvedAt: null,
    paidAt: null,
    releasedMinor: 0n,
    returnedMinor: 0n,
    holdExpiresAt: null,
    version: 1,
  });
}
