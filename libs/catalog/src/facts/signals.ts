/** What a figure is about. Signals of a package can also be stated for a whole project, by lists that know no packages. */
export type SignalSubject = 'project' | 'package';

export interface SignalDefinition {
  readonly subject: SignalSubject;
  /** What one is of it. */
  readonly unit: string;
  readonly description: string;
  /** Says how easily a project breaks: shown to its maintainers and its funders alone (T-30). */
  readonly isNeedToKnow?: true;
}

/**
 * Every signal that the catalogue keeps, in the field's names. Scores take what they know of these; what is kept beside
 * that is shown, never scored. A signal that is not kept is not known, which is never the same as zero.
 */
export const SIGNALS = {
  dependents: { subject: 'package', unit: 'packages', description: 'Packages or repositories that depend on it.' },
  registryRank: { subject: 'package', unit: 'place', description: 'Place among the packages of its registry.' },
  registryPackages: { subject: 'package', unit: 'packages', description: 'Packages that the registry ranks.' },
  downloads: { subject: 'package', unit: 'in 30 days', description: 'Downloads that the registry publishes.' },
  publishers: {
    subject: 'package',
    unit: 'people',
    description: 'People who may publish a release.',
    isNeedToKnow: true,
  },
  isDeprecated: { subject: 'package', unit: '1 = yes', description: 'Its registry marks it as deprecated.' },
  pageRank: { subject: 'package', unit: 'mass', description: 'PageRank within its registry.' },
  isOnCuratedSet: { subject: 'project', unit: '1 = yes', description: 'It is in a curated set of critical projects.' },
  openssfScore: { subject: 'project', unit: '0 to 1', description: 'OpenSSF criticality score, as published.' },
  contributorAbsenceFactor: {
    subject: 'project',
    unit: 'people',
    description: 'Fewest people who made half of the contributions (CHAOSS), or the truck factor.',
    isNeedToKnow: true,
  },
  monthsSinceActivity: {
    subject: 'project',
    unit: 'months',
    description: 'Since the last commit or release.',
    isNeedToKnow: true,
  },
  postureScore: {
    subject: 'project',
    unit: '0 to 10',
    description: 'OpenSSF Scorecard without the checks Maintained and Contributors.',
    isNeedToKnow: true,
  },
  unfixedAdvisories: {
    subject: 'package',
    unit: 'advisories',
    description: 'Open advisories without a fixed version.',
    isNeedToKnow: true,
  },
  organisations: {
    subject: 'project',
    unit: 'organisations',
    description: 'Organisations of the top contributors.',
    isNeedToKnow: true,
  },
  isArchived: { subject: 'project', unit: '1 = yes', description: 'Its repository is archived.', isNeedToKnow: true },
  stars: { subject: 'project', unit: 'people', description: 'Stars of the repository.' },
  forks: { subject: 'project', unit: 'repositories', description: 'Forks of the repository.' },
  fundingReceived: { subject: 'project', unit: 'USD', description: 'Grants that lists know of, over all time.' },
  monthsSinceCreation: { subject: 'project', unit: 'months', description: 'Age of the repository.' },
  contributors: { subject: 'project', unit: 'people', description: 'People with a commit.', isNeedToKnow: true },
  commitsPerWeek: { subject: 'project', unit: 'per week', description: 'Mean of the last year.', isNeedToKnow: true },
  releasesLastYear: {
    subject: 'project',
    unit: 'releases',
    description: 'Releases of the last year.',
    isNeedToKnow: true,
  },
  issuesUpdated: {
    subject: 'project',
    unit: 'in 90 days',
    description: 'Issues that were updated.',
    isNeedToKnow: true,
  },
  issuesClosed: { subject: 'project', unit: 'in 90 days', description: 'Issues that were closed.', isNeedToKnow: true },
  commentsPerIssue: {
    subject: 'project',
    unit: 'per issue',
    description: 'Mean of the last 90 days.',
    isNeedToKnow: true,
  },
  mentions: { subject: 'project', unit: 'mentions', description: 'Mentions in commit messages on GitHub.' },
} as const satisfies Readonly<Record<string, SignalDefinition>>;

/** `scorecard.` and the name of a check: the result of that check alone, 0 to 10. */
export type SignalName = keyof typeof SIGNALS | `scorecard.${string}`;

export function subjectOf(signal: SignalName): SignalSubject {
  return Object.hasOwn(SIGNALS, signal) ? SIGNALS[signal as keyof typeof SIGNALS].subject : 'project';
}

/** Checks of Scorecard are all about weaknesses. */
export function isNeedToKnow(signal: string): boolean {
  const definition: SignalDefinition | undefined = Object.hasOwn(SIGNALS, signal)
    ? SIGNALS[signal as keyof typeof SIGNALS]
    : undefined;
  return definition === undefined || definition.isNeedToKnow === true;
}
