import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { projectNoticeDue, seatOfferDue, type ProjectNotice } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { DAY_MS, addMs, newId, nextState, type Id, type PersonPrincipal } from '#platform/kernel';
import { ActorNotEntitledError } from '../grants/grant.errors.js';
import { NotProjectOwnerError } from '../cases/role-grant.errors.js';
import { ProjectPeopleQueries } from '../risk/project-people.queries.js';
import { LEAST_WITH_SKILL, MOST_REFUSALS, SEATS, drawn } from './draw.rules.js';
import type { SeatKind } from './pool-member.states.js';
import { PoolMembersRepository, type Skill } from './pool-members.repository.js';
import {
  NobodyToDrawError,
  SeatNotFoundError,
  SeatOfferNotFoundError,
  SeatsFilledError,
  TooManyRefusalsError,
} from './pool.errors.js';
import { SEAT_OFFER } from './seat-offer.states.js';
import { SeatsRepository, type LockedOffer } from './seats.repository.js';

const OFFER_DAYS = 14;

export type OfferStep = 'take' | 'decline' | 'seat' | 'refuse';

/**
 * Seats of a project that its own people do not fill. Those who speak for it ask, the pool draws, and both sides have to want it. Nobody
 * picks, and whoever sits is not unseated by those whom they look at: they leave, or the pool puts them out.
 */
@Injectable()
export class SeatsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly seats: SeatsRepository,
    private readonly members: PoolMembersRepository,
    private readonly people: ProjectPeopleQueries,
  ) {}

  /**
   * Draws people for the seats that are empty.
   * @throws NotProjectOwnerError, SeatsFilledError, TooManyRefusalsError, NobodyToDrawError
   */
  async draw(
    principal: PersonPrincipal,
    projectId: Id<'prj'>,
    kind: SeatKind,
    skill: Skill | null,
  ): Promise<Id<'sfr'>[]> {
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.members.lock(tx);
      if (!(await this.seats.isOwner(tx, projectId, principal.personId))) throw new NotProjectOwnerError();
      const { taken, refusals } = await this.seats.places(tx, projectId, kind);
      if (taken >= SEATS[kind]) throw new SeatsFilledError(SEATS[kind]);
      if (refusals >= MOST_REFUSALS) throw new TooManyRefusalsError(MOST_REFUSALS);
      const drawId = newId();
      const free = await this.seats.drawable(tx, projectId, kind, skill);
      // A rare skill would pick a person.
      if (skill !== null && free.length < LEAST_WITH_SKILL) throw new NobodyToDrawError();
      const chosen = drawn(drawId, free, SEATS[kind] - taken);
      if (chosen.length === 0) throw new NobodyToDrawError();
      const lapsesAt = addMs(tx.now, OFFER_DAYS * DAY_MS);
      const offers = chosen.map((member) => ({ ...member, id: newId<'sfr'>() }));
      await this.seats.insertOffers(tx, { projectId, kind, lapsesAt }, offers);
      for (const { id, memberId } of offers) {
        tx.audit('seatOffer', id, 'draw', { projectId, kind, drawId, memberId });
        tx.emit(seatOfferDue, { offerId: id }, addMs(lapsesAt, 1));
      }
      const people = offers.map(({ personId }) => personId);
      await this.tell(tx, projectId, 'seat_drawn', { people, until: lapsesAt });
      return offers.map(({ id }) => id);
    });
  }

  /** @throws SeatOfferNotFoundError, and the refusal of the machine */
  async answer(principal: PersonPrincipal, id: Id<'sfr'>, action: OfferStep): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.members.lock(tx);
      const offer = await this.seats.lockOffer(tx, id);
      if (offer === null) throw new SeatOfferNotFoundError();
      const isOwner = await this.seats.isOwner(tx, offer.projectId, principal.personId);
      const isDrawn = offer.personId === principal.personId;
      if (!isOwner && !isDrawn) throw new SeatOfferNotFoundError();
      await this.change(tx, offer, action, { isOwner, isDrawn, isSystem: false });
      if (action === 'take') await this.tell(tx, offer.projectId, 'seat_taken', { people: 'OWNERS' });
      if (action === 'seat') await this.sit(tx, offer);
    });
  }

  /** Whoever has come to have a part in the project since the draw looks at it from outside no more. */
  private async sit(tx: Tx, offer: LockedOffer): Promise<void> {
    if (await this.seats.hasPart(tx, offer.projectId, offer.personId)) throw new ActorNotEntitledError('byOutsider');
    await this.seats.seat(tx, offer);
    await this.tell(tx, offer.projectId, 'seat_given', { people: [offer.personId] });
  }

  /** Nobody has answered in time. */
  async due(tx: Tx, id: Id<'sfr'>): Promise<void> {
    await this.members.lock(tx);
    const offer = await this.seats.lockOffer(tx, id);
    if (offer === null || !['OFFERED', 'TAKEN'].includes(offer.status)) return;
    await this.change(tx, offer, offer.status === 'TAKEN' ? 'ignore' : 'lapse', {
      isOwner: false,
      isDrawn: false,
      isSystem: true,
    });
  }

  /** @throws SeatNotFoundError */
  async leave(principal: PersonPrincipal, projectId: Id<'prj'>, kind: SeatKind): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      if (!(await this.seats.leave(tx, projectId, principal.personId, kind))) throw new SeatNotFoundError();
      tx.audit('project', projectId, 'leaveSeat', { kind });
    });
  }

  private async change(
    tx: Tx,
    offer: LockedOffer,
    action: OfferStep | 'lapse' | 'ignore',
    actor: { readonly isOwner: boolean; readonly isDrawn: boolean; readonly isSystem: boolean },
  ): Promise<void> {
    const question = { ...actor, at: tx.now.getTime(), lapsesAt: offer.lapsesAt };
    const change = nextState(SEAT_OFFER, action, offer.status, question);
    await this.seats.setOffer(tx, offer.id, change.to);
    tx.audit('seatOffer', offer.id, action, change);
  }

  private async tell(
    tx: Tx,
    projectId: Id<'prj'>,
    notice: ProjectNotice,
    { people, until }: { readonly people: readonly string[] | 'OWNERS'; readonly until?: Date },
  ): Promise<void> {
    const { name: project, owners } = await this.people.of(tx, projectId);
    const personIds = [...(people === 'OWNERS' ? owners : people)];
    tx.emit(projectNoticeDue, { personIds, notice, project, until: until?.toISOString().slice(0, 10) ?? '' });
  }
}
