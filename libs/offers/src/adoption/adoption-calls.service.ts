import { Injectable } from '@nestjs/common';
import { ProjectNotFoundError } from '#libs/catalog';
import { actorOf, assertRole, personOf } from '#libs/identity';
import { InventoryQueries } from '#libs/inventory';
import { StandingService, UpkeepService } from '#libs/matching';
import { adoptionCallExpiryDue, adoptionCallAnswered } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { DAY_MS, addMs, clearanceOf, newId, organisationsOf, type Id, type Principal } from '#platform/kernel';
import {
  AdoptionCallExistsError,
  AdoptionCallNotFoundError,
  AlreadyAnsweredError,
  ExposureNotClearedError,
  NotADependencyError,
  NotUnmaintainedError,
  StandingOfferNotFoundError,
} from '../offers.errors.js';
import { OFFERERS } from '../standing/standing-offers.service.js';
import { AdoptionCall } from './adoption-call.entity.js';
import { ADOPTION_CALL } from './adoption-call.states.js';
import { AdoptionCallsRepository } from './adoption-calls.repository.js';

export interface NewAdoptionCall {
  readonly organisationId: Id<'org'>;
  readonly projectId: Id<'prj'>;
  readonly note: string;
  readonly isNamed: boolean;
  /** A standing offer of the organisation to the project: what whoever adopts finds waiting. */
  readonly offerId: Id<'sof'> | null;
}

const CALL_LIFETIME_MS = 365 * DAY_MS;

/** What people do with calls for adoption. What ends them by itself is in adoption-ends.service.ts. */
@Injectable()
export class AdoptionCallsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calls: AdoptionCallsRepository,
    private readonly standing: StandingService,
    private readonly upkeep: UpkeepService,
    private readonly inventories: InventoryQueries,
  ) {}

  /**
   * Calls for somebody who takes a project on. Only organisations that see all signals of projects may: a refusal tells whether the
   * project is maintained, which is need-to-know. What another organisation of the person may know does not count.
   */
  async open(principal: Principal, input: NewAdoptionCall): Promise<Id<'adc'>> {
    const { organisationId, projectId, offerId } = input;
    assertRole(principal, organisationId, OFFERERS);
    await this.assertCallable(principal, input);
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      if (await this.calls.hasOpen(tx, organisationId, projectId)) throw new AdoptionCallExistsError();
      if (offerId !== null && !(await this.calls.hasOffer(tx, organisationId, projectId, offerId)))
        throw new StandingOfferNotFoundError();
      const call = draft(tx, input);
      await this.calls.insert(tx, call, { organisationId, openedBy: personOf(principal), offerId });
      tx.audit('adoptionCall', call.id, 'open', { to: call.status, projectId, organisationId, offerId });
      tx.emit(adoptionCallExpiryDue, { callId: call.id }, call.expiresAt);
      return call.id;
    });
  }

  async withdraw(principal: Principal, callId: Id<'adc'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const call = await this.calls.lock(tx, callId);
      const organisationId = await this.calls.callerAmong(tx, callId, organisationsOf(principal));
      if (!call || organisationId === null) throw new AdoptionCallNotFoundError();
      assertRole(principal, organisationId, OFFERERS);
      const change = call.apply('withdraw', tx.now);
      await this.calls.save(tx, call);
      tx.audit('adoptionCall', callId, 'withdraw', change);
    });
  }

  /** Somebody would take it on. It is kept for the caller and for the person; nothing is granted by it. */
  async answer(principal: Principal, callId: Id<'adc'>, message: string): Promise<Id<'ada'>> {
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const call = await this.calls.lock(tx, callId);
      if (call?.status !== 'open') throw new AdoptionCallNotFoundError();
      const answerId = await this.calls.answer(tx, callId, personOf(principal), message);
      if (answerId === null) throw new AlreadyAnsweredError();
      tx.audit('adoptionCall', callId, 'answer', { answerId });
      tx.emit(adoptionCallAnswered, { callId });
      return answerId;
    });
  }

  private async assertCallable(principal: Principal, { organisationId, projectId }: NewAdoptionCall): Promise<void> {
    if (!(await this.standing.isOpenTo(principal, organisationId, projectId))) throw new ExposureNotClearedError();
    const isUsed = await this.inventories.usesProject(clearanceOf(principal), organisationId, projectId);
    if (!isUsed) throw new NotADependencyError();
    const judged = (await this.upkeep.of([projectId])).get(projectId);
    if (!judged) throw new ProjectNotFoundError();
    if (judged.upkeep !== 'UNMAINTAINED') throw new NotUnmaintainedError();
  }
}

function draft(tx: Tx, { organisationId, projectId, note, isNamed, offerId }: NewAdoptionCall): AdoptionCall {
  return Object.assign(new AdoptionCall(), {
    id: newId<'adc'>(),
    projectId,
    note,
    namedOrganisationId: isNamed ? organisationId : null,
    hasOffer: offerId !== null,
    status: ADOPTION_CALL.initial,
    openedAt: tx.now,
    expiresAt: addMs(tx.now, CALL_LIFETIME_MS),
    endedAt: null,
    version: 1,
  });
}
