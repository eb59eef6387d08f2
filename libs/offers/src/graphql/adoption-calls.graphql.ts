import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { InventoryModule } from '#libs/inventory';
import { MatchingModule, UpkeepModule } from '#libs/matching';
import { anyone, asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { AdoptionCallsService } from '../adoption/adoption-calls.service.js';
import { OffersModule } from '../offers.module.js';
import {
  AnswerAdoptionCallPayload,
  OpenAdoptionCallPayload,
  WithdrawAdoptionCallPayload,
  type AdoptionCallType,
} from './adoption-call.types.js';
import {
  AdoptionAnswersResolver,
  AdoptionCallFieldsResolver,
  AdoptionCallLoader,
  AdoptionCallsResolver,
  AdoptionCommandsResolver,
} from './adoption-calls.resolver.js';

const subject = ({ adoptionCall }: { readonly adoptionCall: AdoptionCallType | null }) =>
  adoptionCall && { type: 'adoptionCall', id: adoptionCall.callId };

@Module({
  imports: [
    AuditGraphqlModule,
    CatalogGraphqlModule,
    IdentityGraphqlModule,
    InventoryModule,
    MatchingModule,
    OffersModule,
    UpkeepModule,
  ],
  providers: [
    AdoptionAnswersResolver,
    AdoptionCallFieldsResolver,
    AdoptionCallLoader,
    // Who may see how a project stands is asked here alone: the port that it needs is filled by the API.
    AdoptionCallsService,
    AdoptionCallsResolver,
    AdoptionCommandsResolver,
    receiptField(AnswerAdoptionCallPayload, subject),
    receiptField(OpenAdoptionCallPayload, subject),
    receiptField(WithdrawAdoptionCallPayload, subject),
  ],
})
export class AdoptionCallsGraphqlModule {}

export const adoptionCallsPolicy: FieldPolicy = {
  'Query.adoptionCalls': anyone,
  'Query.adoptionCallsOf': scoped('inventory:read'),
  'AdoptionCall.*': asParent,
  // What people write to one another is not for machines.
  'AdoptionCall.answers': person,
  'AdoptionCallConnection.*': asParent,
  'AdoptionCallEdge.*': asParent,
  'AdoptionAnswer.*': asParent,
  'AdoptionAnswerConnection.*': asParent,
  'AdoptionAnswerEdge.*': asParent,
  'Mutation.openAdoptionCall': person,
  'Mutation.withdrawAdoptionCall': person,
  'Mutation.answerAdoptionCall': person,
  'OpenAdoptionCallPayload.*': asParent,
  'WithdrawAdoptionCallPayload.*': asParent,
  'AnswerAdoptionCallPayload.*': asParent,
};
