import { topic } from './topic.js';

/** Scores of projects have changed; the rankings that they are part of follow. */
export const rankingDue = topic<{ projectIds: readonly string[] }>('matching.ranking_due', 1);
