import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { roleNoticeDue, roleRemovalDue, type RoleNotice } from '#platform/contracts';
import { UnitOfWork, violatedConstraint, type Tx } from '#platform/database';
import { DAY_MS, DomainError, IllegalTransitionError, addMs, type Id, type PersonPrincipal } from '#platform/kernel';
import { GrantFacts } from '../cases/grant-facts.queries.js';
import { RoleGrantNotFoundError } from '../cases/role-grant.errors.js';
import type { LockedGrant } from '../cases/role-grants.repository.js';
import { RoleGrantsService } from '../cases/role-grants.service.js';
import type { ControlFacts } from '../control/control-case.js';
import { remove, type Removal } from '../control/removal.states.js';
import { policyFor, rollOf, tierFor } from '../grants/grant-case.js';
import type { GrantContext } from '../grants/grant-context.js';
import { ActorNotEntitledError } from '../grants/grant.errors.js';
import { RemovalNotFoundError, RemovalOpenError, RemovalRollTooSmallError } from './removal.errors.js';
import { RemovalsRepository, type LockedRemoval } from './removals.repository.js';

const LEAST_VOTERS = 2;
const REMOVABLE = ['ACTIVE', 'SUSPENDED'] as const;

/**
 * Motions to take a scope from somebody (G19): written reasons, seven days of notice, seven of a vote with three quarters of the roll, one person at a
 * time. What is decided is done at once, or tried again each day while the grant does not allow it.
 */
@Injectable()
export class RemovalsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: RoleGrantsService,
    private readonly facts: GrantFacts,
    private readonly removals: RemovalsRepository,
  ) {}

  /** @throws RoleGrantNotFoundError, ActorNotEntitledError, IllegalTransitionError, RemovalRollTooSmallError, RemovalOpenError */
  async propose(principal: PersonPrincipal, grantId: Id<'rgr'>, reasons: string): Promise<void> {
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const grant = await this.lock(tx, grantId);
        const context = await this.facts.of(tx, grant.state, null);
        const removal = proposed(grant, context, { by: principal.personId, at: tx.now.getTime(), reasons });
        const id = await this.removals.insert(tx, grantId, removal);
        tx.audit('roleGrant', grantId, 'proposeRemoval', {});
        const opensAt = addMs(tx.now, policyFor({ state: grant.state, context }).removal.noticeDays * DAY_MS);
        tx.emit(roleRemovalDue, { removalId: id, dueAt: opensAt.toISOString() }, opensAt);
        this.tell(tx, grant, context, ['removal_proposed', removal.holders, opensAt]);
        this.tell(tx, grant, context, ['removal_of_peer', removal.roll, opensAt]);
      });
    } catch (error) {
      throw violatedConstraint(error) === 'role_removal_one_open' ? new RemovalOpenError() : error;
    }
  }

  /** @throws RemovalNotFoundError, and the refusal of the machine */
  async vote(principal: PersonPrincipal, grantId: Id<'rgr'>, choice: 'YES' | 'NO'): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { open, facts } = await this.open(tx, grantId, principal.personId);
      remove(open.removal, 'castVote', facts, choice);
      // A vote leaves no trace before its end (I-15).
      await this.removals.insertBallot(tx, open, principal.personId, choice);
    });
  }

  /** @throws RemovalNotFoundError, and the refusal of the machine */
  async withdraw(principal: PersonPrincipal, grantId: Id<'rgr'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { open, facts } = await this.open(tx, grantId, principal.personId);
      await this.removals.update(tx, open, remove(open.removal, 'withdraw', facts));
      tx.audit('roleGrant', grantId, 'withdrawRemoval', {});
    });
  }

  /** The notice of a motion, or its vote, is over. */
  async due(tx: Tx, id: string, dueAt: string): Promise<void> {
    const grantId = await this.removals.grantOf(tx, id);
    if (grantId === null) return;
    const grant = await this.lock(tx, grantId);
    const open = await this.removals.lockOpen(tx, grantId);
    if (open?.id !== id) return;
    const context = await this.facts.of(tx, grant.state, null);
    const facts = factsFrom(grant, context, { by: null, at: tx.now.getTime() });
    if (open.removal.status === 'PROPOSED') await this.openVote(tx, grant, context, [open, facts]);
    else await this.close(tx, [open, facts], dueAt);
  }

  private async openVote(
    tx: Tx,
    grant: LockedGrant,
    context: GrantContext,
    [open, facts]: readonly [LockedRemoval, ControlFacts],
  ): Promise<void> {
    const next = remove(open.removal, 'openVote', facts);
    await this.removals.update(tx, open, next);
    tx.audit('roleGrant', grant.id, 'openRemovalVote', {});
    const closesAt = addMs(tx.now, facts.policy.removal.voteDays * DAY_MS);
    tx.emit(roleRemovalDue, { removalId: open.id, dueAt: closesAt.toISOString() }, closesAt);
    this.tell(tx, grant, context, ['removal_vote_open', next.roll, closesAt]);
  }

  private async close(tx: Tx, [open, facts]: readonly [LockedRemoval, ControlFacts], dueAt: string): Promise<void> {
    const decided = outcome(open.removal, facts);
    if (decided.status === 'REMOVE') {
      const { reasons, noticeAt, holders, roll, votes } = open.removal;
      const counted = { given: votes.length, roll: roll.length };
      const decision = { reasons, noticeAt, holdersInMotion: holders.length, votes: counted, isDecided: true };
      if (!(await this.grants.revokeByMotion(tx, open.grantId, decision))) {
        tx.emit(roleRemovalDue, { removalId: open.id, dueAt }, addMs(tx.now, DAY_MS));
        return;
      }
    }
    await this.removals.update(tx, open, decided);
    tx.audit('roleGrant', open.grantId, decided.status === 'REMOVE' ? 'decideToRemove' : 'keep', {});
  }

  private async lock(tx: Tx, grantId: Id<'rgr'>): Promise<LockedGrant> {
    const grant = await this.grants.lockWithin(tx, grantId);
    if (grant.state.frozen === null) throw new RoleGrantNotFoundError();
    return grant;
  }

  private async open(tx: Tx, grantId: Id<'rgr'>, by: string) {
    const grant = await this.lock(tx, grantId);
    const open = await this.removals.lockOpen(tx, grantId);
    if (open === null) throw new RemovalNotFoundError();
    const context = await this.facts.of(tx, grant.state, null);
    return { open, facts: factsFrom(grant, context, { by, at: tx.now.getTime() }) };
  }

  private tell(
    tx: Tx,
    { state }: LockedGrant,
    { project }: GrantContext,
    [notice, personIds, until]: readonly [RoleNotice, readonly string[], Date],
  ): void {
    const facts = { project: project.name, scope: state.scope, until: until.toISOString().slice(0, 10) };
    tx.emit(roleNoticeDue, { personIds: [...personIds], notice, ...facts });
  }
}

interface Proposal {
  readonly by: Id<'usr'>;
  readonly at: number;
  readonly reasons: string;
}

function proposed({ id, state }: LockedGrant, context: GrantContext, { by, at, reasons }: Proposal): Removal {
  const { incumbents, stewards } = context.project;
  if (by === state.candidate || ![...incumbents, ...stewards].includes(by)) throw new ActorNotEntitledError('byPeer');
  if (!(REMOVABLE as readonly string[]).includes(state.status))
    throw new IllegalTransitionError('removal', 'propose', state.status, REMOVABLE);
  const roll = rollOf({ state, context, command: { type: 'revoke', at, by: null } });
  if (roll.length < LEAST_VOTERS) throw new RemovalRollTooSmallError(LEAST_VOTERS);
  const holders = [state.candidate];
  return {
    status: 'PROPOSED',
    grants: [id],
    holders,
    proposer: by,
    reasons,
    noticeAt: at,
    roll,
    votes: [],
    openedAt: null,
  };
}

function factsFrom(
  { state }: LockedGrant,
  context: GrantContext,
  { by, at }: Pick<ControlFacts, 'by' | 'at'>,
): ControlFacts {
  const { owners, incumbents, stewards, reviewers, isDistressOpen } = context.project;
  return {
    ...{ by, at, owners, incumbents, stewards, reviewers, isDistressOpen, riskLevel: context.risk.level },
    ...{ tier: tierFor({ state, context }), policy: policyFor({ state, context }), links: context.links },
  };
}

/** Without quorum or majority the scope stays. */
function outcome(removal: Removal, facts: ControlFacts): Removal {
  try {
    return remove(removal, 'decideToRemove', facts);
  } catch (refusal) {
    if (!(refusal instanceof DomainError)) throw refusal;
    return remove(removal, 'keep', facts);
  }
}
