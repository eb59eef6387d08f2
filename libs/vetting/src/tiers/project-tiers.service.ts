import { Injectable } from '@nestjs/common';
import { ProjectNotFoundError } from '#libs/catalog';
import { actorOf } from '#libs/identity';
import { UnitOfWork, type Tx } from '#platform/database';
import { DAY_MS, systemActor, type Id, type PersonPrincipal } from '#platform/kernel';
import { NotProjectOwnerError } from '../cases/role-grant.errors.js';
import { RoleGrantsRepository } from '../cases/role-grants.repository.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import type { Tier } from '../policy/scopes.js';
import {
  isStricter,
  strictestPossible,
  tierAt,
  tierOf,
  tierRecordAt,
  type TierEvidence,
  type TierFinding,
  type TierRecord,
} from '../policy/tiers.js';
import {
  NoTierProposalError,
  NotProjectStewardError,
  TierNotLowerError,
  TierNotStricterError,
} from './project-tier.errors.js';
import { ProjectTiersRepository, type RecordedChange, type StatedContext } from './project-tiers.repository.js';
import type { ProjectContext } from './tier-evidence.js';

/** How long a proposal of a lower tier waits for a steward. */
const PROPOSAL_DAYS = 30;
const BATCH = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const { thresholds } = POLICY_2026_1;
const SYSTEM = systemActor('vetting.tiers');

export interface TierChoice {
  readonly projectId: Id<'prj'>;
  readonly tier: Tier;
  /** In public, 10 to 2,000 characters. */
  readonly reason: string;
}

/** How much leans on a project, as everybody may know it. */
export interface ProjectTierView extends TierRecord, Pick<TierFinding, 'missing'> {
  /** The strictest tier that the evidence does not exclude. */
  readonly floor: Tier;
  readonly evidence: TierEvidence;
  readonly context: StatedContext | null;
  readonly proposal: RecordedChange | null;
}

/**
 * How much leans on a project. Evidence finds it; people can choose a stricter tier at once, and a lower one with the consent of a
 * steward. Everything that was found and chosen stays, in public.
 */
@Injectable()
export class ProjectTiersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tiers: ProjectTiersRepository,
    private readonly grants: RoleGrantsRepository,
  ) {}

  /** Looks at the evidence as it is now. The caller holds the lock of the project. @throws ProjectNotFoundError */
  async assess(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    const changes = await this.tiers.changes(tx, projectId);
    const found = changes.filter(({ kind }) => kind === 'EVIDENCE').at(-1)?.tier ?? null;
    await this.find(tx, [{ id: projectId, found }]);
  }

  /**
   * What somebody who speaks for the project says of where it runs.
   * @throws NotProjectOwnerError
   */
  async state(
    principal: PersonPrincipal,
    projectId: Id<'prj'>,
    context: ProjectContext & { readonly explanation: string },
  ): Promise<void> {
    await this.asOwner(principal, projectId, async (tx) => {
      await this.tiers.insertContext(tx, projectId, principal.personId, context);
      const { isPrivileged, baseSets, actionRepositories } = context;
      tx.audit('project', projectId, 'stateContext', { isPrivileged, baseSets, actionRepositories });
      await this.assess(tx, projectId);
    });
  }

  /**
   * A stricter tier for new requests, from now on.
   * @throws NotProjectOwnerError, TierNotStricterError
   */
  async chooseStricter(principal: PersonPrincipal, choice: TierChoice): Promise<void> {
    await this.asOwner(principal, choice.projectId, async (tx, { tier, floor }) => {
      const isEnough = tier === null ? !isStricter(floor, choice.tier) : isStricter(choice.tier, tier);
      if (!isEnough) throw new TierNotStricterError(tier ?? floor);
      await this.record(tx, principal, choice, 'OPT_STRICTER', null);
    });
  }

  /**
   * Asks a steward for a lower tier. Nothing changes until one agrees.
   * @throws NotProjectOwnerError, TierNotLowerError
   */
  async proposeLower(principal: PersonPrincipal, choice: TierChoice): Promise<void> {
    await this.asOwner(principal, choice.projectId, async (tx, { tier, floor }) => {
      const base = tier ?? floor;
      if (!isStricter(base, choice.tier)) throw new TierNotLowerError(base);
      await this.record(tx, principal, choice, 'OPT_LOWER', null);
    });
  }

  /**
   * A steward agrees with the lower tier that was proposed. Not whoever proposed it, speaks for the project, or asks for something in it.
   * @throws NotProjectStewardError, NoTierProposalError
   */
  async consentToLower(principal: PersonPrincipal, choice: TierChoice): Promise<void> {
    const { personId } = principal;
    await this.locked(principal, choice.projectId, async (tx) => {
      const { owners, stewards, candidates } = await this.tiers.people(tx, choice.projectId);
      if (!stewards.includes(personId) || owners.includes(personId) || candidates.includes(personId))
        throw new NotProjectStewardError();
      const proposal = openProposal(await this.tiers.changes(tx, choice.projectId), tx.now.getTime());
      if (proposal?.tier !== choice.tier || proposal.chosenBy === personId) throw new NoTierProposalError();
      await this.record(tx, principal, choice, 'OPT_LOWER', proposal.chosenBy);
    });
  }

  /** Null for no project. */
  async view(projectId: Id<'prj'>): Promise<ProjectTierView | null> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const evidence = (await this.tiers.evidence(tx, [projectId])).get(projectId);
      if (evidence === undefined) return null;
      const [changes, now] = [await this.tiers.changes(tx, projectId), tx.now.getTime()];
      return {
        ...tierRecordAt(changes, now, thresholds),
        ...{ missing: tierOf(evidence, thresholds).missing, floor: strictestPossible(evidence, thresholds), evidence },
        ...{ context: await this.tiers.context(tx, projectId), proposal: openProposal(changes, now) },
      };
    });
  }

  /** All projects for which somebody speaks, as far as their evidence says something else than before. */
  async followEvidence(): Promise<void> {
    for (let after: string | undefined = FIRST_ID; after !== undefined;) {
      const from: string = after;
      after = await this.unitOfWork.run(SYSTEM, async (tx) => {
        const projects = await this.tiers.spokenFor(tx, from, BATCH);
        await this.find(tx, projects);
        return projects.length < BATCH ? undefined : projects.at(-1)!.id;
      });
    }
  }

  /** Writes what was found where it is another tier than the one found last. */
  private async find(
    tx: Tx,
    projects: readonly { readonly id: Id<'prj'>; readonly found: Tier | null }[],
  ): Promise<void> {
    const all = await this.tiers.evidence(
      tx,
      projects.map(({ id }) => id),
    );
    const changes = projects.flatMap(({ id, found }) => {
      const evidence = all.get(id);
      if (evidence === undefined) throw new ProjectNotFoundError();
      const { tier } = tierOf(evidence, thresholds);
      if (tier === null || tier === found) return [];
      return [{ ...{ projectId: id, kind: 'EVIDENCE' as const, tier, evidence }, ...NOBODY_CHOSE }];
    });
    if (changes.length === 0) return;
    await this.tiers.insert(tx, changes);
    for (const { projectId, tier } of changes) tx.audit('project', projectId, 'findTier', { tier });
  }

  private async asOwner(
    principal: PersonPrincipal,
    projectId: Id<'prj'>,
    work: (tx: Tx, now: { readonly tier: Tier | null; readonly floor: Tier }) => Promise<void>,
  ): Promise<void> {
    await this.locked(principal, projectId, async (tx) => {
      const { owners } = await this.tiers.people(tx, projectId);
      if (!owners.includes(principal.personId)) throw new NotProjectOwnerError();
      const tier = tierAt(await this.tiers.changes(tx, projectId), tx.now.getTime(), thresholds);
      const evidence = await this.tiers.evidence(tx, [projectId]);
      await work(tx, { tier, floor: strictestPossible(evidence.get(projectId)!, thresholds) });
    });
  }

  /** Tiers change under the lock under which grants are decided: a decision sees one of both. */
  private async locked(
    principal: PersonPrincipal,
    projectId: Id<'prj'>,
    work: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.grants.lockProject(tx, projectId);
      await work(tx);
    });
  }

  /** @param proposedBy whose proposal it was, where a steward agrees with one */
  private async record(
    tx: Tx,
    { personId }: PersonPrincipal,
    { projectId, tier, reason }: TierChoice,
    kind: 'OPT_STRICTER' | 'OPT_LOWER',
    proposedBy: Id<'usr'> | null,
  ): Promise<void> {
    const evidence = (await this.tiers.evidence(tx, [projectId])).get(projectId)!;
    const stewardId = proposedBy === null ? null : personId;
    await this.tiers.insert(tx, [
      { projectId, kind, tier, chosenBy: proposedBy ?? personId, stewardId, reason, evidence },
    ]);
    const action = kind === 'OPT_STRICTER' ? 'chooseTier' : stewardId === null ? 'proposeTier' : 'lowerTier';
    tx.audit('project', projectId, action, { tier });
  }
}

const NOBODY_CHOSE = { chosenBy: null, stewardId: null, reason: null };

/** The newest proposal of a lower tier, unless something was chosen since, or it is too old. */
function openProposal(changes: readonly RecordedChange[], now: number): RecordedChange | null {
  const last = changes.filter(({ kind }) => kind !== 'EVIDENCE').at(-1);
  if (last?.kind !== 'OPT_LOWER' || last.steward !== null) return null;
  return now - last.at <= PROPOSAL_DAYS * DAY_MS ? last : null;
}
