import { Injectable } from '@nestjs/common';
import { PersonNotFoundError, actorOf } from '#libs/identity';
import { roleGrantDue, type RoleAudience } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, violatedConstraint, type Tx } from '#platform/database';
import {
  DAY_MS,
  MINUTE_MS,
  addMs,
  asId,
  newId,
  type DomainError,
  type Id,
  type PersonPrincipal,
} from '#platform/kernel';
import { decide } from '../grants/decide.js';
import { evolve } from '../grants/evolve.js';
import type { GrantCommand } from '../grants/grant-commands.js';
import type { GrantContext, RemovalDecision } from '../grants/grant-context.js';
import type { GrantEvent } from '../grants/grant-events.js';
import { isAppealOpen, type GrantState } from '../grants/grant-state.js';
import { LastAdminHolderError } from '../grants/grant.errors.js';
import { BEFORE_RIGHTS } from '../grants/grant-status.js';
import { candidateView, type OpenGuard } from '../grants/views.js';
import type { Scope } from '../policy/scopes.js';
import { GrantFacts, type GrantActor } from './grant-facts.queries.js';
import { ProjectEventsService } from '../risk/project-events.service.js';
import { ProjectTiersService } from '../tiers/project-tiers.service.js';
import { announce } from './grant-announcements.js';
import { happeningsOf } from './grant-history.js';
import { commandToSettle, commandWhenDue } from './grant-timers.js';
import { NotProjectOwnerError, RoleGrantNotFoundError, RoleGrantOpenError } from './role-grant.errors.js';
import { RoleGrantsRepository, type LockedGrant } from './role-grants.repository.js';

const LAST_ADMIN_HOLDER = 'MS052';

/** No transaction waits longer for another. */
const AT_ONCE_MS = MINUTE_MS;

/** The team, and whoever depends on the project. */
const AUDIENCES = 2;

type AskedBy<Command> = Command extends GrantCommand ? Omit<Command, 'at' | 'by'> : never;

/** What a person asks of a grant that is there. What only the system may ask is refused by the guards. */
export type PersonMove = AskedBy<Exclude<GrantCommand, { type: 'create' }>>;

export interface NewRoleRequest {
  readonly projectId: Id<'prj'>;
  readonly scope: Scope;
}

/**
 * Grants as people and clocks move them: lock, facts, decision, history, log and next clock are one transaction. All that
 * happens to the grants of one project follows one after the other.
 */
@Injectable()
export class RoleGrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: RoleGrantsRepository,
    private readonly facts: GrantFacts,
    private readonly tiers: ProjectTiersService,
    private readonly events: ProjectEventsService,
  ) {}

  /**
   * A request in the name of whoever asks; it is a draft until it is submitted.
   * @throws ProjectNotFoundError, and RoleGrantOpenError when one for the scope is open, or the scope is held
   */
  async request(principal: PersonPrincipal, { projectId, scope }: NewRoleRequest): Promise<GrantState> {
    const actor = actingAs(principal);
    const request = { id: newId<'rgr'>(), project: projectId, resource: null, scope, candidate: principal.personId };
    return this.run(principal, async (tx) => {
      await this.grants.lockProject(tx, projectId);
      await this.tiers.assess(tx, projectId);
      const context = await this.facts.of(tx, request, actor);
      const [event] = decided(
        null,
        {
          ...{ type: 'create', at: tx.now.getTime(), by: principal.personId },
          ...{ ...request, isConfirmedByOwnLogin: true, origin: 'REQUEST' },
        },
        context,
      );
      if (event?.type !== 'create') throw new Error('a request begins with its creation');
      const grant = await this.grants.insert(tx, event);
      tx.audit('roleGrant', request.id, 'create', { to: grant.state.status, projectId, scope });
      return grant.state;
    });
  }

  /** One step of a person. @throws RoleGrantNotFoundError, and the refusal of the guard that does not agree */
  async act(principal: PersonPrincipal, id: Id<'rgr'>, move: PersonMove): Promise<GrantState> {
    const actor = { ...actingAs(principal), isSponsoring: move.type === 'confirmSponsorship' };
    return this.run(principal, async (tx) => {
      const grant = await this.lock(tx, id);
      // A draft is there for its candidate alone.
      if (grant.state.frozen === null && grant.state.candidate !== principal.personId)
        throw new RoleGrantNotFoundError();
      // The tier that a request is frozen with is that of the figures of the day.
      if (move.type === 'submit') await this.tiers.assess(tx, asId(grant.state.project));
      if (move.type === 'formPanel' && !(await this.grants.arePeople(tx, move.panel))) throw new PersonNotFoundError();
      const context = await this.facts.of(tx, grant.state, actor);
      const command = { ...move, at: instantFor(tx, grant), by: principal.personId } as GrantCommand;
      const next = await this.record(tx, grant, decided(grant.state, command, context), context);
      return (await this.settled(tx, await this.held(tx, next, context))).state;
    });
  }

  /**
   * An owner of the project agrees with a request, for the days that the policy gives that.
   * @throws NotProjectOwnerError, RoleGrantNotFoundError
   */
  async consent(principal: PersonPrincipal, id: Id<'rgr'>): Promise<GrantState> {
    const { personId } = principal;
    return this.run(principal, async (tx) => {
      const grant = await this.lock(tx, id);
      if (grant.state.frozen === null) throw new RoleGrantNotFoundError();
      const { project } = await this.facts.of(tx, grant.state, actingAs(principal));
      if (!project.owners.includes(personId) || personId === grant.state.candidate) throw new NotProjectOwnerError();
      await this.grants.insertConsent(tx, id, personId);
      tx.audit('roleGrant', id, 'consent', {});
      return (await this.settled(tx, grant)).state;
    });
  }

  /**
   * What stands between a request and its next step, for its candidate and for owners and stewards of the project. Null for all
   * others, and where nothing is.
   */
  async openGuards(principal: PersonPrincipal, id: Id<'rgr'>): Promise<readonly OpenGuard[] | null> {
    return this.run(principal, async (tx) => {
      const state = await this.grants.readFor(tx, id, principal.personId);
      return state && candidateView(state, await this.facts.asCandidate(tx, state), tx.now.getTime());
    });
  }

  /** The clock of a grant has run out. What cannot be done then is tried again on the next day. */
  async due(tx: Tx, id: Id<'rgr'>, dueAt: string): Promise<void> {
    const grant = await this.lock(tx, id);
    const { wait, status } = grant.state;
    const command = commandWhenDue(status, instantFor(tx, grant));
    if (command === null || wait?.dueAt !== Date.parse(dueAt)) return;
    if ((await this.attempted(tx, grant, command)) === null)
      tx.emit(roleGrantDue, { grantId: id, dueAt }, addMs(tx.now, DAY_MS));
  }

  /** Under the locks of its project and its own. @throws RoleGrantNotFoundError */
  lockWithin(tx: Tx, id: Id<'rgr'>): Promise<LockedGrant> {
    return this.lock(tx, id);
  }

  /** What follows from facts that are new. */
  async settleWithin(tx: Tx, grant: LockedGrant): Promise<void> {
    await this.settled(tx, grant);
  }

  /** The signals of a project call for a hold: what is on the way to more rights stops, and nothing that is held (I-11). */
  async hold(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    await this.grants.lockProject(tx, projectId);
    for (const id of await this.grants.beforeRights(tx, projectId)) {
      const grant = await this.grants.lock(tx, id);
      await this.applyHold(tx, grant!);
    }
  }

  /** What a motion has decided (G19). @returns false when the grant does not allow it now */
  async revokeByMotion(tx: Tx, id: Id<'rgr'>, decision: Omit<RemovalDecision, 'grant'>): Promise<boolean> {
    const grant = await this.lock(tx, id);
    const removal = { ...decision, grant: id };
    const context = { ...(await this.facts.of(tx, grant.state, null)), removal };
    const asked = decide(grant.state, { type: 'revoke', at: instantFor(tx, grant), by: null }, context);
    if (asked.isOk) await this.record(tx, grant, asked.events, context);
    return asked.isOk;
  }

  /** A panel has had its days; when it has not decided, the case goes to another. */
  async appealDue(tx: Tx, id: Id<'rgr'>, filedAt: string): Promise<void> {
    const grant = await this.lock(tx, id);
    if (grant.state.appeal?.filedAt !== Date.parse(filedAt) || !isAppealOpen(grant.state)) return;
    await this.attempted(tx, grant, { type: 'lapseAppeal', at: instantFor(tx, grant), by: null });
  }

  /** An audience has been told that a request is open to comments. When all have been, its time begins. */
  async noticeStored(tx: Tx, id: Id<'rgr'>, openedAt: string, audience: RoleAudience): Promise<void> {
    const grant = await this.lock(tx, id);
    const audiences = await this.grants.insertNotice(tx, id, openedAt, audience);
    if (grant.state.status !== 'COMMENT_PERIOD' || audiences < AUDIENCES) return;
    await this.attempted(tx, grant, { type: 'proveNotification', at: instantFor(tx, grant), by: null });
  }

  private async run<Result>(principal: PersonPrincipal, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    try {
      return await this.unitOfWork.run(actorOf(principal), work);
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  }

  private async lock(tx: Tx, id: Id<'rgr'>): Promise<LockedGrant> {
    const projectId = await this.grants.projectOf(tx, id);
    if (projectId === null) throw new RoleGrantNotFoundError();
    await this.grants.lockProject(tx, projectId);
    const grant = await this.grants.lock(tx, id);
    if (grant === null) throw new RoleGrantNotFoundError();
    return grant;
  }

  /** A request that comes to a project on which a hold lies is held at once. */
  private async held(tx: Tx, grant: LockedGrant, { risk }: GrantContext): Promise<LockedGrant> {
    if (risk.level !== 'HOLD' || !BEFORE_RIGHTS.includes(grant.state.status)) return grant;
    return (await this.applyHold(tx, grant)) ?? grant;
  }

  private applyHold(tx: Tx, grant: LockedGrant): Promise<LockedGrant | null> {
    return this.attempted(tx, grant, { type: 'applyRiskHold', at: instantFor(tx, grant), by: null });
  }

  /** What follows without anybody's doing as soon as it can, until nothing does. */
  private async settled(tx: Tx, grant: LockedGrant): Promise<LockedGrant> {
    const command = commandToSettle(grant.state, instantFor(tx, grant));
    if (command === null) return grant;
    const next = await this.attempted(tx, grant, command);
    return next === null ? grant : this.settled(tx, next);
  }

  /** A step of the system; null when a guard does not agree, or nothing comes of it. */
  private async attempted(tx: Tx, grant: LockedGrant, command: GrantCommand): Promise<LockedGrant | null> {
    const context = await this.facts.of(tx, grant.state, null);
    const decision = decide(grant.state, command, context);
    if (!decision.isOk || decision.events.length === 0 || waitsForConsent(decision.events)) return null;
    return this.record(tx, grant, decision.events, context);
  }

  private async record(
    tx: Tx,
    grant: LockedGrant,
    events: readonly GrantEvent[],
    context: GrantContext,
  ): Promise<LockedGrant> {
    const next = await this.grants.append(tx, grant, events);
    let { state } = grant;
    for (const event of events) {
      const after = evolve(state, event);
      // A vote leaves no trace before its end (I-15).
      if (event.type !== 'castVote')
        tx.audit('roleGrant', grant.id, event.type, { from: state.status, to: after.status });
      state = after;
    }
    const step = { before: grant.state, after: next.state, events, context };
    announce(tx, step);
    const { events: happenings, personIds } = happeningsOf(step);
    if (happenings.length > 0) await this.events.record(tx, asId(state.project), happenings, personIds);
    return next;
  }
}

/** Of two who act at once, whoever comes second may have begun before the first. More than that is a clock that runs back. */
function instantFor({ now }: Tx, { state: { lastAt } }: LockedGrant): number {
  const at = now.getTime();
  return lastAt > at && lastAt - at <= AT_ONCE_MS ? lastAt : at;
}

function actingAs({ personId, stepUp }: PersonPrincipal): GrantActor {
  return { personId, isSteppedUp: stepUp !== undefined };
}

function decided(state: GrantState | null, command: GrantCommand, context: GrantContext): readonly GrantEvent[] {
  const decision = decide(state, command, context);
  if (!decision.isOk) throw decision.refusal;
  return decision.events;
}

/** A submitted request waits for the consent of an owner, who can give it only once the request is there. */
function waitsForConsent([event]: readonly GrantEvent[]): boolean {
  return event?.type === 'findIneligible' && event.unmet.some(({ rule }) => rule === 'G07');
}

/** What the database refuses, whatever was asked before it. */
function refusalOf(error: unknown): DomainError | null {
  if (violatedConstraint(error) === 'role_grant_one_open') return new RoleGrantOpenError();
  return isDatabaseError(error, [LAST_ADMIN_HOLDER]) ? new LastAdminHolderError() : null;
}
