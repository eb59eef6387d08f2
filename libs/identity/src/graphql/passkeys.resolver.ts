import { Args, Context, Info, Int, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { parseId, type PersonPrincipal } from '#platform/kernel';
import { asPerson } from '../access.js';
import { AuthenticatorChanges } from '../authenticator-changes.repository.js';
import { IdentityQueries } from '../identity.queries.js';
import { PasskeysRepository } from '../passkeys.repository.js';
import { PasskeysService } from '../passkeys.service.js';
import { RecoveryCodesService } from '../recovery-codes.service.js';
import { StepUpService } from '../step-up.service.js';
import { coerceArguments } from './coerce-arguments.js';
import {
  AddPasskeyInput,
  AddPasskeyPayload,
  BeginPasskeyRegistrationInput,
  BeginPasskeyRegistrationPayload,
  BeginStepUpInput,
  BeginStepUpPayload,
  CreateRecoveryCodesInput,
  CreateRecoveryCodesPayload,
  PasskeyType,
  RemovePasskeyInput,
  RemovePasskeyPayload,
  RenamePasskeyInput,
  RenamePasskeyPayload,
  UseRecoveryCodeInput,
  UseRecoveryCodePayload,
} from './passkey.types.js';
import { ViewerType } from './person.type.js';

/** What a person sees of the own authenticators. */
@Resolver(() => ViewerType)
export class AuthenticatorsResolver {
  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly changes: AuthenticatorChanges,
    private readonly queries: IdentityQueries,
  ) {}

  @ResolveField('passkeys', () => [PasskeyType], { nullable: true })
  async ownPasskeys(@Context() { principal }: GraphqlContext): Promise<PasskeyType[]> {
    return (await this.passkeys.of(asPerson(principal).personId)).map((row) => PasskeyType.from(row));
  }

  @ResolveField(() => Int, { nullable: true, description: 'How many recovery codes still work.' })
  recoveryCodesLeft(@Context() { principal }: GraphqlContext): Promise<number> {
    return this.queries.recoveryCodesLeft(asPerson(principal).personId);
  }

  @ResolveField(() => Date, {
    nullable: true,
    description:
      'After a change of authenticators you approve and accept nothing until then. Null when nothing is paused.',
  })
  decisionsPausedUntil(@Context() { principal }: GraphqlContext): Promise<Date | null> {
    return this.changes.pausedUntil(asPerson(principal).personId);
  }
}

@Resolver()
export class PasskeysResolver {
  constructor(
    private readonly service: PasskeysService,
    private readonly passkeys: PasskeysRepository,
    private readonly recoveryCodes: RecoveryCodesService,
    private readonly stepUp: StepUpService,
  ) {}

  @Mutation(() => BeginPasskeyRegistrationPayload, { description: 'Options for making a passkey in the browser.' })
  @Refusals('TOO_MANY_PASSKEYS')
  beginPasskeyRegistration(
    @Args('input') input: BeginPasskeyRegistrationInput,
    @Context() context: GraphqlContext,
  ): Promise<BeginPasskeyRegistrationPayload> {
    return asPayload<BeginPasskeyRegistrationPayload>(context, input, { challengeId: null, options: null }, () =>
      this.service.beginRegistration(asPerson(context.principal)),
    );
  }

  @Mutation(() => AddPasskeyPayload, {
    description: 'Keeps a passkey that the browser has made. With a passkey already there, that one has to confirm.',
  })
  @Refusals('PASSKEY_INVALID')
  addPasskey(@Args('input') input: AddPasskeyInput, @Context() context: GraphqlContext): Promise<AddPasskeyPayload> {
    return asPayload<AddPasskeyPayload>(context, input, { passkey: null }, async () => {
      const principal = asPerson(context.principal);
      return { passkey: await this.found(principal, await this.service.add(principal, input)) };
    });
  }

  @Mutation(() => RenamePasskeyPayload)
  @Refusals('PASSKEY_NOT_FOUND')
  renamePasskey(
    @Args('input') input: RenamePasskeyInput,
    @Context() context: GraphqlContext,
  ): Promise<RenamePasskeyPayload> {
    return asPayload<RenamePasskeyPayload>(context, input, { passkey: null }, async () => {
      const [principal, id] = [asPerson(context.principal), parseId('psk', input.passkeyId)];
      await this.service.rename(principal, id, input.name);
      return { passkey: await this.found(principal, id) };
    });
  }

  @Mutation(() => RemovePasskeyPayload, { description: 'Decisions are paused for seven days afterwards.' })
  @Refusals('LAST_WAY_IN', 'PASSKEY_NOT_FOUND')
  removePasskey(
    @Args('input') input: RemovePasskeyInput,
    @Context() context: GraphqlContext,
  ): Promise<RemovePasskeyPayload> {
    return asPayload<RemovePasskeyPayload>(context, input, { removedId: null }, async () => {
      await this.service.remove(asPerson(context.principal), parseId('psk', input.passkeyId));
      return { removedId: input.passkeyId };
    });
  }

  @Mutation(() => CreateRecoveryCodesPayload, { description: 'New codes; those from before stop working.' })
  @Refusals()
  createRecoveryCodes(
    @Args('input') input: CreateRecoveryCodesInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateRecoveryCodesPayload> {
    return asPayload<CreateRecoveryCodesPayload>(context, input, { codes: null }, async () => ({
      codes: await this.recoveryCodes.create(asPerson(context.principal)),
    }));
  }

  @Mutation(() => UseRecoveryCodePayload, {
    description: 'For who has lost every passkey: opens the change of passkeys for ten minutes.',
  })
  @Refusals('RECOVERY_CODE_INVALID')
  useRecoveryCode(
    @Args('input') input: UseRecoveryCodeInput,
    @Context() context: GraphqlContext,
  ): Promise<UseRecoveryCodePayload> {
    return asPayload<UseRecoveryCodePayload>(context, input, { recoveredUntil: null }, async () => ({
      recoveredUntil: await this.recoveryCodes.use(asPerson(context.principal), input.code),
    }));
  }

  @Mutation(() => BeginStepUpPayload, {
    description: 'Options for confirming one call with a passkey. The answer fits these arguments and no others.',
  })
  @Refusals('STEP_UP_REQUIRED', 'STEP_UP_UNKNOWN_ACTION')
  beginStepUp(
    @Args('input') input: BeginStepUpInput,
    @Context() context: GraphqlContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<BeginStepUpPayload> {
    return asPayload<BeginStepUpPayload>(context, input, { challengeId: null, options: null }, () => {
      const given = coerceArguments(schema, input.operation, input.arguments);
      return this.stepUp.begin(asPerson(context.principal), input.operation, given);
    });
  }

  private async found({ personId }: PersonPrincipal, id: string): Promise<PasskeyType | null> {
    const row = (await this.passkeys.of(personId)).find((candidate) => candidate.id === id);
    return row ? PasskeyType.from(row) : null;
  }
}
