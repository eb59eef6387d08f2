import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { NeedsGraphqlModule, type NeedType } from '#libs/needs/graphql';
import { PledgesGraphqlModule } from '#libs/pledges/graphql';
import { asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { CommitmentsModule } from '../commitments.module.js';
import { RecurringChangesResolver } from './recurring-changes.resolver.js';
import {
  CancelRecurringPledgePayload,
  KeepRecurringPledgePayload,
  PauseRecurringPledgePayload,
  ResumeRecurringPledgePayload,
  StartRecurringPledgePayload,
  type RecurringPledgeType,
} from './recurring-pledge.type.js';
import { ChangesLoader, ExpectedLoader, RecurringPledgeLoader } from './recurring-pledges.loaders.js';
import {
  CommitmentChangesResolver,
  ExpectedCommitmentsResolver,
  RecurringPledgesResolver,
} from './recurring-pledges.resolver.js';
import { TranchesGraphqlModule, tranchesPolicy } from './tranches.graphql.js';

/** What the receipt of a mutation of a recurring pledge is about. */
export const recurringSubject = ({ recurringPledge }: { readonly recurringPledge: RecurringPledgeType | null }) =>
  recurringPledge && { type: 'recurringPledge', id: recurringPledge.recurringPledgeId };

@Module({
  imports: [
    AuditGraphqlModule,
    CommitmentsModule,
    IdentityGraphqlModule,
    NeedsGraphqlModule,
    PledgesGraphqlModule,
    TranchesGraphqlModule,
  ],
  providers: [
    RecurringPledgeLoader,
    ChangesLoader,
    ExpectedLoader,
    RecurringPledgesResolver,
    RecurringChangesResolver,
    CommitmentChangesResolver,
    ExpectedCommitmentsResolver,
    receiptField(StartRecurringPledgePayload, recurringSubject),
    receiptField(PauseRecurringPledgePayload, recurringSubject),
    receiptField(ResumeRecurringPledgePayload, recurringSubject),
    receiptField(CancelRecurringPledgePayload, recurringSubject),
    receiptField(KeepRecurringPledgePayload, recurringSubject),
  ],
  exports: [RecurringPledgeLoader, TranchesGraphqlModule],
})
export class CommitmentsGraphqlModule {}

export { RecurringPledgeType } from './recurring-pledge.type.js';
export { RecurringPledgeLoader } from './recurring-pledges.loaders.js';
export { TrancheCommitmentType } from './tranche-commitment.type.js';
export { TrancheCommitmentLoader } from './tranche-commitments.loaders.js';
export { tranchesSubject } from './tranches.graphql.js';

export const commitmentsPolicy: FieldPolicy = {
  ...tranchesPolicy,
  'Query.recurringPledge': scoped('pledges:read'),
  'Query.recurringPledges': scoped('pledges:read'),
  'RecurringPledge.*': asParent,
  'RecurringPledgeConnection.*': asParent,
  'RecurringPledgeEdge.*': asParent,
  'CommitmentChange.*': asParent,
  'Need.commitmentsByMonth': ({ principal, source }) =>
    principal.kind === 'person' && principal.personId === (source as NeedType).recipientPersonId,
  'MonthOfCommitments.*': asParent,
  'Mutation.startRecurringPledge': scoped('pledges:write'),
  'Mutation.pauseRecurringPledge': person,
  'Mutation.resumeRecurringPledge': person,
  'Mutation.cancelRecurringPledge': person,
  'Mutation.keepRecurringPledge': person,
  'StartRecurringPledgePayload.*': asParent,
  'PauseRecurringPledgePayload.*': asParent,
  'ResumeRecurringPledgePayload.*': asParent,
  'CancelRecurringPledgePayload.*': asParent,
  'KeepRecurringPledgePayload.*': asParent,
};
