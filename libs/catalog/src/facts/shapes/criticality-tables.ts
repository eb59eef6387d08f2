import { repositoryUrlOf } from '#platform/kernel';
import type { SignalName } from '../signals.js';
import type { TableRow, TableShape } from './catalogue-shape.js';
import { figureOf, momentOf, signalsOf, textOf } from './values.js';

/** Columns of the OpenSSF criticality score as its second version writes them: `legacy.` for the signals of the first. */
const CURRENT: readonly (readonly [string, SignalName])[] = [
  ['repo.star_count', 'stars'],
  ['legacy.created_since', 'monthsSinceCreation'],
  ['legacy.updated_since', 'monthsSinceActivity'],
  ['legacy.contributor_count', 'contributors'],
  ['legacy.org_count', 'organisations'],
  ['legacy.commit_frequency', 'commitsPerWeek'],
  ['legacy.recent_release_count', 'releasesLastYear'],
  ['legacy.updated_issues_count', 'issuesUpdated'],
  ['legacy.closed_issues_count', 'issuesClosed'],
  ['legacy.issue_comment_frequency', 'commentsPerIssue'],
  ['legacy.github_mention_count', 'mentions'],
  ['depsdev.dependent_count', 'dependents'],
  ['default_score', 'openssfScore'],
];
/** As the first version wrote them, and lists that were made from it. */
const FIRST: readonly (readonly [string, SignalName])[] = [
  ['created_since', 'monthsSinceCreation'],
  ['updated_since', 'monthsSinceActivity'],
  ['contributor_count', 'contributors'],
  ['org_count', 'organisations'],
  ['commit_frequency', 'commitsPerWeek'],
  ['recent_releases_count', 'releasesLastYear'],
  ['closed_issues_count', 'issuesClosed'],
  ['updated_issues_count', 'issuesUpdated'],
  ['comment_frequency', 'commentsPerIssue'],
  ['dependents_count', 'mentions'],
  ['criticality_score', 'openssfScore'],
  ['truckfactor', 'contributorAbsenceFactor'],
];

export const CRITICALITY_TABLE: TableShape = {
  name: 'openssf-criticality',
  matches: (columns) => columns.has('repo.url') && columns.has('default_score'),
  read: (row, { observedAt }) => {
    const repositoryUrl = repositoryUrlOf(row('repo.url'));
    if (repositoryUrl === null) return { reason: 'NO_REPOSITORY' };
    const at = momentOf(row('collection_date')) ?? observedAt;
    return {
      repositoryUrl,
      language: textOf(row('repo.language'), 100),
      licence: textOf(row('repo.license'), 200),
      packages: [],
      signals: signalsOf(figures(row, CURRENT), at),
    };
  },
};

export const FIRST_CRITICALITY_TABLE: TableShape = {
  name: 'openssf-criticality-1',
  matches: (columns) => (columns.has('url') || columns.has('repo_url')) && columns.has('criticality_score'),
  read: (row, { observedAt }) => {
    const repositoryUrl = repositoryUrlOf(row('url') || row('repo_url'));
    if (repositoryUrl === null) return { reason: 'NO_REPOSITORY' };
    const language = textOf(row('language'), 100);
    return { repositoryUrl, language, packages: [], signals: signalsOf(figures(row, FIRST), observedAt) };
  },
};

function figures(row: TableRow, columns: typeof CURRENT): (readonly [SignalName, number | null])[] {
  return columns.map(([column, signal]) => [signal, figureOf(row(column))] as const);
}
