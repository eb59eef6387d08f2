import { Injectable } from '@nestjs/common';
import { TermsService, actorOf, assertBelongs, personOf } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { NeedsService } from '#libs/needs';
import { pledgeLapseDue, pledgeSubmitted, trancheEnded } from '#platform/contracts';
import { UnitOfWork, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import { belongsTo, present, type Id, type Money, type Principal } from '#platform/kernel';
import { UNATTENDED_METHODS, draftPledge, type Pledge, type ChargeTime, type PledgeMethod } from './pledge.entity.js';
import { lapsesAt } from './pledge-times.rules.js';
import { LineOfRunError, PledgeNotFoundError, TrancheOfCommitmentError } from './pledge.errors.js';
import { pledgePromised, promiseEnded } from './pledge.postings.js';
import { PLEDGE } from './pledge.states.js';
import { PledgeMethods } from './pledge-methods.service.js';
import { PledgesRepository } from './pledges.repository.js';

export interface NewPledge {
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly amount: Money;
  readonly method: PledgeMethod;
  readonly chargeTime: ChargeTime;
  readonly purchaseOrder: string | null;
  readonly idempotencyKey: string;
}

export interface PromisedFacts extends Omit<NewPledge, 'idempotencyKey'> {
  readonly submittedBy: Id<'usr'>;
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
    private readonly methods: PledgeMethods,
  ) {}

  /** Promises an amount to a need, for an organisation that the person belongs to. */
  async submit(principal: Principal, input: NewPledge): Promise<IdempotentResult> {
    assertBelongs(principal, input.organisationId);
    const submittedBy = personOf(principal);
    const { idempotencyKey: key, amount, ...facts } = input;
    const body = shown(input);
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: submittedBy, operation: 'submitPledge', key, body }, async () => {
        const pledge = await this.promise(tx, { ...facts, submittedBy, amount });
        tx.emit(pledgeSubmitted, { pledgeId: pledge.id });
        return pledge.id;
      }),
    );
  }

  /** For commitments, in their transaction: promises a tranche, which they put to the approvers together with the others. */
  async promise(tx: Tx, facts: PromisedFacts): Promise<Pledge> {
    await this.methods.assertOffered(tx, facts);
    await this.terms.assertOrganisationAccepted(tx, 'giver', facts.organisationId);
    const { deadline } = await this.needs.reserve(tx, facts.needId, facts.amount);
    const pledge = draftPledge({ ...facts, submittedAt: tx.now });
    const change = pledge.apply('submit');
    await this.pledges.insert(tx, pledge);
    await this.ledger.post(tx, pledgePromised(pledge, tx.now));
    tx.audit('pledge', pledge.id, 'submit', { ...change, ...shown(facts) });
    tx.emit(pledgeLapseDue, { pledgeId: pledge.id }, lapsesAt(pledge, deadline));
    return pledge;
  }

  /** Takes a promise back before it is paid. */
  async withdraw(principal: Principal, pledgeId: Id<'plg'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const known = await this.pledges.find(tx, pledgeId);
      if (!known || !belongsTo(principal, known.organisationId)) throw new PledgeNotFoundError();
      if (known.chargeTime === 'day') throw new TrancheOfCommitmentError();
      if (known.chargeTime === 'run') throw new LineOfRunError();
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
    // Invoices and charges of cards have times of their own, and so have tranches.
    if (known?.status === 'scheduled' && known.chargeTime === 'day') return;
    if (known?.status === 'awaiting_payment' && UNATTENDED_METHODS.includes(known.method)) return;
    await this.giveUp(tx, pledgeId);
  }

  /** For commitments and runs, in their transaction: a tranche that is not asked for yet, or a line, ends with them. */
  async endPart(tx: Tx, pledgeId: Id<'plg'>, action: 'withdraw' | 'reject' | 'lapse'): Promise<void> {
    const known = await this.pledges.find(tx, pledgeId);
    if (known?.status === 'promised' || known?.status === 'scheduled') await this.end(tx, known, action);
  }

  /** No payment comes any more. */
  async giveUp(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const known = await this.pledges.find(tx, pledgeId);
    if (known && PLEDGE.transitions.lapse.from.includes(known.status)) await this.end(tx, known, 'lapse');
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

  private async end(tx: Tx, known: Pledge, action: 'withdraw' | 'reject' | 'lapse'): Promise<void> {
    const need = await this.needs.lock(tx, known.needId);
    const pledge = await this.pledges.lock(tx, known.id);
    // Refused here when it has been paid or ended already; only then is there capacity to give back.
    const change = pledge.apply(action);
    await this.needs.unreserve(tx, need, pledge.amount);
    await this.pledges.save(tx, pledge);
    await this.ledger.post(tx, promiseEnded(pledge, tx.now, action));
    tx.audit('pledge', pledge.id, action, change);
    if (pledge.chargeTime === 'day') tx.emit(trancheEnded, { pledgeId: pledge.id });
  }
}

/** What a promise says, as the log keeps it. */
function shown({
  needId,
  organisationId,
  method,
  chargeTime,
  purchaseOrder,
  amount,
}: Omit<NewPledge, 'idempotencyKey'>) {
  const sum = { minor: amount.minor.toString(), currency: amount.currency };
  return { needId, organisationId, method, chargeTime, purchaseOrder, ...sum };
}
