import { Injectable } from '@nestjs/common';
import { CatalogQueries } from '#libs/catalog';
import { StandingService } from '#libs/matching';
import { asId, clearanceOf, formatId, parseId, type Id, type Principal } from '#platform/kernel';
import {
  amountsOf,
  coverageOf,
  coverageOfRuns,
  projectsGiven,
  type Coverage,
  type DistributedRun,
  type PeriodCoverage,
} from '../plan/coverage.js';
import { digestOfInputs, inputsText, type RunInputs } from '../plan/inputs.js';
import { planOf } from '../plan/plan.js';
import { rollInsOf, type RollIn } from '../plan/roll-ins.js';
import { resultOf, resultText, type RunResult } from '../plan/result.js';
import { diffOf, type LineChange } from '../plan/run-diff.js';
import { linesCsv } from './lines-csv.js';
import { RunDrafts } from './run-drafts.service.js';
import { RunFigures } from './run-figures.service.js';
import { RunsQueries } from './runs.queries.js';

export interface Replay {
  readonly isSame: boolean;
  readonly inputsSha256: string;
}

/** What can be said of a run by computing it anew. Null before its first preview. */
@Injectable()
export class RunReads {
  constructor(
    private readonly queries: RunsQueries,
    private readonly drafts: RunDrafts,
    private readonly standing: StandingService,
    private readonly catalog: CatalogQueries,
    private readonly figures: RunFigures,
  ) {}

  /** Computes the result from the stored inputs alone, and compares bytes. */
  async replay(principal: Principal, id: Id<'alr'>): Promise<Replay | null> {
    const run = await this.drafts.found(principal, id);
    const texts = await this.queries.texts(clearanceOf(principal), id);
    if (texts === null) return null;
    const inputs = JSON.parse(texts.inputs) as RunInputs;
    const inputsSha256 = digestOfInputs(inputsText(inputs));
    const isSame = inputsSha256 === run.inputsSha256 && resultText(resultOf(inputs)) === texts.result;
    return { isSame, inputsSha256 };
  }

  async coverage(principal: Principal, id: Id<'alr'>): Promise<Coverage | null> {
    const kept = await this.kept(principal, id);
    if (kept === null) return null;
    const { organisationId } = await this.drafts.found(principal, id);
    const given = [{ inputs: kept.inputs, given: amountsOf(kept.result.lines) }];
    return coverageOf(kept.inputs, kept.result, await this.ofOnePerson(principal, organisationId, given));
  }

  /** The same over the runs of a period of a budget that were distributed; the caller has looked who may see the budget. */
  async coverageOfPeriod(
    principal: Principal,
    { id, organisationId }: { readonly id: Id<'bdg'>; readonly organisationId: Id<'org'> },
    periodOn: string,
  ): Promise<PeriodCoverage> {
    const rows = await this.queries.distributedIn(clearanceOf(principal), id, periodOn);
    const runs = rows.map(({ inputs, given }) => ({
      inputs: JSON.parse(inputs) as RunInputs,
      given: new Map(given.map(({ needId, minor }) => [formatId('need', needId), BigInt(minor)])),
    }));
    const claimed = await this.catalog.maintained(projectsGiven(runs).map((projectId) => parseId('prj', projectId)));
    return coverageOfRuns(runs, await this.ofOnePerson(principal, organisationId, runs), outside(claimed));
  }

  /** What earlier runs left for this one, run by run. */
  async rolledIn(principal: Principal, id: Id<'alr'>): Promise<readonly RollIn[]> {
    const kept = await this.kept(principal, id);
    return kept === null ? [] : rollInsOf(kept.inputs);
  }

  /** The file that `mainstay allocation preview` reads. */
  async planFile(principal: Principal, id: Id<'alr'>): Promise<string | null> {
    const inputs = await this.inputs(principal, id);
    return inputs && `${JSON.stringify(planOf(JSON.parse(inputs) as RunInputs), null, 2)}\n`;
  }

  /** All lines as a file; null before the first preview. */
  async linesCsv(principal: Principal, id: Id<'alr'>): Promise<string | null> {
    const { organisationId } = await this.drafts.found(principal, id);
    const rows = await this.queries.allLines(clearanceOf(principal), id);
    return rows.length === 0 ? null : linesCsv(await this.figures.shown(principal, organisationId, rows));
  }

  /** Null too for a run whose points the organisation may not know any more. */
  async inputs(principal: Principal, id: Id<'alr'>): Promise<string | null> {
    const { organisationId } = await this.drafts.found(principal, id);
    const texts = await this.queries.texts(clearanceOf(principal), id);
    if (texts === null) return null;
    const isOpen = await this.figures.mayRead(principal, organisationId, new Set(texts.isFull ? [id] : []));
    return isOpen ? texts.inputs : null;
  }

  /** What is another in the second run than in the first, by needs in the order of the second. */
  async diff(principal: Principal, from: Id<'alr'>, to: Id<'alr'>): Promise<readonly LineChange[]> {
    const [before, after] = [await this.kept(principal, from), await this.kept(principal, to)];
    return diffOf(before?.result.lines ?? [], after?.result.lines ?? []);
  }

  /** Outside ids of projects; to know them is an access that the log has. */
  private async ofOnePerson(
    principal: Principal,
    organisationId: Id<'org'>,
    runs: readonly DistributedRun[],
  ): Promise<ReadonlySet<string> | null> {
    const projectIds = projectsGiven(runs).map((projectId) => parseId('prj', projectId));
    const alone = await this.standing.onePersonAmong(principal, organisationId, projectIds);
    return alone && outside(alone);
  }

  private async kept(
    principal: Principal,
    id: Id<'alr'>,
  ): Promise<{ readonly inputs: RunInputs; readonly result: RunResult } | null> {
    await this.drafts.found(principal, id);
    const texts = await this.queries.texts(clearanceOf(principal), id);
    return texts && { inputs: JSON.parse(texts.inputs) as RunInputs, result: JSON.parse(texts.result) as RunResult };
  }
}

function outside(projectIds: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...projectIds].map((projectId) => formatId('prj', asId(projectId))));
}
