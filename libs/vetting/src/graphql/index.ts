import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { VettingModule } from '../vetting.module.js';
import { RoleGrantCommandsResolver } from './role-grant-commands.resolver.js';
import {
  ConsentToRoleRequestPayload,
  GrantRolePayload,
  RequestRolePayload,
  StepDownFromRolePayload,
  SubmitRoleRequestPayload,
  SuspendRolePayload,
  WithdrawRoleRequestPayload,
  type RoleGrantPayload,
} from './role-grant.types.js';
import { ProjectTierResolver } from './project-tier.resolver.js';
import {
  ChooseStricterTierPayload,
  ConsentToLowerTierPayload,
  ProposeLowerTierPayload,
  StateProjectContextPayload,
  type ProjectTierPayload,
} from './project-tier.types.js';
import { DeclareAffiliationPayload, WithdrawAffiliationPayload, type AffiliationPayload } from './affiliation.types.js';
import { ImportProjectHistoryPayload, NAME_PAYLOADS, type HistoryNamesPayload } from './history-import.types.js';
import { HistoryImportsResolver } from './history-imports.resolver.js';
import { POOL_PAYLOADS, type PoolMemberPayload } from './pool-member.types.js';
import { PoolMemberLoader } from './pool-members.loader.js';
import { PoolDecisionResolver, PoolMembersResolver } from './pool-members.resolver.js';
import { AnswerSeatOfferPayload, DrawSeatsPayload, LeaveSeatPayload } from './seat.types.js';
import { ProjectSeatResolver, SeatsResolver } from './seats.resolver.js';
import { ProjectRiskResolver } from './project-risk.resolver.js';
import { ClearRiskSignalPayload } from './project-risk.types.js';
import { SUPPORT_PAYLOADS, type SupportCasePayload } from './support-case.types.js';
import { SupportCasesResolver } from './support-cases.resolver.js';
import { AffiliationsResolver } from './affiliations.resolver.js';
import { RoleAppealsResolver } from './role-appeals.resolver.js';
import { RoleCasesResolver } from './role-cases.resolver.js';
import { CommentOnRolePayload, WithdrawRoleCommentPayload, type RoleCommentPayload } from './role-comment.types.js';
import { RoleCommentsResolver } from './role-comments.resolver.js';
import { RoleDecisionsResolver } from './role-decisions.resolver.js';
import { DECISION_PAYLOADS } from './role-decisions.types.js';
import { RoleGrantAnswers } from './role-grant-answers.js';
import { RoleHoldingResolver } from './role-holding.resolver.js';
import { HOLDING_PAYLOADS } from './role-holding.types.js';
import { REMOVAL_PAYLOADS } from './role-removal.types.js';
import { RoleRemovalsResolver } from './role-removals.resolver.js';
import { RoleSponsorsResolver, RoleSponsorshipResolver } from './role-sponsors.resolver.js';
import { RoleGrantHistory } from './role-grant.history.js';
import { RoleGrantLoader } from './role-grants.loaders.js';
import { RoleGrantsResolver } from './role-grants.resolver.js';
import { VouchForPayload, WithdrawVouchPayload, type VouchPayload } from './vouch.types.js';
import { VouchLoader } from './vouches.loader.js';
import { VouchesResolver } from './vouches.resolver.js';

const subject = ({ roleGrant }: RoleGrantPayload) => roleGrant && { type: 'roleGrant', id: roleGrant.grantId };

const tierSubject = ({ projectId }: ProjectTierPayload) =>
  projectId === null ? null : { type: 'project', id: projectId };

const TIER_PAYLOADS = [
  ChooseStricterTierPayload,
  ConsentToLowerTierPayload,
  ProposeLowerTierPayload,
  StateProjectContextPayload,
];

const vouchSubject = ({ vouch }: VouchPayload) => vouch && { type: 'vouch', id: vouch.vouchId };

const commentSubject = ({ roleComment }: RoleCommentPayload) =>
  roleComment && { type: 'roleComment', id: roleComment.commentId };

const affiliationSubject = ({ affiliationId }: AffiliationPayload) =>
  affiliationId === null ? null : { type: 'affiliation', id: affiliationId };

const importSubject = ({ historyImport }: ImportProjectHistoryPayload) =>
  historyImport && { type: 'historyImport', id: historyImport.importId };

const nameSubject = ({ projectId }: HistoryNamesPayload) =>
  projectId === null ? null : { type: 'project', id: projectId };

const signalSubject = ({ signal }: ClearRiskSignalPayload) => signal && { type: 'signal', id: signal.signalId };

const poolSubject = ({ poolMember }: PoolMemberPayload) =>
  poolMember && { type: 'poolMember', id: poolMember.memberId };

const offerSubject = ({ seatOffer }: AnswerSeatOfferPayload) =>
  seatOffer && { type: 'seatOffer', id: seatOffer.offerId };

const ofProject = ({ projectId }: DrawSeatsPayload | LeaveSeatPayload) =>
  projectId === null ? null : { type: 'project', id: projectId };

const supportSubject = ({ supportCase }: SupportCasePayload) =>
  supportCase && { type: 'supportCase', id: supportCase.supportCaseId };

const VOUCH_PAYLOADS = [VouchForPayload, WithdrawVouchPayload];

const PAYLOADS = [
  ...DECISION_PAYLOADS,
  ...HOLDING_PAYLOADS,
  ...REMOVAL_PAYLOADS,
  ConsentToRoleRequestPayload,
  GrantRolePayload,
  RequestRolePayload,
  StepDownFromRolePayload,
  SubmitRoleRequestPayload,
  SuspendRolePayload,
  WithdrawRoleRequestPayload,
];

@Module({
  imports: [AuditGraphqlModule, CatalogGraphqlModule, IdentityGraphqlModule, VettingModule],
  providers: [
    AffiliationsResolver,
    HistoryImportsResolver,
    PoolDecisionResolver,
    PoolMemberLoader,
    PoolMembersResolver,
    ProjectRiskResolver,
    ProjectSeatResolver,
    SeatsResolver,
    ProjectTierResolver,
    SupportCasesResolver,
    RoleAppealsResolver,
    RoleCasesResolver,
    RoleCommentsResolver,
    RoleDecisionsResolver,
    RoleGrantAnswers,
    RoleHoldingResolver,
    RoleRemovalsResolver,
    RoleSponsorsResolver,
    RoleSponsorshipResolver,
    VouchLoader,
    VouchesResolver,
    RoleGrantCommandsResolver,
    RoleGrantHistory,
    RoleGrantLoader,
    RoleGrantsResolver,
    ...PAYLOADS.map((payload) => receiptField(payload, subject)),
    ...TIER_PAYLOADS.map((payload) => receiptField(payload, tierSubject)),
    ...[CommentOnRolePayload, WithdrawRoleCommentPayload].map((payload) => receiptField(payload, commentSubject)),
    ...[DeclareAffiliationPayload, WithdrawAffiliationPayload].map((payload) =>
      receiptField(payload, affiliationSubject),
    ),
    receiptField(ImportProjectHistoryPayload, importSubject),
    receiptField(AnswerSeatOfferPayload, offerSubject),
    ...[DrawSeatsPayload, LeaveSeatPayload].map((payload) => receiptField(payload, ofProject)),
    ...POOL_PAYLOADS.map((payload) => receiptField(payload, poolSubject)),
    receiptField(ClearRiskSignalPayload, signalSubject),
    ...NAME_PAYLOADS.map((payload) => receiptField(payload, nameSubject)),
    ...SUPPORT_PAYLOADS.map((payload) => receiptField(payload, supportSubject)),
    ...VOUCH_PAYLOADS.map((payload) => receiptField(payload, vouchSubject)),
  ],
})
export class VettingGraphqlModule {}

export { vettingPolicy } from './vetting.policy.js';
