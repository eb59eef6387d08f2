import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { personOf } from '../access.js';
import { ErasuresQueries } from '../erasures.queries.js';
import { ErasuresService } from '../erasures.service.js';
import {
  ErasureType,
  RequestErasureInput,
  RequestErasurePayload,
  WithdrawErasureInput,
  WithdrawErasurePayload,
} from './erasure.type.js';
import { ViewerType } from './person.type.js';

@Resolver(() => ViewerType)
export class ErasureResolver {
  constructor(
    private readonly erasures: ErasuresService,
    private readonly queries: ErasuresQueries,
  ) {}

  @ResolveField(() => ErasureType, { nullable: true, description: 'The last time that you asked to be erased.' })
  erasure(@Parent() { personId }: ViewerType): Promise<ErasureType | null> {
    return this.of(personId);
  }

  @Mutation(() => RequestErasurePayload, {
    description:
      'Asks to be erased: name, addresses, ways of signing in and messages are gone for good after 7 days. Payments, decisions and evidence stay, under an id that is nobody any more.',
  })
  @Refusals('ERASURE_BLOCKED', 'ERASURE_UNDER_WAY')
  requestErasure(
    @Args('input') input: RequestErasureInput,
    @Context() context: GraphqlContext,
  ): Promise<RequestErasurePayload> {
    return asPayload<RequestErasurePayload>(context, input, { erasure: null }, async () => {
      await this.erasures.request(context.principal);
      return { erasure: await this.of(personOf(context.principal)) };
    });
  }

  @Mutation(() => WithdrawErasurePayload, { description: 'Takes the wish to be erased back, before the day comes.' })
  @Refusals('ERASURE_NOT_FOUND')
  withdrawErasure(
    @Args('input') input: WithdrawErasureInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawErasurePayload> {
    return asPayload<WithdrawErasurePayload>(context, input, { erasure: null }, async () => {
      await this.erasures.withdraw(context.principal);
      return { erasure: await this.of(personOf(context.principal)) };
    });
  }

  private async of(personId: string): Promise<ErasureType | null> {
    const row = await this.queries.newestOf(personId);
    return row && ErasureType.from(row);
  }
}
