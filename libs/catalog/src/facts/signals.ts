import { DAY_MS, addMs } from '#platform/kernel';

/** What a figure is about. Signals of a package can also be stated for a whole project, by lists that know no packages. */
export type SignalSubject = 'project' | 'package';

type SignalRefresh = 'weekly' | 'monthly' | 'quarterly' | 'onRelease';

export interface SignalDefinition {
  readonly subject: SignalSubject;
  /** What one is of it. */
  readonly unit: string;
  readonly description: string;
  /** How often it is looked up anew; what comes with a list is as old as the list. */
  readonly refresh: SignalRefresh;
  /** Says how easily a project breaks: shown to its maintainers and its funders alone (T-30). */
  readonly isNeedToKnow?: true;
}

/**
 * Every signal that the catalogue keeps, in the field's names. Scores take what they know of these; what is kept beside
 * that is shown, never scored. A signal that is not kept is not known, which is never the same as zero.
 */
export const SIGNALS = {
  dependents: {
    subject: 'package',
    unit: 'packages',
    description: 'Packages or repositories that depend on it.',
    refresh: 'monthly',
  },
  registryRank: {
    subject: 'package',
    unit: 'place',
    description: 'Place among the packages of its registry.',
    refresh: 'monthly',
  },
  registryPackages: {
    subject: 'package',
    unit: 'packages',
    description: 'Packages that the registry ranks.',
    refresh: 'monthly',
  },
  downloads: {
    subject: 'package',
    unit: 'in 30 days',
    description: 'Downloads that the registry publishes.',
    refresh: 'monthly',
  },
  publishers: {
    subject: 'package',
    unit: 'people',
    description: 'People who may publish a release.',
    isNeedToKnow: true,
    refresh: 'monthly',
  },
  isDeprecated: {
    subject: 'package',
    unit: '1 = yes',
    description: 'Its registry marks it as deprecated.',
    refresh: 'monthly',
  },
  pageRank: { subject: 'package', unit: 'mass', description: 'PageRank within its registry.', refresh: 'monthly' },
  companyUse: {
    subject: 'project',
    unit: 'organisations',
    description: 'Organisations here that ship it, at least: the lower bound of a band, from five up.',
    refresh: 'weekly',
  },
  companiesCounted: {
    subject: 'project',
    unit: 'organisations',
    description: 'Organisations here that are counted, at least: the lower bound of a band.',
    refresh: 'weekly',
  },
  isOnCuratedSet: {
    subject: 'project',
    unit: '1 = yes',
    description: 'It is in a curated set of critical projects.',
    refresh: 'onRelease',
  },
  openssfScore: {
    subject: 'project',
    unit: '0 to 1',
    description: 'OpenSSF criticality score, as published.',
    refresh: 'onRelease',
  },
  contributorAbsenceFactor: {
    subject: 'project',
    unit: 'people',
    description: 'Fewest people who made half of the contributions (CHAOSS), or the truck factor.',
    isNeedToKnow: true,
    refresh: 'monthly',
  },
  monthsSinceActivity: {
    subject: 'project',
    unit: 'months',
    description: 'Since the last commit or release.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  postureScore: {
    subject: 'project',
    unit: '0 to 10',
    description: 'OpenSSF Scorecard without the checks Maintained and Contributors.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  unfixedAdvisories: {
    subject: 'package',
    unit: 'advisories',
    description: 'Open advisories without a fixed version.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  organisations: {
    subject: 'project',
    unit: 'organisations',
    description: 'Organisations of the top contributors.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  isArchived: {
    subject: 'project',
    unit: '1 = yes',
    description: 'Its repository is archived.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  stars: { subject: 'project', unit: 'people', description: 'Stars of the repository.', refresh: 'weekly' },
  forks: { subject: 'project', unit: 'repositories', description: 'Forks of the repository.', refresh: 'weekly' },
  fundingReceived: {
    subject: 'project',
    unit: 'USD',
    description: 'Grants that lists know of, over all time.',
    refresh: 'monthly',
  },
  monthsSinceCreation: { subject: 'project', unit: 'months', description: 'Age of the repository.', refresh: 'weekly' },
  contributors: {
    subject: 'project',
    unit: 'people',
    description: 'People with a commit.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  commitsPerWeek: {
    subject: 'project',
    unit: 'per week',
    description: 'Mean of the last year.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  releasesLastYear: {
    subject: 'project',
    unit: 'releases',
    description: 'Releases of the last year.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  issuesUpdated: {
    subject: 'project',
    unit: 'in 90 days',
    description: 'Issues that were updated.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  issuesClosed: {
    subject: 'project',
    unit: 'in 90 days',
    description: 'Issues that were closed.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  commentsPerIssue: {
    subject: 'project',
    unit: 'per issue',
    description: 'Mean of the last 90 days.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  mentions: {
    subject: 'project',
    unit: 'mentions',
    description: 'Mentions in commit messages on GitHub.',
    refresh: 'onRelease',
  },
  issuesOpenedLastYear: {
    subject: 'project',
    unit: 'in 12 months',
    description: 'Issues that were opened.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  medianReplyDays: {
    subject: 'project',
    unit: 'days',
    description: 'Median time to the first reply of a maintainer, over 12 months.',
    isNeedToKnow: true,
    refresh: 'weekly',
  },
  incomeShare: {
    subject: 'project',
    unit: 'share',
    description: 'Income of 12 months divided by the stated target.',
    isNeedToKnow: true,
    // Of a calendar year: four periods are the year in which it is the last one.
    refresh: 'quarterly',
  },
} as const satisfies Readonly<Record<string, SignalDefinition>>;

/** `scorecard.` and the name of a check: the result of that check alone, 0 to 10. */
export type SignalName = keyof typeof SIGNALS | `scorecard.${string}`;

export function subjectOf(signal: SignalName): SignalSubject {
  return definitionOf(signal)?.subject ?? 'project';
}

const REFRESH_DAYS: Readonly<Record<SignalRefresh, number | null>> = {
  weekly: 7,
  monthly: 30,
  quarterly: 91,
  onRelease: null,
};
/** After so many periods without a newer figure an old one counts as missing (domain rule 2.9). */
export const PERIODS_UNTIL_STALE = 4;

/** From when on a figure is too old to count; null for one that does not age. Checks of Scorecard are looked up weekly. */
export function staleFrom(signal: string, observedAt: Date): Date | null {
  const days = REFRESH_DAYS[definitionOf(signal)?.refresh ?? 'weekly'];
  return days === null ? null : addMs(observedAt, PERIODS_UNTIL_STALE * days * DAY_MS);
}

/** Whether a figure is too old to count on a day, given by its beginning: within one day nothing ages. */
export function isStale(
  { signal, observedAt }: { readonly signal: string; readonly observedAt: Date },
  day: Date,
): boolean {
  const from = staleFrom(signal, observedAt);
  return from !== null && from <= day;
}

/** Checks of Scorecard are all about weaknesses. */
export function isNeedToKnow(signal: string): boolean {
  const definition = definitionOf(signal);
  return definition === undefined || definition.isNeedToKnow === true;
}

/** Those that everybody may know. A score that takes any other one is need-to-know as a whole. */
export const OPEN_SIGNALS: readonly string[] = Object.keys(SIGNALS).filter((signal) => !isNeedToKnow(signal));

function definitionOf(signal: string): SignalDefinition | undefined {
  return Object.hasOwn(SIGNALS, signal) ? SIGNALS[signal as keyof typeof SIGNALS] : undefined;
}
