import { Injectable } from '@nestjs/common';
import { ObjectVersions } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { MilestonesQueries } from '../milestones.queries.js';

/** An acceptance is confirmed for the milestone as it was then: evidence that comes later is not accepted along with it. */
@Injectable()
export class MilestoneVersions {
  constructor(versions: ObjectVersions, queries: MilestonesQueries) {
    versions.register('acceptMilestone', (input) => queries.versionOf(parseId('mil', String(input.milestoneId))));
  }
}
