import { Args, Context, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { asPerson } from '../access.js';
import { SessionsRepository } from '../sessions.repository.js';
import { SessionsService } from '../sessions.service.js';
import { ViewerType } from './person.type.js';
import {
  RevokeOtherSessionsInput,
  RevokeOtherSessionsPayload,
  RevokeSessionInput,
  RevokeSessionPayload,
  SessionType,
} from './session.types.js';

@Resolver(() => ViewerType)
export class SessionsResolver {
  constructor(
    private readonly service: SessionsService,
    private readonly repository: SessionsRepository,
  ) {}

  @ResolveField(() => [SessionType], { nullable: true, description: 'Where you are signed in, at most 100.' })
  async sessions(@Context() { principal }: GraphqlContext): Promise<SessionType[]> {
    const person = asPerson(principal);
    return (await this.repository.list(person)).map((row) => SessionType.from(row, person.sessionId));
  }

  @Mutation(() => RevokeSessionPayload, { description: 'Ends one of your sessions, at once.' })
  @Refusals('SESSION_NOT_FOUND')
  revokeSession(
    @Args('input') input: RevokeSessionInput,
    @Context() context: GraphqlContext,
  ): Promise<RevokeSessionPayload> {
    return asPayload<RevokeSessionPayload>(context, input, { revokedId: null }, async () => {
      await this.service.revoke(asPerson(context.principal), parseId('ses', input.sessionId));
      return { revokedId: input.sessionId };
    });
  }

  @Mutation(() => RevokeOtherSessionsPayload, { description: 'Ends all your sessions but this one.' })
  @Refusals()
  revokeOtherSessions(
    @Args('input') input: RevokeOtherSessionsInput,
    @Context() context: GraphqlContext,
  ): Promise<RevokeOtherSessionsPayload> {
    return asPayload<RevokeOtherSessionsPayload>(context, input, { revokedCount: null }, async () => ({
      revokedCount: await this.service.revokeOthers(asPerson(context.principal)),
    }));
  }
}
