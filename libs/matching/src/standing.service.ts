import { Injectable } from '@nestjs/common';
import {
  CatalogQueries,
  SignalContestsQueries,
  isNeedToKnow,
  isStale,
  type ContestRow,
  type SignalRow,
} from '#libs/catalog';
import { Clock, grouped, organisationsOf, type Id, type Principal } from '#platform/kernel';
import { ExposureAccess } from './exposure-access.service.js';
import { ExposureClearance } from './exposure-clearance.js';
import { fragilityBand, type FragilityBand } from './fragility-band.js';
import { ExposureLimitError } from './matching.errors.js';
import { nothingKnown } from './rankings/known-project.js';
import { startOfDay } from './scores/project-scores.js';
import { ScoresQueries, type StoredProjectScore } from './scores/scores.queries.js';

/** A figure, and whether it counts: one that is too old, or wrong as its maintainer says and a person found, does not. */
export interface ShownSignal extends SignalRow {
  readonly isStale: boolean;
  /** The latest word of a maintainer against it. */
  readonly contest: ContestRow | null;
}

/** What somebody may know about a project. */
export interface ProjectStanding {
  readonly fragility: FragilityBand;
  /** Under every method; without those that take a need-to-know figure unless `isFull`. */
  readonly scores: readonly StoredProjectScore[];
  /** By name, and then by package; without what is need-to-know unless `isFull`. */
  readonly signals: readonly ShownSignal[];
  readonly isFull: boolean;
}

/** Facts about projects, as far as a person may see them. */
@Injectable()
export class StandingService {
  constructor(
    private readonly catalog: CatalogQueries,
    private readonly scores: ScoresQueries,
    private readonly clearance: ExposureClearance,
    private readonly access: ExposureAccess,
    private readonly contests: SignalContestsQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws ExposureLimitError, BandLimitError when the organisation, or the person, has seen too many projects on this day */
  async of(principal: Principal, projectIds: readonly Id<'prj'>[]): Promise<ReadonlyMap<string, ProjectStanding>> {
    const [cleared, maintained] = await Promise.all([
      this.clearedOrganisation(principal),
      principal.kind === 'person' ? this.catalog.maintainedAmong(principal.personId, projectIds) : new Set<string>(),
    ]);
    const ofOthers = projectIds.filter((id) => !maintained.has(id));
    if (cleared === null) await this.access.recordBands(principal, ofOthers);
    else await this.access.record(principal, cleared, ofOthers);
    const isFull = (id: string): boolean => cleared !== null || maintained.has(id);
    const [signals, contests, scores, fragilities] = await Promise.all([
      this.catalog.signals(projectIds),
      this.contests.latestOf(projectIds),
      this.scores.of(projectIds, projectIds.filter(isFull)),
      this.scores.fragilities(projectIds),
    ]);
    const day = startOfDay(this.clock.now());
    const contestOf = new Map(contests.map((contest) => [keyOf(contest), contest]));
    const shownSignals = signals.map((row) => ({
      ...row,
      isStale: isStale(row, day),
      contest: contestOf.get(keyOf(row)) ?? null,
    }));
    const signalsOf = grouped(shownSignals, ({ projectId }) => projectId);
    const scoresOf = grouped(scores, ({ projectId }) => projectId);
    const fragilityOf = new Map(fragilities.map((judged) => [judged.projectId, judged]));
    return new Map(
      projectIds.map((id) => [
        id,
        {
          fragility: fragilityBand(fragilityOf.get(id) ?? nothingKnown({})),
          scores: scoresOf.get(id) ?? [],
          signals: visible(signalsOf.get(id) ?? [], isFull(id)),
          isFull: isFull(id),
        },
      ]),
    );
  }

  /**
   * Those of the projects of which one person does half of the work, as an organisation may know it: an access to what makes
   * them weak as any other. Null without a clearance, and for more projects than may be seen on one day.
   */
  async onePersonAmong(
    principal: Principal,
    organisationId: Id<'org'>,
    projectIds: readonly Id<'prj'>[],
  ): Promise<ReadonlySet<string> | null> {
    if (!(await this.clearance.isCleared(organisationId))) return null;
    try {
      await this.access.record(principal, organisationId, projectIds);
    } catch (error) {
      if (error instanceof ExposureLimitError) return null;
      throw error;
    }
    const day = startOfDay(this.clock.now());
    const counted = (await this.catalog.signals(projectIds)).filter((row) => !row.isLeftOut && !isStale(row, day));
    const alone = counted.filter(({ signal, value }) => signal === 'contributorAbsenceFactor' && value === 1);
    return new Set(alone.map(({ projectId }) => projectId));
  }

  /**
   * Whether an organisation may know how a project stands, for what it does with that in its own name. Asking is an access as any other.
   * @throws ExposureLimitError
   */
  async isOpenTo(principal: Principal, organisationId: Id<'org'>, projectId: Id<'prj'>): Promise<boolean> {
    if (!(await this.clearance.isCleared(organisationId))) return false;
    await this.access.record(principal, organisationId, [projectId]);
    return true;
  }

  /** The organisation through which the principal may see everything; its log has what was looked at. */
  private async clearedOrganisation(principal: Principal): Promise<Id<'org'> | null> {
    const organisations = organisationsOf(principal);
    if (organisations.length === 0) return null;
    const cleared = await this.clearance.clearedAmong(organisations);
    return organisations.find((id) => cleared.has(id)) ?? null;
  }
}

function visible(signals: readonly ShownSignal[], isFull: boolean): ShownSignal[] {
  return signals.filter(({ signal }) => isFull || !isNeedToKnow(signal)).sort(bySignal);
}

function keyOf({ projectId, signal, packageKey }: Pick<SignalRow, 'projectId' | 'signal' | 'packageKey'>): string {
  return `${projectId} ${signal} ${packageKey ?? ''}`;
}

function bySignal(left: SignalRow, right: SignalRow): number {
  const [leftKey, rightKey] = [left, right].map(({ signal, packageKey }) => `${signal}\0${packageKey ?? ''}`);
  return leftKey! < rightKey! ? -1 : 1;
}
