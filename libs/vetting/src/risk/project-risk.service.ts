import { Injectable } from '@nestjs/common';
import { projectRiskChanged } from '#platform/contracts';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { PersonLinks } from '../events/person-links.js';
import { ProjectHistoryRepository } from '../history/project-history.repository.js';
import { rooted } from '../history/stored-events.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import type { Tier } from '../policy/scopes.js';
import type { Signal } from '../signals/signal.js';
import { ProjectTiersRepository } from '../tiers/project-tiers.repository.js';
import { isUnderPressure } from '../guards/waiting.js';
import { openRisk } from './open-risk.js';
import { ProjectFold } from './project-fold.js';
import { ProjectFolds, type KnownFold } from './project-folds.js';
import { ProjectRiskRepository, pairsIn, type KnownSignal } from './project-risk.repository.js';

/** Where nobody knows how much leans on a project. */
const STRICTEST = 'T0';

/** Signals, and the rules as they stand after them; null when these are not kept. */
interface Found {
  readonly found: readonly Signal[];
  readonly known: KnownFold | null;
}

/** Signals of a project, found again whenever something is added to its history. */
@Injectable()
export class ProjectRiskService {
  constructor(
    private readonly risk: ProjectRiskRepository,
    private readonly history: ProjectHistoryRepository,
    private readonly tiers: ProjectTiersRepository,
    private readonly folds: ProjectFolds,
  ) {}

  /**
   * Finds what follows from the history as it is now. What was found before stays: adding to a history takes no signal back.
   * @returns how many signals are new
   */
  async recompute(tx: Tx, projectId: Id<'prj'>): Promise<number> {
    await this.history.lock(tx, projectId);
    const tier = (await this.tiers.heldWithin(tx, projectId)) ?? STRICTEST;
    const { found, known } =
      (await this.foundAfter(tx, projectId, tier)) ?? (await this.foundInAll(tx, projectId, tier));
    const count = found.length === 0 ? 0 : await this.store(tx, projectId, found);
    if (known !== null) this.folds.put(projectId, { ...known, signals: known.signals + count });
    await this.look(tx, projectId);
    return count;
  }

  /** What follows from the events that have come since this process last read the history; null when all has to be read. */
  private async foundAfter(tx: Tx, projectId: Id<'prj'>, tier: Tier): Promise<Found | null> {
    const known = this.folds.take(projectId);
    if (known?.tier !== tier) return null;
    const { events, before, through, links, signals } = await this.risk.read(tx, projectId, known.through);
    // What a transaction that failed has read or found is in the fold, and not in the history.
    const isSame = links === known.links && before === known.count && signals === known.signals;
    if (!isSame || !known.fold.canTake(events)) return null;
    return { found: known.fold.take(events), known: { ...known, count: before + events.length, through } };
  }

  private async foundInAll(tx: Tx, projectId: Id<'prj'>, tier: Tier): Promise<Found> {
    const { events, through, signals, links: pairs } = await this.risk.read(tx, projectId, 0);
    const known = await this.risk.known(tx, projectId);
    const links = new PersonLinks(pairsIn(pairs));
    const rootOf = (name: string) => links.personOf(name);
    const moved = known.flatMap((signal) => movedTo(signal, rootOf));
    if (moved.length > 0) await this.risk.rename(tx, moved);
    const facts = new Set(known.map(({ fact }) => rooted(fact, rootOf)));
    const fold = new ProjectFold({ links, policy: POLICY_2026_1, tier });
    const found = fold.take(events);
    // Names that have moved have to move again, should this transaction fail.
    const kept = { fold, tier, links: pairs, count: events.length, through, signals };
    return {
      found: found.filter(({ id }) => !facts.has(rooted(id, rootOf))),
      known: moved.length > 0 ? null : kept,
    };
  }

  /** Says so when the level of a project is another than when it was last looked at. */
  async look(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    const risk = openRisk(await this.risk.stored(tx, projectId), tx.now.getTime(), POLICY_2026_1);
    const isPressed = isUnderPressure(risk.openRules);
    const before = (await this.risk.exchange(tx, projectId, { level: risk.level, isPressed })) ?? {
      level: 'NONE',
      isPressed: false,
    };
    if (before.level === risk.level && before.isPressed === isPressed) return;
    tx.audit('project', projectId, 'riskLevel', { from: before.level, to: risk.level, isPressed });
    tx.emit(projectRiskChanged, {
      ...{ projectId, before: before.level, level: risk.level },
      isNewlyPressed: isPressed && !before.isPressed,
    });
  }

  /** Projects whose level can fall by itself. */
  raised(tx: Tx): Promise<string[]> {
    return this.risk.raised(tx);
  }

  /** Windows end by themselves. */
  async lookAgain(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    await this.history.lock(tx, projectId);
    await this.look(tx, projectId);
  }

  private async store(tx: Tx, projectId: Id<'prj'>, signals: readonly Signal[]): Promise<number> {
    const count = await this.risk.insert(tx, projectId, signals, POLICY_2026_1.version);
    if (count > 0) tx.audit('project', projectId, 'signalsFound', { count });
    return count;
  }
}

function movedTo({ id, subject }: KnownSignal, rootOf: (name: string) => string) {
  const now = { id, subject: rooted(subject, rootOf) };
  return now.subject === subject ? [] : [now];
}
