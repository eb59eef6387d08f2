import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from '@jest/globals';
import { openssf2021, type OpenSsfSignals } from './openssf-2021.js';

const PUBLISHED = resolve(import.meta.dirname, '../../../../shared/data/projects/criticality-comparison-2021.csv');
const COLUMNS: Readonly<Record<keyof OpenSsfSignals, string>> = {
  monthsSinceCreation: 'created_since(m)',
  monthsSinceUpdate: 'updated_since(m)',
  contributors: 'contributor_count',
  organisations: 'org_count',
  commitsPerWeek: 'commit_frequency(y)',
  releasesLastYear: 'recent_releases_count(y)',
  issuesClosed: 'closed_issues_count(90d)',
  issuesUpdated: 'updated_issues_count(90d)',
  commentsPerIssue: 'comment_frequency',
  mentions: 'dependents_count',
};

const NONE = Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, 0])) as unknown as OpenSsfSignals;

describe('the OpenSSF score of 2021', () => {
  it('is at its best just above one, and is not made of less than all signals', () => {
    const best = { ...NONE, monthsSinceCreation: 120, contributors: 5_000, organisations: 10, commitsPerWeek: 1_000 };
    const rest = {
      releasesLastYear: 26,
      issuesClosed: 5_000,
      issuesUpdated: 5_000,
      commentsPerIssue: 15,
      mentions: 500_000,
    };
    expect(openssf2021({ ...best, ...rest })).toBeCloseTo(9.5 / 8.5, 12);
    expect(openssf2021(NONE)).toBe(0);
    expect(openssf2021({ ...best, ...rest, mentions: null })).toBeNull();
  });
});

const describePublished = existsSync(PUBLISHED) ? describe : describe.skip;
if (!existsSync(PUBLISHED)) console.warn(`skipped: the published scores are not at ${PUBLISHED}`);

describePublished('the published scores', () => {
  it('are reproduced from their signals, all 219, to 2e-5', () => {
    const rows: Record<string, string>[] = parse(readFileSync(PUBLISHED), { columns: true });
    const complete = rows.filter((row) => row.criticality_score !== '');
    expect(complete).toHaveLength(219);
    const wrong = complete.filter((row) => {
      const signals = Object.entries(COLUMNS).map(([name, column]) => [name, Number(row[column])] as const);
      const score = openssf2021(Object.fromEntries(signals) as unknown as OpenSsfSignals);
      return score === null || Math.abs(score - Number(row.criticality_score)) > 2e-5;
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});
