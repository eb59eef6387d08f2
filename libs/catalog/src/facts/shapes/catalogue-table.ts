import { parsePackageUrl, packageKey, repositoryUrlOf } from '#platform/kernel';
import { IMPORTED_MAPPING, type PackageFact, type SignalFact } from '../catalogue-facts.js';
import type { SignalName } from '../signals.js';
import type { TableRow, TableShape } from './catalogue-shape.js';
import { figureOf, momentOf, monthsBetween, signalsOf, textOf } from './values.js';

/** Columns with figures; a year at the end of a name says when they were observed: at the end of it. */
const FIGURES: readonly (readonly [string, SignalName])[] = [
  ['stars_2024', 'stars'],
  ['forks_2024', 'forks'],
  ['oso_dependents_2025', 'dependents'],
  ['oso_total_funding_usd_2025', 'fundingReceived'],
  ['pagerank_2020', 'pageRank'],
  ['truck_factor_2021', 'contributorAbsenceFactor'],
  ['openssf_criticality_2021', 'openssfScore'],
  ['contributor_count_2021', 'contributors'],
  ['org_count_2021', 'organisations'],
  ['commit_frequency_2021', 'commitsPerWeek'],
  ['recent_releases_2021', 'releasesLastYear'],
  ['created_since_months_2021', 'monthsSinceCreation'],
  ['updated_since_months_2021', 'monthsSinceActivity'],
  ['dependents_mentions_2021', 'mentions'],
  ['issues_opened_12_months', 'issuesOpenedLastYear'],
  ['median_reply_days', 'medianReplyDays'],
  ['income_share', 'incomeShare'],
];
/** The year of the list that has the day of the last activity. */
const ACTIVITY_YEAR = 2024;

/**
 * One row for each repository: `repo_url`, `purls` separated by "|", `language`, `license`, and figures in columns that
 * name their year. Columns that are not known are left out; empty is "not known".
 */
export const CATALOGUE_TABLE: TableShape = {
  name: 'catalogue',
  matches: (columns) => columns.has('repo_url') && columns.has('purls'),
  read: (row, { observedAt }) => {
    const repositoryUrl = repositoryUrlOf(row('repo_url'));
    if (repositoryUrl === null) return { reason: 'NO_REPOSITORY' };
    return {
      repositoryUrl,
      language: textOf(row('language'), 100),
      licence: textOf(row('license'), 200),
      packages: packagesOf(row('purls')),
      signals: [...FIGURES.flatMap((figure) => dated(row, figure, observedAt)), ...activity(row)],
    };
  },
};

/** Purls that cannot be read are left out: the rest of the row is as true as before. */
function packagesOf(text: string): PackageFact[] {
  return text
    .split('|')
    .filter((purl) => purl.trim() !== '')
    .flatMap((purl) => {
      const key = keyOf(purl);
      return key === null ? [] : [{ key, confidence: IMPORTED_MAPPING, signals: [] }];
    });
}

/** The key of a purl in any spelling; null for what is none. */
export function keyOf(purl: string): string | null {
  try {
    return packageKey(parsePackageUrl(purl.trim()));
  } catch {
    return null;
  }
}

function dated(row: TableRow, [column, signal]: readonly [string, SignalName], otherwise: Date): SignalFact[] {
  const year = /_(\d{4})$/.exec(column)?.[1];
  return signalsOf([[signal, figureOf(row(column))]], year === undefined ? otherwise : endOf(Number(year)));
}

function activity(row: TableRow): SignalFact[] {
  const last = momentOf(row('last_activity_at'));
  const observedAt = endOf(ACTIVITY_YEAR);
  return last === null ? [] : signalsOf([['monthsSinceActivity', monthsBetween(last, observedAt)]], observedAt);
}

function endOf(year: number): Date {
  return new Date(Date.UTC(year, 11, 31));
}
