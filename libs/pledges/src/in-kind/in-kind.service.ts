import { Injectable } from '@nestjs/common';
import { TermsService, actorOf, assertBelongs, personOf } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { NeedNotOpenError, NeedsService } from '#libs/needs';
import { inKindLapseDue, inKindNoticeDue } from '#platform/contracts';
import { UnitOfWork, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import {
  assertMeasured,
  assertSameCurrency,
  belongsTo,
  newId,
  type Id,
  type Money,
  type Principal,
} from '#platform/kernel';
import { InKindContribution, type InKindKind } from './in-kind-contribution.entity.js';
import { DeliveryAboveOfferError, InKindNotFoundError, OwnOfferError } from './in-kind.errors.js';
import { inKindDelivered, inKindEnded, inKindPromised } from './in-kind.postings.js';
import { findInKind, insertDelivery, lockInKind, saveInKind } from './in-kind.repository.js';
import { assertOfferable, lapseDateOf } from './in-kind.rules.js';
import { IN_KIND, type InKindStatus } from './in-kind.states.js';

export interface NewInKind {
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly kind: InKindKind;
  readonly amount: Money;
  readonly description: string;
  readonly valueSource: string | null;
  readonly lapsesAt: Date | null;
  readonly idempotencyKey: string;
}

export interface ConfirmedDelivery {
  readonly contributionId: Id<'ikc'>;
  readonly amount: Money;
  readonly note: string;
  readonly evidenceUrl: string | null;
  readonly idempotencyKey: string;
}

/** Commands on help in kind. It never touches the money of its need: neither its goal nor what is reserved. */
@Injectable()
export class InKindService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly needs: NeedsService,
    private readonly ledger: LedgerService,
    private readonly terms: TermsService,
  ) {}

  /** Offers hours or a thing to a need, for an organisation that the person belongs to. */
  async offer(principal: Principal, { idempotencyKey: key, ...offer }: NewInKind): Promise<IdempotentResult> {
    assertBelongs(principal, offer.organisationId);
    assertOfferable(offer.kind, offer.amount, offer.valueSource);
    const offeredBy = personOf(principal);
    const { amount, lapsesAt, ...facts } = offer;
    const body = {
      ...facts,
      minor: amount.minor.toString(),
      currency: amount.currency,
      lapsesAt: lapsesAt?.toISOString() ?? null,
    };
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: offeredBy, operation: 'offerInKind', key, body }, () => this.open(tx, offeredBy, offer)),
    );
  }

  /** The maintainer wants it. */
  async accept(principal: Principal, id: Id<'ikc'>): Promise<void> {
    await this.decide(principal, id, async (tx, contribution) => {
      const change = contribution.apply('accept');
      contribution.acceptedAt = tx.now;
      contribution.acceptedBy = personOf(principal);
      await saveInKind(tx, contribution);
      tx.audit('inKindContribution', id, 'accept', change);
      await this.tell(tx, contribution, 'accepted');
    });
  }

  async decline(principal: Principal, id: Id<'ikc'>, reason: string): Promise<void> {
    await this.decide(principal, id, (tx, contribution) => this.end(tx, contribution, 'decline', reason));
  }

  /** The maintainer has got a part of it, or the rest. The same key counts once. */
  async confirmDelivery(principal: Principal, delivery: ConfirmedDelivery): Promise<void> {
    const { contributionId: id, amount, note, evidenceUrl, idempotencyKey: key } = delivery;
    const body = { id, minor: amount.minor.toString(), currency: amount.currency, note, evidenceUrl };
    const confirmedBy = personOf(principal);
    await this.decide(principal, id, async (tx, contribution) => {
      await runOnce(tx, { scope: confirmedBy, operation: 'confirmInKindDelivery', key, body }, () =>
        this.deliver(tx, contribution, confirmedBy, delivery),
      );
    });
  }

  /** The organisation takes back what it has not delivered. */
  async withdraw(principal: Principal, id: Id<'ikc'>, reason: string): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const contribution = await lockInKind(tx, id);
      if (!belongsTo(principal, contribution.organisationId)) throw new InKindNotFoundError();
      await this.end(tx, contribution, 'withdraw', reason);
    });
  }

  /** The timer: what has not been delivered by now is due no more. */
  async lapse(tx: Tx, id: Id<'ikc'>): Promise<void> {
    const contribution = await lockInKind(tx, id);
    if (IN_KIND.transitions.lapse.from.includes(contribution.status)) await this.end(tx, contribution, 'lapse', null);
  }

  private async open(tx: Tx, offeredBy: Id<'usr'>, offer: Omit<NewInKind, 'idempotencyKey'>): Promise<Id<'ikc'>> {
    const { amount, lapsesAt, ...facts } = offer;
    await this.terms.assertOrganisationAccepted(tx, 'giver', offer.organisationId);
    const need = await this.needs.lock(tx, offer.needId);
    if (need.status !== 'published') throw new NeedNotOpenError();
    if (need.recipientPersonId === offeredBy) throw new OwnOfferError();
    const contribution = Object.assign(new InKindContribution(), {
      ...facts,
      id: newId<'ikc'>(),
      offeredBy,
      amountMinor: amount.minor,
      currency: amount.currency,
      deliveredMinor: 0n,
      status: IN_KIND.initial,
      offeredAt: tx.now,
      lapsesAt: lapseDateOf(lapsesAt, tx.now),
      acceptedAt: null,
      acceptedBy: null,
      endedAt: null,
      endReason: null,
      version: 1,
    });
    await tx.manager.insert(InKindContribution, contribution);
    await this.ledger.post(tx, inKindPromised(contribution, tx.now));
    const { id, needId, organisationId, kind, currency } = contribution;
    tx.audit('inKindContribution', id, 'offer', {
      needId,
      organisationId,
      kind,
      minor: amount.minor.toString(),
      currency,
    });
    tx.emit(inKindLapseDue, { contributionId: id }, contribution.lapsesAt);
    await this.tell(tx, contribution, 'promised');
    return id;
  }

  private async deliver(
    tx: Tx,
    contribution: InKindContribution,
    confirmedBy: Id<'usr'>,
    { amount, note, evidenceUrl }: ConfirmedDelivery,
  ): Promise<Id<'ikd'>> {
    const { due } = contribution;
    assertSameCurrency(due, amount);
    assertMeasured(amount);
    const change = contribution.apply(amount.minor === due.minor ? 'deliverRest' : 'deliverPart');
    if (amount.minor > due.minor) throw new DeliveryAboveOfferError(due);
    contribution.deliveredMinor += amount.minor;
    if (change.to === 'delivered') contribution.endedAt = tx.now;
    await saveInKind(tx, contribution);
    const id = newId<'ikd'>();
    await insertDelivery(tx, { id, contribution, amountMinor: amount.minor, note, evidenceUrl, confirmedBy });
    await this.ledger.post(tx, inKindDelivered(contribution, { id, amount }, tx.now));
    const facts = { ...change, minor: amount.minor.toString(), currency: amount.currency };
    tx.audit('inKindContribution', contribution.id, 'confirmDelivery', facts);
    await this.tell(tx, contribution, 'delivered');
    return id;
  }

  private async end(
    tx: Tx,
    contribution: InKindContribution,
    action: 'decline' | 'withdraw' | 'lapse',
    reason: string | null,
  ): Promise<void> {
    const change = contribution.apply(action);
    contribution.endedAt = tx.now;
    contribution.endReason = reason;
    await saveInKind(tx, contribution);
    await this.ledger.post(tx, inKindEnded(contribution, tx.now, action));
    tx.audit('inKindContribution', contribution.id, action, change);
    await this.tell(tx, contribution, change.to);
  }

  /** For the maintainer of the need, who must be nobody of the organisation that gives. Others learn nothing of it. */
  private async decide(
    principal: Principal,
    id: Id<'ikc'>,
    act: (tx: Tx, contribution: InKindContribution) => Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { needId, organisationId } = await findInKind(tx, id);
      const need = await this.needs.find(tx, needId);
      if (need.recipientPersonId !== personOf(principal)) throw new InKindNotFoundError();
      if (belongsTo(principal, organisationId)) throw new OwnOfferError();
      await act(tx, await lockInKind(tx, id));
    });
  }

  /** Tells the other side; of the end of its time, both. */
  private async tell(tx: Tx, contribution: InKindContribution, notice: InKindStatus): Promise<void> {
    const { recipientPersonId, title } = await this.needs.find(tx, contribution.needId);
    const toMaintainer = notice === 'promised' || notice === 'withdrawn' || notice === 'lapsed';
    const toOfferer = !toMaintainer || notice === 'lapsed';
    if (toMaintainer) tx.emit(inKindNoticeDue, { personId: recipientPersonId, notice, title });
    if (toOfferer) tx.emit(inKindNoticeDue, { personId: contribution.offeredBy, notice, title });
  }
}
