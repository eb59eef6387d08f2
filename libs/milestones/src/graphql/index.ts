import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { anyone, asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { MilestonesModule } from '../milestones.module.js';
import { MilestoneVersions } from './milestone-versions.js';
import { MilestoneHistory } from './milestone.history.js';
import { AcceptMilestonePayload } from './milestone.types.js';
import { EvidenceLoader, MilestoneLoader, MilestonesOfNeedLoader } from './milestones.loaders.js';
import { ReviewFeeLoader, ReviewFeeResolver, ReviewPoolResolver } from './review-pool.resolver.js';
import { MilestonesResolver, NeedPlanResolver } from './milestones.resolver.js';

@Module({
  imports: [AuditGraphqlModule, MilestonesModule, NeedsGraphqlModule],
  providers: [
    MilestoneLoader,
    MilestonesOfNeedLoader,
    EvidenceLoader,
    MilestoneVersions,
    MilestonesResolver,
    NeedPlanResolver,
    MilestoneHistory,
    ReviewFeeLoader,
    ReviewFeeResolver,
    ReviewPoolResolver,
    receiptField(
      AcceptMilestonePayload,
      ({ milestone }) => milestone && { type: 'milestone', id: milestone.milestoneId },
    ),
  ],
  exports: [MilestoneLoader],
})
export class MilestonesGraphqlModule {}

export { MilestoneType } from './milestone.types.js';
export { MilestoneLoader } from './milestones.loaders.js';

export const milestonesPolicy: FieldPolicy = {
  'Query.milestonesAwaitingReview': person,
  'Milestone.*': asParent,
  'MilestoneConnection.*': asParent,
  'MilestoneEdge.*': asParent,
  'Evidence.*': anyone,
  'Mutation.setMilestonePlan': person,
  'Mutation.moveMilestone': person,
  'Mutation.submitEvidence': person,
  'Mutation.startReview': person,
  'Mutation.requestChanges': person,
  'Mutation.acceptMilestone': person,
  'Mutation.stepBackFromReview': person,
  'ReviewFee.*': asParent,
  'Query.reviewPool': anyone,
  'ReviewPool.*': asParent,
  'Query.reviewPoolGifts': scoped('payments:read'),
  'ReviewPoolGift.*': asParent,
  'ReviewPoolGiftConnection.*': asParent,
  'ReviewPoolGiftEdge.*': asParent,
  'Mutation.giveToReviewPool': person,
  'Mutation.approveReviewPoolGift': person,
  'Mutation.rejectReviewPoolGift': person,
  'StepBackFromReviewPayload.*': asParent,
  'GiveToReviewPoolPayload.*': asParent,
  'ApproveReviewPoolGiftPayload.*': asParent,
  'RejectReviewPoolGiftPayload.*': asParent,
  'SetMilestonePlanPayload.*': asParent,
  'MoveMilestonePayload.*': asParent,
  'SubmitEvidencePayload.*': asParent,
  'StartReviewPayload.*': asParent,
  'RequestChangesPayload.*': asParent,
  'AcceptMilestonePayload.*': asParent,
};
