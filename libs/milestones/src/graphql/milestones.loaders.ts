import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { grouped, clearanceOf } from '#platform/kernel';
import { MilestonesQueries, type EvidenceRow, type MilestoneRow } from '../milestones.queries.js';

@Injectable()
export class MilestoneLoader extends RequestLoader<MilestoneRow> {
  constructor(private readonly queries: MilestonesQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, MilestoneRow>> {
    const viewer = principal.kind === 'anonymous' ? null : principal.personId;
    return new Map((await this.queries.visible(keys, viewer)).map((row) => [row.id, row]));
  }
}

/** The plan of a need; whoever reached the need may see it. */
@Injectable()
export class MilestonesOfNeedLoader extends RequestLoader<readonly MilestoneRow[]> {
  constructor(private readonly queries: MilestonesQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly MilestoneRow[]>> {
    return grouped(await this.queries.ofNeeds(keys), ({ needId }) => needId);
  }
}

@Injectable()
export class EvidenceLoader extends RequestLoader<readonly EvidenceRow[]> {
  constructor(private readonly queries: MilestonesQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, readonly EvidenceRow[]>> {
    return grouped(await this.queries.evidenceOf(clearanceOf(principal), keys), ({ milestoneId }) => milestoneId);
  }
}
