/**
 * Every constant of the scoring method, in one place under one id. A change of any number is a new method: stored scores
 * carry the id, and the public page about the method is printed from this table. The reasons for the numbers, and how
 * little the order depends on them, are in the domain rules 2.1 to 2.8.
 */
export const SCORE_1 = {
  methodId: 'score-1',
  /** Pulls a score with few signals towards the middle: as strong as one signal of this weight. */
  prior: { weight: 2, value: 0.5 },
  /** Points of the four parts; together 100. */
  points: { exposure: 40, fragility: 30, criticality: 20, needFit: 10 },
  criticality: {
    weights: { dependents: 4, registryRank: 2, downloads: 2, companyUse: 2, curatedSet: 2, openssfScore: 1 },
    dependentsCeiling: 200_000,
    downloadsCeiling: 1_000_000_000,
    /** Below this number of companies nothing about them is used, so that no company can be guessed. */
    minimumCompanies: 5,
  },
  fragility: {
    weights: {
      people: 3,
      publishers: 1.5,
      activity: 2,
      reply: 1,
      posture: 2,
      advisories: 1,
      fundingGap: 2,
      organisations: 0.5,
    },
    peopleCeiling: 8,
    publishersCeiling: 4,
    organisationsCeiling: 4,
    activityMonths: { calm: 3, silent: 24 },
    replyDays: { prompt: 2, slow: 60, minimumIssues: 5 },
    advisoriesCeiling: 3,
    /** Ceiling of the activity signal for a project that its maintainer calls finished. */
    finishedActivity: 0.3,
  },
  /** What is said of fragility to those without a clearance: one value for each band, as heavy as all signals together. */
  fragilityBands: { mediumFrom: 0.4, highFrom: 0.6, values: { LOW: 0.25, MEDIUM: 0.5, HIGH: 0.75 }, weight: 13 },
  needFit: {
    weights: { type: 0.4, verification: 0.3, urgency: 0.2, momentum: 0.1 },
    urgencyDays: 90,
  },
  tier: {
    /** A fragility signal that speaks for itself. */
    strongSignal: 0.5,
    high: { points: 65, confidence: 0.3, exposure: 0.2, strongSignals: 2 },
    /** Below it no money is proposed without a person asking for it. */
    mediumPoints: 20,
    unratedConfidence: 0.15,
  },
} as const;
