import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { PledgesModule } from '../pledges.module.js';
import { InKindHistory } from './in-kind.history.js';
import { InKindDeliveriesLoader, InKindLoader, InKindSumsLoader } from './in-kind.loaders.js';
import { InKindFieldsResolver, InKindResolver, NeedInKindResolver } from './in-kind.resolver.js';
import {
  AcceptInKindPayload,
  ConfirmInKindDeliveryPayload,
  DeclineInKindPayload,
  OfferInKindPayload,
  WithdrawInKindPayload,
  type InKindContributionType,
} from './in-kind.types.js';
import { PledgeHistory } from './pledge.history.js';
import { SubmitPledgePayload, WithdrawPledgePayload, type PledgeType } from './pledge.type.js';
import { PledgeLoader } from './pledges.loaders.js';
import { PledgesResolver } from './pledges.resolver.js';
import { QuotesResolver } from './quotes.resolver.js';

/** What the receipt of a mutation of a pledge is about. */
export const pledgeSubject = ({ pledge }: { readonly pledge: PledgeType | null }) =>
  pledge && { type: 'pledge', id: pledge.pledgeId };

const inKindSubject = ({ contribution }: { readonly contribution: InKindContributionType | null }) =>
  contribution && { type: 'inKindContribution', id: contribution.contributionId };

@Module({
  imports: [AuditGraphqlModule, PledgesModule, NeedsGraphqlModule, IdentityGraphqlModule],
  providers: [
    PledgeLoader,
    PledgesResolver,
    QuotesResolver,
    PledgeHistory,
    InKindDeliveriesLoader,
    InKindFieldsResolver,
    InKindHistory,
    InKindLoader,
    InKindResolver,
    InKindSumsLoader,
    NeedInKindResolver,
    receiptField(OfferInKindPayload, inKindSubject),
    receiptField(AcceptInKindPayload, inKindSubject),
    receiptField(DeclineInKindPayload, inKindSubject),
    receiptField(ConfirmInKindDeliveryPayload, inKindSubject),
    receiptField(WithdrawInKindPayload, inKindSubject),
    receiptField(SubmitPledgePayload, pledgeSubject),
    receiptField(WithdrawPledgePayload, pledgeSubject),
  ],
  exports: [PledgeLoader],
})
export class PledgesGraphqlModule {}

export { PledgeConnection, PledgeType } from './pledge.type.js';
export { PledgeLoader } from './pledges.loaders.js';
export { pledgesPolicy } from './pledges.policy.js';
