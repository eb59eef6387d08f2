import { Injectable } from '@nestjs/common';
import { CatalogQueries } from '#libs/catalog';
import { rankingDue } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { grouped, systemActor } from '#platform/kernel';
import { projectScores, startOfDay } from './project-scores.js';
import { ScoresRepository, type ScoreOfProject } from './scores.repository.js';

const ACTOR = systemActor('matching.score');
/** So many projects are one transaction: some hundred milliseconds, and short locks. */
const BATCH = 500;
/** So many projects are one message to the rankings. */
const RANKED_TOGETHER = 50;

/** Keeps the stored scores equal to what their signals make. */
@Injectable()
export class ScoresService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly catalog: CatalogQueries,
    private readonly scores: ScoresRepository,
  ) {}

  /** Scores every project that is due, batch by batch; several workers share the list. */
  async scoreDue(): Promise<void> {
    while ((await this.unitOfWork.run(ACTOR, (tx) => this.scoreBatch(tx))) > 0);
  }

  /** The daily job: figures grow too old without anybody touching them. */
  async scoreAged(): Promise<void> {
    await this.unitOfWork.run(ACTOR, (tx) => this.scores.noteAged(tx, startOfDay(tx.now).toISOString().slice(0, 10)));
    await this.scoreDue();
  }

  /** Everything anew, for a new method or after a repair by hand. */
  async rebuild(): Promise<void> {
    await this.unitOfWork.run(ACTOR, (tx) => this.scores.noteAll(tx));
    await this.scoreDue();
  }

  private async scoreBatch(tx: Tx): Promise<number> {
    const projectIds = await this.scores.takeDue(tx, BATCH);
    if (projectIds.length === 0) return 0;
    const changed = await this.scores.replace(tx, projectIds, await this.scoresOf(tx, projectIds));
    for (let at = 0; at < changed.length; at += RANKED_TOGETHER)
      tx.emit(rankingDue, { projectIds: changed.slice(at, at + RANKED_TOGETHER) });
    return projectIds.length;
  }

  private async scoresOf(tx: Tx, projectIds: readonly string[]): Promise<ScoreOfProject[]> {
    const rows = await this.catalog.signalsWithin(tx, projectIds);
    const stableUntil = await this.catalog.stableUntilWithin(tx, projectIds);
    const day = startOfDay(tx.now);
    return [...grouped(rows, ({ projectId }) => projectId)].flatMap(([projectId, own]) => {
      const scores = projectScores(own, { day, stableUntil: stableUntil.get(projectId) ?? null });
      return scores.map((score) => ({ projectId, score }));
    });
  }
}
