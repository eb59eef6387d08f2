import { Injectable } from '@nestjs/common';
import { StandingService } from '#libs/matching';
import { asId, clearanceOf, formatId, parseId, type Id, type Principal } from '#platform/kernel';
import { coverageOf, projectsWithMoney, type Coverage } from '../plan/coverage.js';
import { digestOfInputs, inputsText, type RunInputs } from '../plan/inputs.js';
import { planOf } from '../plan/plan.js';
import { resultOf, resultText, type RunResult } from '../plan/result.js';
import { diffOf, type LineChange } from '../plan/run-diff.js';
import { RunDrafts } from './run-drafts.service.js';
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
    const projectIds = projectsWithMoney(kept.inputs, kept.result).map((projectId) => parseId('prj', projectId));
    const alone = await this.standing.onePersonAmong(principal, organisationId, projectIds);
    const ofOnePerson = alone && new Set([...alone].map((projectId) => formatId('prj', asId(projectId))));
    return coverageOf(kept.inputs, kept.result, ofOnePerson);
  }

  /** The file that `mainstay allocation preview` reads. */
  async planFile(principal: Principal, id: Id<'alr'>): Promise<string | null> {
    const kept = await this.kept(principal, id);
    return kept && `${JSON.stringify(planOf(kept.inputs), null, 2)}\n`;
  }

  async inputs(principal: Principal, id: Id<'alr'>): Promise<string | null> {
    await this.drafts.found(principal, id);
    return (await this.queries.texts(clearanceOf(principal), id))?.inputs ?? null;
  }

  /** What is another in the second run than in the first, by needs in the order of the second. */
  async diff(principal: Principal, from: Id<'alr'>, to: Id<'alr'>): Promise<readonly LineChange[]> {
    const [before, after] = [await this.kept(principal, from), await this.kept(principal, to)];
    return diffOf(before?.result.lines ?? [], after?.result.lines ?? []);
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
