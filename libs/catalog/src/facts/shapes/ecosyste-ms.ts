import { repositoryUrlOf } from '#platform/kernel';
import { REGISTRY_METADATA, type SignalFact } from '../catalogue-facts.js';
import type { JsonShape } from './catalogue-shape.js';
import { keyOf } from './catalogue-table.js';
import { isObject } from './scorecard.js';
import { figureOf, momentOf, monthsBetween, signalsOf, textOf } from './values.js';

type Answer = Readonly<Record<string, unknown>>;

/** A package as packages.ecosyste.ms hands it out, alone or as a list. */
export const ECOSYSTE_MS_PACKAGE: JsonShape = {
  name: 'ecosyste.ms package',
  matches: ({ purl, repository_url }) => typeof purl === 'string' && repository_url !== undefined,
  read: (answer, { observedAt }) => {
    const key = typeof answer.purl === 'string' ? keyOf(answer.purl) : null;
    if (key === null) return [{ reason: 'INVALID_PURL' }];
    const repositoryUrl = typeof answer.repository_url === 'string' ? repositoryUrlOf(answer.repository_url) : null;
    if (repositoryUrl === null) return [{ reason: 'NO_REPOSITORY' }];
    const at = momentOf(answer.last_synced_at) ?? observedAt;
    return [
      {
        repositoryUrl,
        language: isObject(answer.repo_metadata) ? textOf(answer.repo_metadata.language, 100) : null,
        licence: textOf(answer.licenses, 200),
        packages: [{ key, confidence: REGISTRY_METADATA, signals: packageSignals(answer, at) }],
        signals: projectSignals(answer, at),
      },
    ];
  },
};

function packageSignals(answer: Answer, at: Date): SignalFact[] {
  const { dependent_packages_count, dependent_repos_count, downloads, downloads_period, maintainers, status } = answer;
  // Packages or repositories, whichever are more: many of one are also among the other.
  const dependents = [figureOf(dependent_packages_count), figureOf(dependent_repos_count)].filter(
    (count) => count !== null,
  );
  // An empty list says that the registry does not tell, not that nobody may publish.
  const publishers = Array.isArray(maintainers) && maintainers.length > 0 ? maintainers.length : null;
  return signalsOf(
    [
      ['dependents', dependents.length === 0 ? null : Math.max(...dependents)],
      ['downloads', downloads_period === 'last-month' ? figureOf(downloads) : null],
      ['publishers', publishers],
      ['unfixedAdvisories', unfixed(answer.advisories)],
      ['isDeprecated', status === undefined ? null : Number(status === 'deprecated' || status === 'removed')],
    ],
    at,
  );
}

/** Advisories that stand and have a range of versions without a fixed one; null when the answer has no such list. */
function unfixed(advisories: unknown): number | null {
  if (!Array.isArray(advisories)) return null;
  return (advisories as unknown[]).filter(
    (advisory) =>
      isObject(advisory) &&
      (advisory.withdrawn_at ?? null) === null &&
      versionsOf(advisory).some(({ first_patched_version }) => (first_patched_version ?? null) === null),
  ).length;
}

function versionsOf({ packages }: Answer): Answer[] {
  const affected = Array.isArray(packages) ? (packages as unknown[]).filter(isObject) : [];
  return affected.flatMap(({ versions }) => (Array.isArray(versions) ? (versions as unknown[]).filter(isObject) : []));
}

function projectSignals(answer: Answer, at: Date): SignalFact[] {
  const repository = isObject(answer.repo_metadata) ? answer.repo_metadata : {};
  const moments = [momentOf(answer.latest_release_published_at), momentOf(repository.pushed_at)];
  const last = moments.reduce((latest, moment) => (moment && (!latest || moment > latest) ? moment : latest), null);
  return signalsOf(
    [
      ['monthsSinceActivity', last === null ? null : monthsBetween(last, at)],
      ['isArchived', typeof repository.archived === 'boolean' ? Number(repository.archived) : null],
      ['isOnCuratedSet', answer.critical === true ? 1 : null],
      ['stars', figureOf(repository.stargazers_count)],
      ['forks', figureOf(repository.forks_count)],
    ],
    at,
  );
}
