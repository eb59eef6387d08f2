import { Args, Context, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import { connectionFrom, connectionType, pageOf, type ConnectionValue, type GraphqlContext } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { WaitingRuns, type WaitingRun } from '../runs/waiting-runs.queries.js';
import { OrganisationRunsArgs } from './allocation-run.inputs.js';
import { AllocationRunType } from './allocation-run.type.js';

@ObjectType('WaitingAllocationRun', { description: 'A run that waits for an approval, and what you can do about it.' })
class WaitingAllocationRunType {
  @Field(() => AllocationRunType)
  run!: AllocationRunType;

  @Field(() => Int, { description: 'So many people have to approve, by the rules of the organisation.' })
  required!: number;

  @Field(() => Int, { description: 'So many have.' })
  approvals!: number;

  @Field({ description: 'Then it cannot be approved any more.' })
  expiresAt!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'Why you cannot approve it: MISSING_ROLE, SEPARATION_OF_DUTIES, APPROVER_BENEFITS, ROLE_TOO_YOUNG or ALREADY_DECIDED. Null when you can.',
  })
  refusal!: WaitingRun['refusal'];

  @Field({ description: 'Whether you can reject it.' })
  mayReject!: boolean;
}

const WaitingAllocationRunConnection = connectionType(WaitingAllocationRunType, 'WaitingAllocationRun');

@Resolver()
export class WaitingRunsResolver {
  constructor(private readonly waiting: WaitingRuns) {}

  @Query(() => WaitingAllocationRunConnection, {
    description: 'Runs of the organisation that wait for an approval, oldest first.',
  })
  async allocationRunsAwaitingApproval(
    @Args() args: OrganisationRunsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<WaitingAllocationRunType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    const personId = principal.kind === 'person' ? principal.personId : null;
    return connectionFrom(await this.waiting.of(id, personId, pageOf(args)), ({ run, ...rest }) => ({
      run: AllocationRunType.from(run),
      ...rest,
    }));
  }
}
