import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { asPerson } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  ConnectionArgs,
  NodeRegistry,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  person,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { asId, parseId, present, type Id } from '#platform/kernel';
import { SeatsQueries } from '../pool/seats.queries.js';
import { SeatsService } from '../pool/seats.service.js';
import { PoolMemberLoader } from './pool-members.loader.js';
import { PoolMemberType } from './pool-member.types.js';
import {
  AnswerSeatOfferInput,
  AnswerSeatOfferPayload,
  DrawSeatsInput,
  DrawSeatsPayload,
  LeaveSeatInput,
  LeaveSeatPayload,
  ProjectSeatType,
  SeatOfferConnection,
  SeatOfferType,
} from './seat.types.js';

/** Seats of projects, and how people come to them. */
@Resolver(() => SeatOfferType)
export class SeatsResolver {
  constructor(
    private readonly queries: SeatsQueries,
    private readonly seats: SeatsService,
    private readonly members: PoolMemberLoader,
    private readonly projects: ProjectLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('sfr', person, async (id, { principal }) => {
      const [row] = principal.kind === 'person' ? await queries.visible(principal, [id]) : [];
      return row === undefined ? null : new SeatOfferType(row);
    });
  }

  @Query(() => [ProjectSeatType], { description: 'Who sits for a project, longest first.' })
  async projectSeats(@Args('projectId', { type: () => ID }) projectId: string): Promise<ProjectSeatType[]> {
    return this.seatsOf(parseId('prj', projectId));
  }

  @Query(() => SeatOfferConnection, {
    description: 'Seats that you were drawn for, and those of projects that you speak for, newest first.',
  })
  async seatOffers(
    @Args() args: ConnectionArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<SeatOfferType>> {
    return connectionFrom(
      await this.queries.offers(asPerson(principal), pageOf(args)),
      (row) => new SeatOfferType(row),
    );
  }

  @Mutation(() => DrawSeatsPayload, {
    description:
      'Asks the pool for people who sit for a project, as somebody who speaks for it: three stewards or two reviewers at most. The pool draws, from those who are free and tied neither to the project nor to its funders; nobody picks.',
  })
  @Refusals('NOBODY_TO_DRAW', 'NOT_PROJECT_OWNER', 'SEATS_FILLED', 'TOO_MANY_REFUSALS')
  drawSeats(@Args('input') input: DrawSeatsInput, @Context() context: GraphqlContext): Promise<DrawSeatsPayload> {
    return asPayload(context, input, { projectId: null, seatOffers: null }, async () => {
      const principal = asPerson(context.principal);
      const projectId = parseId('prj', input.projectId);
      const ids = await this.seats.draw(principal, projectId, input.kind, input.skill ?? null);
      const rows = await this.queries.visible(principal, ids);
      return { projectId, seatOffers: rows.map((row) => new SeatOfferType(row)) };
    });
  }

  @Mutation(() => AnswerSeatOfferPayload, {
    description: 'Says whether you want a seat that you were drawn for, or whether whoever wants it is let in.',
  })
  @Refusals('ACTOR_NOT_ENTITLED', 'ILLEGAL_TRANSITION', 'SEAT_OFFER_NOT_FOUND', 'TIME_OVER')
  answerSeatOffer(
    @Args('input') input: AnswerSeatOfferInput,
    @Context() context: GraphqlContext,
  ): Promise<AnswerSeatOfferPayload> {
    return asPayload(context, input, { seatOffer: null }, async () => {
      const principal = asPerson(context.principal);
      const id = parseId('sfr', input.seatOfferId);
      await this.seats.answer(principal, id, input.answer);
      const [row] = await this.queries.visible(principal, [id]);
      return { seatOffer: new SeatOfferType(present(row ?? null)) };
    });
  }

  @Mutation(() => LeaveSeatPayload, { description: 'Leaves a seat. What you have signed stays signed.' })
  @Refusals('SEAT_NOT_FOUND')
  leaveSeat(@Args('input') input: LeaveSeatInput, @Context() context: GraphqlContext): Promise<LeaveSeatPayload> {
    return asPayload(context, input, { projectId: null, seats: null }, async () => {
      const projectId = parseId('prj', input.projectId);
      await this.seats.leave(asPerson(context.principal), projectId, input.kind);
      return { projectId, seats: await this.seatsOf(projectId) };
    });
  }

  @ResolveField(() => PoolMemberType, { description: 'Whoever was drawn.' })
  async member(@Parent() { memberId }: SeatOfferType, @Context() context: GraphqlContext): Promise<PoolMemberType> {
    return new PoolMemberType(present(await this.members.load(context, asId(memberId))));
  }

  @ResolveField(() => ProjectType, { nullable: true })
  async project(
    @Parent() { projectId }: SeatOfferType,
    @Context() context: GraphqlContext,
  ): Promise<ProjectType | null> {
    const row = await this.projects.load(context, asId(projectId));
    return row && ProjectType.from(row);
  }

  private async seatsOf(projectId: Id<'prj'>): Promise<ProjectSeatType[]> {
    return (await this.queries.ofProject(projectId)).map((row) => ProjectSeatType.from(row));
  }
}

@Resolver(() => ProjectSeatType)
export class ProjectSeatResolver {
  constructor(private readonly people: PersonLoader) {}

  @ResolveField(() => PersonType)
  async person(@Parent() { personId }: ProjectSeatType, @Context() context: GraphqlContext): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, asId(personId))));
  }
}
