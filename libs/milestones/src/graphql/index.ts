import { Module } from '@nestjs/common';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { anyone, asParent, person, type FieldPolicy } from '#platform/graphql';
import { MilestonesModule } from '../milestones.module.js';
import { MilestoneVersions } from './milestone-versions.js';
import { EvidenceLoader, MilestoneLoader, MilestonesOfNeedLoader } from './milestones.loaders.js';
import { MilestonesResolver, NeedPlanResolver } from './milestones.resolver.js';

@Module({
  imports: [MilestonesModule, NeedsGraphqlModule],
  providers: [
    MilestoneLoader,
    MilestonesOfNeedLoader,
    EvidenceLoader,
    MilestoneVersions,
    MilestonesResolver,
    NeedPlanResolver,
  ],
})
export class MilestonesGraphqlModule {}

export const milestonesPolicy: FieldPolicy = {
  'Query.milestonesAwaitingReview': person,
  'Milestone.*': asParent,
  'MilestoneConnection.*': asParent,
  'MilestoneEdge.*': asParent,
  'Evidence.*': anyone,
  'Mutation.setMilestonePlan': person,
  'Mutation.submitEvidence': person,
  'Mutation.startReview': person,
  'Mutation.requestChanges': person,
  'Mutation.acceptMilestone': person,
  'SetMilestonePlanPayload.*': asParent,
  'SubmitEvidencePayload.*': asParent,
  'StartReviewPayload.*': asParent,
  'RequestChangesPayload.*': asParent,
  'AcceptMilestonePayload.*': asParent,
};
