import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { NeedNotFoundError, assertTakes } from '#libs/needs';
import { NeedLoader } from '#libs/needs/graphql';
import { Config } from '#platform/config';
import { moneyOf, type GraphqlContext } from '#platform/graphql';
import { DAY_MS, assertChargeable, holdTimes, parseId } from '#platform/kernel';
import { CHARGED_AT_STRIPE } from '../pledge-methods.service.js';
import { quoteOf } from '../quotes/quote.rules.js';
import { PledgeQuoteArgs, PledgeQuoteType } from './quote.type.js';

/** What a pledge costs, before anybody makes it. */
@Resolver()
export class QuotesResolver {
  constructor(
    private readonly needs: NeedLoader,
    private readonly config: Config,
  ) {}

  @Query(() => PledgeQuoteType, {
    description: 'Fees and terms of a pledge before it is made. Refuses what submitPledge would refuse of the amount.',
  })
  async pledgeQuote(@Args() args: PledgeQuoteArgs, @Context() context: GraphqlContext): Promise<PledgeQuoteType> {
    const amount = moneyOf(args.amount);
    if (CHARGED_AT_STRIPE.includes(args.method)) assertChargeable(amount);
    const need = await this.needs.load(context, parseId('need', args.needId));
    if (!need) throw new NeedNotFoundError();
    assertTakes(need, amount);
    const feePoints = this.config.get('PLATFORM_FEE_BASIS_POINTS');
    const start = new Date(0);
    const { expiresAt } = holdTimes(start, this.config.get('HOLD_LIMIT_DAYS'));
    const heldForDays = (expiresAt.getTime() - start.getTime()) / DAY_MS;
    return PledgeQuoteType.from(quoteOf(amount, args.method, feePoints), { feePoints, heldForDays });
  }
}
