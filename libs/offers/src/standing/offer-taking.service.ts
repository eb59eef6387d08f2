import { Injectable } from '@nestjs/common';
import { MailAddressesQueries, MissingRoleError } from '#libs/identity';
import { NeedsQueries, NeedsService, remaining, type Need } from '#libs/needs';
import { PledgesService } from '#libs/pledges';
import { pledgeSubmitted } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DomainError, type Id, type Money } from '#platform/kernel';
import { announce } from './offer-notices.js';
import { pledgeOf, sumsOf } from './offer.rules.js';
import type { StandingOffer } from './standing-offer.entity.js';
import { StandingOffersRepository } from './standing-offers.repository.js';
import { OFFERERS } from './standing-offers.service.js';

/** What happens to offers when the project that they wait for asks, or gets somebody who can. */
@Injectable()
export class OfferTaking {
  constructor(
    private readonly offers: StandingOffersRepository,
    private readonly needs: NeedsService,
    private readonly needsQueries: NeedsQueries,
    private readonly pledges: PledgesService,
    private readonly people: MailAddressesQueries,
  ) {}

  /**
   * A need was published: each open offer becomes a pledge of as much as the need can take, the oldest first. Locks the need,
   * then its offers. An offer whose pledge is refused stays open, with the code of the refusal.
   */
  async serve(tx: Tx, needId: Id<'need'>): Promise<void> {
    const need = await this.needs.lock(tx, needId);
    for (const offer of await this.offers.lockOpen(tx, need.projectId)) await this.offerTo(tx, need, offer);
  }

  /** An offer was made: a need that was published in the same moment takes it; if there is none, maintainers hear of it. */
  async begin(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    for (const id of await this.needsQueries.publishedIdsWithin(tx, projectId)) await this.serve(tx, id);
    for (const personId of await this.offers.maintainersOf(tx, projectId))
      await this.tellMaintainer(tx, projectId, personId);
  }

  /** Somebody may ask in the name of the project now: he or she is told what waits, and not of whom. */
  async tellMaintainer(tx: Tx, projectId: Id<'prj'>, personId: Id<'usr'>): Promise<void> {
    const amounts = sumsOf((await this.offers.lockOpen(tx, projectId)).map(({ amount }) => amount));
    if (amounts.length > 0) await announce(tx, { personId }, { notice: 'waiting', projectId, amounts });
  }

  private async offerTo(tx: Tx, need: Need, offer: StandingOffer): Promise<void> {
    const { organisationId, projectId } = offer;
    const amount = pledgeOf(offer.amount, remaining(await this.needs.find(tx, need.id)));
    try {
      await this.promise(tx, need.id, offer, amount);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.keepOpen(tx, need.id, offer, error.code);
      return;
    }
    await announce(tx, { organisationId }, { notice: 'taken', projectId, amounts: [amount] });
  }

  /** Whatever refuses does so before it writes anything, so that a refusal leaves nothing behind. */
  private async promise(tx: Tx, needId: Id<'need'>, offer: StandingOffer, amount: Money): Promise<void> {
    const { id, organisationId, authorId: submittedBy, method, purchaseOrder } = offer;
    // Whoever has left, or decides about money no more, promises nothing.
    if (!(await this.people.peopleWithRoles(tx, organisationId, OFFERERS)).includes(submittedBy))
      throw new MissingRoleError(OFFERERS);
    const facts = { needId, organisationId, submittedBy, amount, method, purchaseOrder, chargeTime: 'now' } as const;
    const pledge = await this.pledges.promise(tx, facts);
    tx.emit(pledgeSubmitted, { pledgeId: pledge.id });
    const change = offer.apply('take');
    Object.assign(offer, { pledgeId: pledge.id, endedAt: tx.now, refusalCode: null, refusedNeedId: null });
    await this.offers.save(tx, offer);
    const sum = { minor: amount.minor.toString(), currency: amount.currency };
    tx.audit('standingOffer', id, 'take', { ...change, needId, pledgeId: pledge.id, ...sum });
  }

  private async keepOpen(tx: Tx, needId: Id<'need'>, offer: StandingOffer, code: string): Promise<void> {
    if (offer.refusalCode === code && offer.refusedNeedId === needId) return;
    Object.assign(offer, { refusalCode: code, refusedNeedId: needId });
    await this.offers.save(tx, offer);
    tx.audit('standingOffer', offer.id, 'refuse', { needId, code });
    const { organisationId, projectId, amount } = offer;
    await announce(tx, { organisationId }, { notice: 'not_taken', projectId, amounts: [amount] });
  }
}
