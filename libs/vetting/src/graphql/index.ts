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

const VOUCH_PAYLOADS = [VouchForPayload, WithdrawVouchPayload];

const PAYLOADS = [
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
    ProjectTierResolver,
    VouchLoader,
    VouchesResolver,
    RoleGrantCommandsResolver,
    RoleGrantHistory,
    RoleGrantLoader,
    RoleGrantsResolver,
    ...PAYLOADS.map((payload) => receiptField(payload, subject)),
    ...TIER_PAYLOADS.map((payload) => receiptField(payload, tierSubject)),
    ...VOUCH_PAYLOADS.map((payload) => receiptField(payload, vouchSubject)),
  ],
})
export class VettingGraphqlModule {}

export { vettingPolicy } from './vetting.policy.js';
