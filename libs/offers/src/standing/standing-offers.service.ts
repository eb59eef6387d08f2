import { Injectable } from '@nestjs/common';
import { CatalogQueries, ProjectNotFoundError } from '#libs/catalog';
import { TermsService, actorOf, assertRole, personOf } from '#libs/identity';
import { NeedsQueries } from '#libs/needs';
import { CHARGED_AT_STRIPE } from '#libs/pledges';
import { offerExpiryDue, offerOpened } from '#platform/contracts';
import { Config } from '#platform/config';
import { UnitOfWork, isDatabaseError, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import {
  DAY_MS,
  addMs,
  assertChargeable,
  assertHeldCurrency,
  assertMeasured,
  newId,
  organisationsOf,
  type Id,
  type Money,
  type OrganisationRole,
  type Principal,
} from '#platform/kernel';
import { ProjectHasNeedError, StandingOfferExistsError, StandingOfferNotFoundError } from '../offers.errors.js';
import { announce } from './offer-notices.js';
import { StandingOffer, type OfferMethod } from './standing-offer.entity.js';
import { STANDING_OFFER } from './standing-offer.states.js';
import { StandingOffersRepository } from './standing-offers.repository.js';

export interface NewStandingOffer {
  readonly organisationId: Id<'org'>;
  readonly projectId: Id<'prj'>;
  readonly amount: Money;
  readonly method: OfferMethod;
  readonly purchaseOrder: string | null;
  readonly isNamed: boolean;
  readonly idempotencyKey: string;
}

/** Who may promise in the name of an organisation. */
export const OFFERERS: readonly OrganisationRole[] = ['finance', 'admin'];

const OFFER_LIFETIME_MS = 365 * DAY_MS;
const UNIQUE_VIOLATION = '23505';

/** Commands on standing offers. What happens when a need comes is in offer-taking.service.ts. */
@Injectable()
export class StandingOffersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly offers: StandingOffersRepository,
    private readonly catalog: CatalogQueries,
    private readonly needs: NeedsQueries,
    private readonly terms: TermsService,
    private readonly config: Config,
  ) {}

  /**
   * Promises an amount to the first need of a project. No money moves. A need that is published in the same moment is found by
   * the job that reads `offerOpened`.
   */
  async open(principal: Principal, input: NewStandingOffer): Promise<IdempotentResult> {
    assertRole(principal, input.organisationId, OFFERERS);
    assertHeldCurrency(input.amount, this.config.get('HELD_CURRENCIES'));
    assertPromisable(input);
    await this.assertAsksForNothing(input.projectId);
    const authorId = personOf(principal);
    const { idempotencyKey: key, amount, ...facts } = input;
    const body = { ...facts, minor: amount.minor.toString(), currency: amount.currency };
    try {
      return await this.unitOfWork.run(actorOf(principal), (tx) =>
        runOnce(tx, { scope: authorId, operation: 'openStandingOffer', key, body }, async () => {
          await this.terms.assertOrganisationAccepted(tx, 'giver', input.organisationId);
          const offer = draft(tx, input, authorId);
          await this.offers.insert(tx, offer);
          const { projectId, organisationId, method, purchaseOrder } = facts;
          const sum = { minor: body.minor, currency: body.currency };
          const shown = { projectId, organisationId, method, purchaseOrder, isNamed: String(input.isNamed), ...sum };
          tx.audit('standingOffer', offer.id, 'open', { to: offer.status, ...shown });
          tx.emit(offerOpened, { offerId: offer.id, projectId });
          tx.emit(offerExpiryDue, { offerId: offer.id, organisationId }, offer.expiresAt);
          return offer.id;
        }),
      );
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new StandingOfferExistsError();
      throw error;
    }
  }

  /** Takes it back before a need came. */
  async withdraw(principal: Principal, offerId: Id<'sof'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const offer = await this.lockOwn(tx, principal, offerId);
      assertRole(principal, offer.organisationId, OFFERERS);
      await this.end(tx, offer, 'withdraw');
    });
  }

  /** The timer: one that was taken or taken back is left alone. */
  async expire(tx: Tx, organisationId: Id<'org'>, offerId: Id<'sof'>): Promise<void> {
    const offer = await this.offers.lockOf(tx, organisationId, offerId);
    if (!offer || !STANDING_OFFER.transitions.expire.from.includes(offer.status)) return;
    await this.end(tx, offer, 'expire');
    await announce(tx, { organisationId }, { notice: 'expired', projectId: offer.projectId, amounts: [offer.amount] });
  }

  private async assertAsksForNothing(projectId: Id<'prj'>): Promise<void> {
    if (!(await this.catalog.project(projectId))) throw new ProjectNotFoundError();
    const [need] = (await this.needs.published({ kind: null, projectId }, { first: 1, after: null })).rows;
    if (need) throw new ProjectHasNeedError(need.title);
  }

  private async lockOwn(tx: Tx, principal: Principal, offerId: Id<'sof'>): Promise<StandingOffer> {
    for (const organisationId of organisationsOf(principal)) {
      const offer = await this.offers.lockOf(tx, organisationId, offerId);
      if (offer) return offer;
    }
    throw new StandingOfferNotFoundError();
  }

  private async end(tx: Tx, offer: StandingOffer, action: 'withdraw' | 'expire'): Promise<void> {
    const change = offer.apply(action);
    offer.endedAt = tx.now;
    await this.offers.save(tx, offer);
    tx.audit('standingOffer', offer.id, action, change);
  }
}

/** What no need could take is no offer: it would only make the sums larger that maintainers are told. */
function assertPromisable({ method, amount }: NewStandingOffer): void {
  if (CHARGED_AT_STRIPE.includes(method)) assertChargeable(amount);
  else assertMeasured(amount);
}

function draft(tx: Tx, input: NewStandingOffer, authorId: Id<'usr'>): StandingOffer {
  const { organisationId, projectId, amount, method, purchaseOrder, isNamed } = input;
  return Object.assign(new StandingOffer(), {
    id: newId<'sof'>(),
    organisationId,
    projectId,
    authorId,
    amountMinor: amount.minor,
    currency: amount.currency,
    method,
    purchaseOrder,
    isNamed,
    status: STANDING_OFFER.initial,
    openedAt: tx.now,
    expiresAt: addMs(tx.now, OFFER_LIFETIME_MS),
    endedAt: null,
    pledgeId: null,
    refusalCode: null,
    refusedNeedId: null,
    version: 1,
  });
}
