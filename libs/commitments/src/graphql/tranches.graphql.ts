import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { MilestonesGraphqlModule } from '#libs/milestones/graphql';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { PledgesGraphqlModule } from '#libs/pledges/graphql';
import { asParent, scoped, type FieldPolicy } from '#platform/graphql';
import { CommitmentsModule } from '../commitments.module.js';
import {
  CommitInTranchesPayload,
  EndTrancheCommitmentPayload,
  type TrancheCommitmentType,
} from './tranche-commitment.type.js';
import { ExpectedTranchesLoader, TrancheCommitmentLoader, TranchesLoader } from './tranche-commitments.loaders.js';
import {
  TrancheCommandsResolver,
  TrancheCommitmentsResolver,
  TranchesResolver,
} from './tranche-commitments.resolver.js';

/** What the receipt of a mutation of a commitment in tranches is about. */
export const tranchesSubject = ({ trancheCommitment }: { readonly trancheCommitment: TrancheCommitmentType | null }) =>
  trancheCommitment && { type: 'trancheCommitment', id: trancheCommitment.commitmentId };

@Module({
  imports: [AuditGraphqlModule, CommitmentsModule, MilestonesGraphqlModule, NeedsGraphqlModule, PledgesGraphqlModule],
  providers: [
    TrancheCommitmentLoader,
    TranchesLoader,
    ExpectedTranchesLoader,
    TrancheCommitmentsResolver,
    TranchesResolver,
    TrancheCommandsResolver,
    receiptField(CommitInTranchesPayload, tranchesSubject),
    receiptField(EndTrancheCommitmentPayload, tranchesSubject),
  ],
  exports: [TrancheCommitmentLoader, ExpectedTranchesLoader],
})
export class TranchesGraphqlModule {}

export const tranchesPolicy: FieldPolicy = {
  'Query.trancheCommitment': scoped('pledges:read'),
  'Query.trancheCommitments': scoped('pledges:read'),
  'TrancheCommitment.*': asParent,
  'TrancheCommitmentConnection.*': asParent,
  'TrancheCommitmentEdge.*': asParent,
  'Tranche.*': asParent,
  'Mutation.commitInTranches': scoped('pledges:write'),
  'Mutation.endTrancheCommitment': scoped('pledges:write'),
  'CommitInTranchesPayload.*': asParent,
  'EndTrancheCommitmentPayload.*': asParent,
};
