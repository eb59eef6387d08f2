import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { PledgesModule } from '../pledges.module.js';
import { PledgeHistory } from './pledge.history.js';
import { SubmitPledgePayload, WithdrawPledgePayload, type PledgeType } from './pledge.type.js';
import { PledgeLoader } from './pledges.loaders.js';
import { PledgesResolver } from './pledges.resolver.js';

/** What the receipt of a mutation of a pledge is about. */
export const pledgeSubject = ({ pledge }: { readonly pledge: PledgeType | null }) =>
  pledge && { type: 'pledge', id: pledge.pledgeId };

@Module({
  imports: [AuditGraphqlModule, PledgesModule, NeedsGraphqlModule, IdentityGraphqlModule],
  providers: [
    PledgeLoader,
    PledgesResolver,
    PledgeHistory,
    receiptField(SubmitPledgePayload, pledgeSubject),
    receiptField(WithdrawPledgePayload, pledgeSubject),
  ],
  exports: [PledgeLoader],
})
export class PledgesGraphqlModule {}

export { PledgeConnection, PledgeType } from './pledge.type.js';
export { PledgeLoader } from './pledges.loaders.js';
export { pledgesPolicy } from './pledges.policy.js';
