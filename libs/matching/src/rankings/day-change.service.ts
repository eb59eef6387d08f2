import { Injectable } from '@nestjs/common';
import { NeedsQueries } from '#libs/needs';
import { UnitOfWork } from '#platform/database';
import { Clock, DAY_MS, addMs, systemActor } from '#platform/kernel';
import { SCORE_1 } from '../score-1.js';
import { ScoresService } from '../scores/scores.service.js';
import { RankingsService } from './rankings.service.js';

const ACTOR = systemActor('matching.follow-the-day');
const RANKED_TOGETHER = 50;

/** What changes by a new day alone: figures grow too old, and deadlines come nearer. */
@Injectable()
export class DayChangeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly scores: ScoresService,
    private readonly rankings: RankingsService,
    private readonly needs: NeedsQueries,
    private readonly clock: Clock,
  ) {}

  async follow(): Promise<void> {
    await this.scores.scoreAged();
    const now = this.clock.now();
    // From a day before urgency begins to a day after it is full: the job itself may come a little early or late.
    const [from, to] = [addMs(now, -2 * DAY_MS), addMs(now, (SCORE_1.needFit.urgencyDays + 2) * DAY_MS)];
    const projectIds = await this.needs.projectsWithDeadline(from, to);
    for (let at = 0; at < projectIds.length; at += RANKED_TOGETHER)
      await this.unitOfWork.run(ACTOR, (tx) =>
        this.rankings.rankProjects(tx, projectIds.slice(at, at + RANKED_TOGETHER)),
      );
  }
}
