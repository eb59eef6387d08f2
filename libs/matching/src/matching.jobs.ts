import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  agedScoresDue,
  catalogChanged,
  inventoryChanged,
  maintainershipChanged,
  needChanged,
  rankingDue,
  signalsChanged,
} from '#platform/contracts';
import { DAY_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { DayChangeService } from './rankings/day-change.service.js';
import { RankingsService } from './rankings/rankings.service.js';
import { ScoresService } from './scores/scores.service.js';

@Injectable()
export class MatchingJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly jobs: RecurringJobs,
    private readonly scores: ScoresService,
    private readonly rankings: RankingsService,
    private readonly days: DayChangeService,
  ) {}

  onModuleInit(): void {
    const { consumers } = this;
    consumers.repeatable('matching.score-catalogue', catalogChanged, () => this.scores.scoreDue());
    consumers.repeatable('matching.score-signals', signalsChanged, () => this.scores.scoreDue());
    consumers.repeatable('matching.rank-organisation', inventoryChanged, ({ organisationId }) =>
      this.rankings.rank(asId(organisationId)),
    );
    consumers.inTransaction('matching.rank-need', needChanged, (tx, { projectId }) =>
      this.rankings.rankProjects(tx, [projectId]),
    );
    // Whether a need is verified is a part of how it fits.
    consumers.inTransaction('matching.rank-maintained', maintainershipChanged, (tx, { projectId }) =>
      this.rankings.rankProjects(tx, [projectId]),
    );
    consumers.inTransaction('matching.rank-projects', rankingDue, (tx, { projectIds }) =>
      this.rankings.rankProjects(tx, projectIds),
    );
    this.jobs.recurring('matching.follow-the-day', agedScoresDue, DAY_MS, () => this.days.follow());
  }
}
