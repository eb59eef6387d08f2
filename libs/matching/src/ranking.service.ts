import { Injectable } from '@nestjs/common';
import { CatalogQueries, type SignalRow } from '#libs/catalog';
import { InventoryQueries, exposure, type ProductUse } from '#libs/inventory';
import { NeedsQueries, NEED_KINDS, remaining, type NeedRow } from '#libs/needs';
import {
  InvalidPageError,
  assertPageSize,
  decodeCursor,
  toPage,
  type Page,
  type PageRequest,
} from '#platform/database';
import { belongsTo, clearanceOf, Clock, DAY_MS, type Clearance, type Id, type Principal } from '#platform/kernel';
import { criticality } from './criticality.js';
import { ExposureClearance } from './exposure-clearance.js';
import { coarseFragility } from './fragility-band.js';
import { fragility, type FragilitySignals } from './fragility.js';
import { needFit } from './need-fit.js';
import { compareRankedNeeds, priority, type Priority } from './priority.js';
import { projectSignals } from './project-signals.js';
import type { WeightedScore } from './weighted-score.js';

export interface RankedRow {
  readonly need: NeedRow;
  readonly priority: Priority;
  readonly exposure: number;
}

interface Known {
  readonly signals: readonly SignalRow[];
  /** In full, or as a band. */
  readonly judge: (signals: FragilitySignals) => WeightedScore<string>;
  readonly needKinds: readonly string[];
}

/** Without a policy of the company every kind of need counts, security work first. */
const DEFAULT_POLICY: readonly string[] = NEED_KINDS;

/** Which published needs matter to a company, and why: three statements, then pure functions. */
@Injectable()
export class RankingService {
  constructor(
    private readonly inventory: InventoryQueries,
    private readonly needs: NeedsQueries,
    private readonly catalog: CatalogQueries,
    private readonly clearance: ExposureClearance,
    private readonly clock: Clock,
  ) {}

  /** A page of the ranking. Needs of projects that the company does not use are not in it. */
  async rankedNeeds(principal: Principal, organisationId: Id<'org'>, page: PageRequest): Promise<Page<RankedRow>> {
    assertPageSize(page.first);
    // An organisation of others and one without products look alike.
    const isOwn = belongsTo(principal, organisationId);
    const ranked = isOwn ? await this.ranked(clearanceOf(principal), organisationId, DEFAULT_POLICY) : [];
    const start = page.after === null ? 0 : positionAfter(ranked, page.after);
    return toPage(ranked.slice(start, start + page.first + 1), page.first, ({ need }) => [need.id]);
  }

  /**
   * The whole ranking of an organisation, most important first.
   * @param needKinds kinds of needs that it funds, the one it cares for most first; others lose the points for it
   */
  async ranked(
    clearance: Clearance,
    organisationId: Id<'org'>,
    needKinds: readonly string[],
  ): Promise<readonly RankedRow[]> {
    const uses = await this.inventory.projectUses(clearance, organisationId);
    const projectIds = [...uses.keys()];
    const [needs, signals, cleared] = await Promise.all([
      this.needs.ofProjects(projectIds),
      this.catalog.signals(projectIds),
      this.clearance.clearedAmong([organisationId]),
    ]);
    const judge = cleared.has(organisationId)
      ? fragility
      : (known: FragilitySignals) => coarseFragility(fragility(known));
    const signalsOf = new Map<string, SignalRow[]>();
    for (const signal of signals) signalsOf.set(signal.projectId, [...(signalsOf.get(signal.projectId) ?? []), signal]);
    const rows = needs.flatMap((need) =>
      this.rankOne(need, uses.get(need.projectId) ?? [], {
        signals: signalsOf.get(need.projectId) ?? [],
        judge,
        needKinds,
      }),
    );
    return rows.sort((left, right) => compareRankedNeeds(sortKey(left), sortKey(right)));
  }

  private rankOne(need: NeedRow, uses: readonly ProductUse[], { signals, judge, needKinds }: Known): RankedRow[] {
    const known = projectSignals(signals);
    const ownExposure = exposure(uses);
    const pledged = need.reserved.minor + need.received.minor;
    const result = priority({
      exposure: ownExposure,
      fragility: judge(known.fragility),
      criticality: criticality(known.criticality),
      needFit: needFit({
        needType: need.kind,
        policyTypes: needKinds,
        // A need can only be posted by somebody whose control of the repository was checked.
        verification: 'identityAndRepository',
        daysLeft: need.deadline === null ? null : (need.deadline.getTime() - this.clock.now().getTime()) / DAY_MS,
        pledgedShare: Number((pledged * 10_000n) / need.goal.minor) / 10_000,
      }),
    });
    return result === null ? [] : [{ need, priority: result, exposure: ownExposure.value }];
  }
}

function sortKey({ need, priority: { points }, exposure: value }: RankedRow) {
  return { needId: need.id, points, exposure: value, remainingGapMinor: remaining(need).minor };
}

function positionAfter(ranked: readonly RankedRow[], cursor: string): number {
  const [needId] = decodeCursor(cursor, ['uuid']);
  const index = ranked.findIndex(({ need }) => need.id === needId);
  // The need has left the ranking since: a page from nowhere would repeat or skip, so the caller starts again.
  if (index < 0) throw new InvalidPageError('after');
  return index + 1;
}
