import { Injectable } from '@nestjs/common';
import { asPerson } from '#libs/identity';
import { asPayload, type GraphqlContext, type MutationInput } from '#platform/graphql';
import { parseId, present, type Id, type PersonPrincipal } from '#platform/kernel';
import { RoleGrantsService, type PersonMove } from '../cases/role-grants.service.js';
import { RoleGrantType, type RoleGrantPayload } from './role-grant.types.js';
import { RoleGrantLoader } from './role-grants.loaders.js';

type OfGrant = MutationInput & { readonly roleGrantId: string };

/** Mutations of one grant: each answers with what came of it. */
@Injectable()
export class RoleGrantAnswers {
  constructor(
    private readonly grants: RoleGrantsService,
    private readonly loader: RoleGrantLoader,
  ) {}

  step<Payload extends RoleGrantPayload>(context: GraphqlContext, input: OfGrant, move: PersonMove): Promise<Payload> {
    return this.answer(context, input, async (principal) => {
      const id = parseId('rgr', input.roleGrantId);
      await this.grants.act(principal, id, move);
      return id;
    });
  }

  answer<Payload extends RoleGrantPayload>(
    context: GraphqlContext,
    input: MutationInput,
    work: (principal: PersonPrincipal) => Promise<Id<'rgr'>>,
  ): Promise<Payload> {
    return asPayload<RoleGrantPayload>(context, input, { roleGrant: null }, async () => {
      const id = await work(asPerson(context.principal));
      return { roleGrant: new RoleGrantType(present(await this.loader.load(context, id))) };
    }) as Promise<Payload>;
  }
}
