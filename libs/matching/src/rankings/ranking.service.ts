import { Injectable } from '@nestjs/common';
import { assertBelongs } from '#libs/identity';
import { remaining, type NeedHead } from '#libs/needs';
import { assertPageSize, decodeCursor, toPage, type Page, type PageRequest } from '#platform/database';
import { clearanceOf, type Clearance, type Id, type Principal } from '#platform/kernel';
import { ExposureAccess } from '../exposure-access.service.js';
import { ExposureClearance } from '../exposure-clearance.js';
import { NEED_FIT_SIGNALS, isVerifiedFit, needFitOf, typeFit } from '../need-fit.js';
import { compareRankedNeeds, priority, type Priority } from '../priority.js';
import { standingOf, type KnownProject } from './known-project.js';
import {
  EVERYTHING,
  RankingsQueries,
  type RankFilter,
  type StoredPage,
  type StoredRank,
  type StoredWindow,
  type WholeExposure,
} from './rankings.queries.js';
import { RankingsService } from './rankings.service.js';

export interface RankedRow extends KnownProject {
  readonly need: NeedHead;
  readonly priority: Priority;
  /** Somebody whose control over the project was checked speaks for it; without, nothing is given by itself. */
  readonly isVerified: boolean;
}

export interface WholeRanking {
  readonly rows: readonly RankedRow[];
  /** What the organisation stands on altogether. */
  readonly exposure: WholeExposure;
  /** Whether the points are those of full fragility. */
  readonly isCleared: boolean;
}

/** Which published needs matter to a company, and why: stored order, and the explanation from the stored scores. */
@Injectable()
export class RankingService {
  constructor(
    private readonly queries: RankingsQueries,
    private readonly rankings: RankingsService,
    private readonly clearance: ExposureClearance,
    private readonly access: ExposureAccess,
  ) {}

  /** A page of the ranking. Needs of projects that the company does not use are not in it. */
  async rankedNeeds(
    principal: Principal,
    organisationId: Id<'org'>,
    page: PageRequest,
    { withFigures, filter }: Pick<StoredWindow, 'withFigures'> & { readonly filter: RankFilter },
  ): Promise<Page<RankedRow>> {
    assertPageSize(page.first);
    assertBelongs(principal, organisationId);
    const after = page.after === null ? null : (decodeCursor(page.after, ['uuid'])[0] as string);
    const window = { limit: page.first + 1, after, withFigures, reader: this.access.bandReader(principal) };
    const { rows, isCleared } = await this.ranks(clearanceOf(principal), organisationId, window, {
      filter,
      needKinds: null,
    });
    const shown = toPage(rows, page.first, ({ need }) => [need.id]);
    const idsOf = (of: readonly RankedRow[]) => [...new Set(of.map(({ need }) => need.projectId))];
    if (isCleared) await this.access.record(principal, organisationId, idsOf(shown.rows));
    else await this.access.recordUnseenBands(principal, idsOf(shown.rows.filter(({ isUnseen }) => isUnseen)));
    return shown;
  }

  /**
   * The whole ranking of an organisation, most important first. Whoever keeps or shows it records that as an access, where
   * it was made of more than bands.
   * @param needKinds kinds of needs that it funds, the one it cares for most first; others lose the points for it
   */
  async ranked(clearance: Clearance, organisationId: Id<'org'>, needKinds: readonly string[]): Promise<WholeRanking> {
    const { rows, isCleared } = await this.ranks(
      clearance,
      organisationId,
      { limit: null, after: null, withFigures: false, reader: null },
      { filter: EVERYTHING, needKinds },
    );
    const sorted = [...rows].sort((left, right) => compareRankedNeeds(sortKey(left), sortKey(right)));
    return { rows: sorted, exposure: await this.queries.wholeExposure(clearance, organisationId), isCleared };
  }

  private async ranks(
    clearance: Clearance,
    organisationId: Id<'org'>,
    window: StoredWindow,
    { filter, needKinds }: { readonly filter: RankFilter; readonly needKinds: readonly string[] | null },
  ): Promise<{ readonly rows: readonly RankedRow[]; readonly isCleared: boolean }> {
    const { page, isCleared } = await this.current(organisationId, () =>
      this.queries.ranks(clearance, organisationId, window, filter),
    );
    const rows: RankedRow[] = [];
    for (const stored of page.rows) {
      const row = rankedRow(stored, { isCleared, needKinds });
      if (row !== null) rows.push(row);
    }
    return { rows, isCleared };
  }

  /**
   * A page of a ranking that is made of what holds now: one that was made from other inventories, or under another
   * clearance, is made anew before anything of it is shown.
   */
  async current<Row>(
    organisationId: Id<'org'>,
    read: () => Promise<StoredPage<Row>>,
  ): Promise<{ readonly page: StoredPage<Row>; readonly isCleared: boolean }> {
    const isCleared = await this.clearance.isCleared(organisationId);
    const page = await read();
    if (page.state?.isCurrent === true && page.state.isCleared === isCleared) return { page, isCleared };
    await this.rankings.rank(organisationId);
    return { page: await read(), isCleared };
  }
}

function rankedRow(
  stored: StoredRank,
  { isCleared, needKinds }: { readonly isCleared: boolean; readonly needKinds: readonly string[] | null },
): RankedRow | null {
  const { need } = stored;
  const known = standingOf(stored, isCleared);
  const fit = NEED_FIT_SIGNALS.map((signal, at) =>
    signal === 'type' && needKinds !== null ? typeFit(need.kind, needKinds) : (stored.fit[at] ?? 0),
  );
  const { exposure, fragility, criticality, full, isUnseen } = known;
  const result = priority({ exposure, fragility, criticality, needFit: needFitOf(fit) });
  if (result === null) return null;
  const isVerified = isVerifiedFit(stored.fit);
  return { exposure, fragility, criticality, full, isUnseen, need, priority: result, isVerified };
}

function sortKey({ need, priority: { points }, exposure }: RankedRow) {
  return { needId: need.id, points, exposure: exposure.value, remainingGapMinor: remaining(need).minor };
}
