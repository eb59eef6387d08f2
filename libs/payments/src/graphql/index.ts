import { Module } from '@nestjs/common';
import { anyone, asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { PaymentsModule } from '../payments.module.js';
import { PaymentsResolver } from './payments.resolver.js';

@Module({ imports: [PaymentsModule], providers: [PaymentsResolver] })
export class PaymentsGraphqlModule {}

export const paymentsPolicy: FieldPolicy = {
  'Query.paymentsMode': anyone,
  'Query.paymentOfPledge': scoped('payments:read'),
  'Query.recipientAccount': person,
  'Query.transfersToMe': person,
  'Payment.*': asParent,
  'Transfer.*': asParent,
  'RecipientAccount.*': asParent,
  'Mutation.startRecipientOnboarding': person,
  'Mutation.renewOnboardingLink': person,
  'StartRecipientOnboardingPayload.*': asParent,
  'RenewOnboardingLinkPayload.*': asParent,
};
