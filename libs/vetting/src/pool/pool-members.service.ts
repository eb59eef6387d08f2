import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork, violatedConstraint, type Tx } from '#platform/database';
import { newId, nextState, type Id, type PersonPrincipal } from '#platform/kernel';
import { POOL_MEMBER, STEP_OF_DECISION, areEnough, type PoolDecision, type SeatKind } from './pool-member.states.js';
import { PoolMembersRepository, type LockedMember, type PoolProfile } from './pool-members.repository.js';
import { PoolMemberExistsError, PoolMemberNotFoundError } from './pool.errors.js';
import { SeatsRepository } from './seats.repository.js';

/** People who offer to sit for projects as stewards or reviewers, and who takes them in and puts them out. */
@Injectable()
export class PoolMembersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: PoolMembersRepository,
    private readonly seats: SeatsRepository,
  ) {}

  /** @throws PoolMemberExistsError */
  async apply(principal: PersonPrincipal, kind: SeatKind, profile: PoolProfile): Promise<Id<'plm'>> {
    const id = newId<'plm'>();
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        await this.members.lock(tx);
        await this.members.insert(tx, id, principal.personId, kind, profile);
        tx.audit('poolMember', id, 'apply', { kind });
      });
    } catch (error) {
      throw violatedConstraint(error) === 'pool_member_one_open' ? new PoolMemberExistsError() : error;
    }
    return id;
  }

  /** What one says of oneself, from now on. @throws PoolMemberNotFoundError */
  async update(principal: PersonPrincipal, id: Id<'plm'>, profile: PoolProfile): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const member = await this.own(tx, principal, id);
      await this.members.update(tx, member.id, profile);
      tx.audit('poolMember', id, 'update', { loadLimit: profile.loadLimit });
    });
  }

  /** Ends it with all seats. @throws PoolMemberNotFoundError, IllegalTransitionError */
  async withdraw(principal: PersonPrincipal, id: Id<'plm'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const member = await this.own(tx, principal, id);
      const actor = await this.members.decider(tx, principal.personId);
      const change = nextState(POOL_MEMBER, 'withdraw', member.status, {
        applicantId: member.personId,
        actor,
        earlier: [],
      });
      await this.members.setStatus(tx, id, change.to);
      await this.seats.endAll(tx, member);
      tx.audit('poolMember', id, 'withdraw', change);
    });
  }

  /**
   * The first or the second of two who decide.
   * @param reason 20 to 4,000 characters, in public
   * @throws PoolMemberNotFoundError, ActorNotEntitledError, AlreadySignedError, IllegalTransitionError
   */
  async decide(principal: PersonPrincipal, id: Id<'plm'>, action: PoolDecision, reason: string): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.members.lock(tx);
      const member = await this.members.find(tx, id);
      if (member === null) throw new PoolMemberNotFoundError();
      const actor = await this.members.decider(tx, principal.personId);
      const earlier = await this.members.deciders(tx, id, action);
      const question = { applicantId: member.personId, actor, earlier };
      const change = nextState(POOL_MEMBER, STEP_OF_DECISION[action], member.status, question);
      await this.members.insertDecision(tx, id, principal.personId, { action, reason });
      const standing = earlier.filter(({ isSteward, isOperator }) => isSteward || isOperator);
      if (!areEnough([...standing, actor], await this.members.stewards(tx, id))) {
        tx.audit('poolMember', id, 'agree', { action });
        return;
      }
      await this.members.setStatus(tx, id, change.to);
      if (change.to === 'REMOVED') await this.seats.endAll(tx, member);
      tx.audit('poolMember', id, action.toLowerCase(), change);
    });
  }

  private async own(tx: Tx, { personId }: PersonPrincipal, id: Id<'plm'>): Promise<LockedMember> {
    await this.members.lock(tx);
    const member = await this.members.find(tx, id);
    const isOpen = member?.status === 'APPLIED' || member?.status === 'ACCEPTED';
    if (member?.personId !== personId || !isOpen) throw new PoolMemberNotFoundError();
    return member;
  }
}
