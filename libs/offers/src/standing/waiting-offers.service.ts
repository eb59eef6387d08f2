import { Injectable } from '@nestjs/common';
import { CatalogQueries } from '#libs/catalog';
import { OrganisationDomainsQueries } from '#libs/identity';
import { ExposureClearance } from '#libs/matching';
import { organisationsOf, type Id, type Money, type Principal } from '#platform/kernel';
import { sumsOf } from './offer.rules.js';
import { StandingOffersQueries, type WaitingOffer } from './standing-offers.queries.js';

/** What waits for the first need of a project, as far as somebody may know. */
export interface WaitingOffers {
  readonly offers: number;
  /** One for each currency. */
  readonly sums: readonly Money[];
}

/** Who reads, and which of the organisations that offer are told apart. */
interface Reader {
  readonly own: readonly string[];
  /** Those that show who they are and have paid. */
  readonly cleared: ReadonlySet<string>;
  /** What each is counted as. */
  readonly domains: ReadonlyMap<string, string>;
}

/** From how many independent organisations up their offers are told to others as one sum (ADR 0099). */
const TOLD_FROM = 5;

/** The sums that maintainers and others see (ADR 0108). */
@Injectable()
export class WaitingOffersService {
  constructor(
    private readonly queries: StandingOffersQueries,
    private readonly catalog: CatalogQueries,
    private readonly clearance: ExposureClearance,
    private readonly domains: OrganisationDomainsQueries,
  ) {}

  /** @returns by project; nothing for a project of which there is nothing to tell */
  async of(principal: Principal, projectIds: readonly Id<'prj'>[]): Promise<ReadonlyMap<string, WaitingOffers>> {
    if (principal.kind === 'anonymous') return new Map();
    const [offers, maintained] = await Promise.all([
      this.queries.waitingFor(projectIds),
      principal.kind === 'person' ? this.catalog.maintainedAmong(principal.personId, projectIds) : new Set<string>(),
    ]);
    const own = organisationsOf(principal);
    const cleared = await this.clearance.clearedAmong([...new Set(offers.map((offer) => offer.organisationId))]);
    const domains = cleared.size === 0 ? new Map<string, string>() : await this.domains.countedAs();
    const told = projectIds.map((id): [string, WaitingOffers | null] => {
      const ofProject = offers.filter(({ projectId }) => projectId === id);
      return [id, summed(maintained.has(id) ? ofProject : toldToOthers(ofProject, { own, cleared, domains }))];
    });
    return new Map(told.filter((entry): entry is [string, WaitingOffers] => entry[1] !== null));
  }
}

/**
 * Named offers always, and the own one. Anonymous ones when enough of them come from organisations that show who they are and
 * have paid: who makes up four organisations does not learn what the fifth offers. They are counted by the domains that somebody has paid
 * a registry for, as everywhere, and without those of the reader.
 */
function toldToOthers(offers: readonly WaitingOffer[], { own, cleared, domains }: Reader): readonly WaitingOffer[] {
  const anonymous = offers.filter((offer) => !offer.isNamed && cleared.has(offer.organisationId));
  const ownDomains = new Set(own.map((id) => domains.get(id)));
  const others = new Set(anonymous.map((offer) => domains.get(offer.organisationId)));
  const enough = [...others].filter((domain) => !ownDomains.has(domain)).length >= TOLD_FROM;
  return offers.filter(
    (offer) => offer.isNamed || own.includes(offer.organisationId) || (enough && cleared.has(offer.organisationId)),
  );
}

function summed(offers: readonly WaitingOffer[]): WaitingOffers | null {
  if (offers.length === 0) return null;
  return { offers: offers.length, sums: sumsOf(offers.map(({ amount }) => amount)) };
}
