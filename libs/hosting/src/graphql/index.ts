import { Module } from '@nestjs/common';
import { AuditGraphqlModule } from '#libs/audit/graphql';
import { CatalogModule } from '#libs/catalog';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { anyone, asParent, person, type FieldPolicy } from '#platform/graphql';
import { HostingModule } from '../hosting.module.js';
import { HostsResolver } from './hosts.resolver.js';
import {
  FiscalHostResolver,
  HostAgreementResolver,
  ProjectBalancesLoader,
  ProjectHostingResolver,
  ProjectPayoutProjectResolver,
  StandingAgreementLoader,
} from './project-hosting.resolver.js';
import { ProjectPayoutsResolver } from './project-payouts.resolver.js';

@Module({
  imports: [AuditGraphqlModule, CatalogModule, CatalogGraphqlModule, HostingModule, IdentityGraphqlModule],
  providers: [
    FiscalHostResolver,
    HostAgreementResolver,
    HostsResolver,
    ProjectBalancesLoader,
    ProjectHostingResolver,
    ProjectPayoutProjectResolver,
    ProjectPayoutsResolver,
    StandingAgreementLoader,
  ],
})
export class HostingGraphqlModule {}

export const hostingPolicy: FieldPolicy = {
  'Query.fiscalHosts': anyone,
  'FiscalHost.*': asParent,
  'FiscalHostConnection.*': asParent,
  'FiscalHostEdge.*': asParent,
  'Project.hosting': asParent,
  'Project.hostedBalances': asParent,
  'ProjectBalance.*': asParent,
  'Query.hostAgreements': person,
  'Query.projectHostAgreements': person,
  'HostAgreement.*': asParent,
  'HostAgreementConnection.*': asParent,
  'HostAgreementEdge.*': asParent,
  'Query.projectPayouts': person,
  'Query.projectPayoutsAwaitingApproval': person,
  'ProjectPayout.*': asParent,
  'ProjectPayoutConnection.*': asParent,
  'ProjectPayoutEdge.*': asParent,
  'Mutation.setHostTerms': person,
  'Mutation.applyToHost': person,
  'Mutation.withdrawHostApplication': person,
  'Mutation.decideHostApplication': person,
  'Mutation.leaveHost': person,
  'Mutation.stayWithHost': person,
  'Mutation.confirmLeavingHost': person,
  'Mutation.requestProjectPayout': person,
  'Mutation.withdrawProjectPayout': person,
  'Mutation.approveProjectPayout': person,
  'Mutation.rejectProjectPayout': person,
  'SetHostTermsPayload.*': asParent,
  'ApplyToHostPayload.*': asParent,
  'WithdrawHostApplicationPayload.*': asParent,
  'DecideHostApplicationPayload.*': asParent,
  'LeaveHostPayload.*': asParent,
  'StayWithHostPayload.*': asParent,
  'ConfirmLeavingHostPayload.*': asParent,
  'RequestProjectPayoutPayload.*': asParent,
  'WithdrawProjectPayoutPayload.*': asParent,
  'ApproveProjectPayoutPayload.*': asParent,
  'RejectProjectPayoutPayload.*': asParent,
};
