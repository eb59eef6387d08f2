import { createPackageUrl, packageKey, repositoryUrlOf } from '#platform/kernel';
import { REGISTRY_METADATA, type SignalFact } from '../catalogue-facts.js';
import type { JsonShape, Unnumbered } from './catalogue-shape.js';
import { isObject, scorecardSignals } from './scorecard.js';
import { figureOf, momentOf, signalsOf, textOf } from './values.js';

/** Systems of deps.dev as types of package URLs. */
const TYPES: Readonly<Record<string, string>> = {
  NPM: 'npm',
  GO: 'golang',
  MAVEN: 'maven',
  PYPI: 'pypi',
  CARGO: 'cargo',
  NUGET: 'nuget',
  RUBYGEMS: 'gem',
};

/** What deps.dev answers about a repository (GetProject). */
export const DEPS_DEV_PROJECT: JsonShape = {
  name: 'deps.dev project',
  matches: ({ projectKey }) => isObject(projectKey),
  read: (answer, { observedAt }) => {
    const { projectKey, license, homepage } = answer;
    const repositoryUrl =
      isObject(projectKey) && typeof projectKey.id === 'string' ? repositoryUrlOf(projectKey.id) : null;
    if (repositoryUrl === null) return [{ reason: 'NO_REPOSITORY' }];
    // What deps.dev has of a repository comes from its forge.
    const site = textOf(homepage, 500);
    const homepageUrl = site !== null && URL.canParse(site) && site.startsWith('https://') ? site : null;
    const signals = projectSignals(answer, observedAt);
    return [{ repositoryUrl, licence: textOf(license, 200), homepageUrl, packages: [], signals }];
  },
};

/** What deps.dev answers about a version of a package (GetVersion): where its source is. */
export const DEPS_DEV_VERSION: JsonShape = {
  name: 'deps.dev version',
  matches: ({ versionKey }) => isObject(versionKey),
  read: ({ versionKey, relatedProjects, isDeprecated }, { observedAt }) => {
    const key = keyOf(versionKey);
    if (key === null) return [{ reason: 'INVALID_PURL' }];
    const repositoryUrl = sourceOf(relatedProjects);
    if (repositoryUrl === null) return [{ reason: 'NO_REPOSITORY' }];
    const deprecated = signalsOf(
      [['isDeprecated', typeof isDeprecated === 'boolean' ? Number(isDeprecated) : null]],
      observedAt,
    );
    return [
      { repositoryUrl, packages: [{ key, confidence: REGISTRY_METADATA, signals: deprecated }], signals: [] },
    ] satisfies Unnumbered[];
  },
};

/** The repository that a version says it comes from, or its publisher proved. */
function sourceOf(relatedProjects: unknown): string | null {
  for (const related of Array.isArray(relatedProjects) ? (relatedProjects as unknown[]) : []) {
    if (!isObject(related) || related.relationType !== 'SOURCE_REPO' || !isObject(related.projectKey)) continue;
    const url = typeof related.projectKey.id === 'string' ? repositoryUrlOf(related.projectKey.id) : null;
    if (url !== null) return url;
  }
  return null;
}

function projectSignals(answer: Readonly<Record<string, unknown>>, observedAt: Date): SignalFact[] {
  const { starsCount, forksCount, scorecard } = answer;
  const counts = signalsOf(
    [
      ['stars', figureOf(starsCount)],
      ['forks', figureOf(forksCount)],
    ],
    observedAt,
  );
  if (!isObject(scorecard)) return counts;
  return [...counts, ...scorecardSignals(scorecard.checks, momentOf(scorecard.date) ?? observedAt)];
}

function keyOf(versionKey: unknown): string | null {
  if (!isObject(versionKey) || typeof versionKey.system !== 'string' || typeof versionKey.name !== 'string')
    return null;
  const type = Object.hasOwn(TYPES, versionKey.system) ? TYPES[versionKey.system]! : null;
  // Maven writes "group:artifact", all others separate by "/" what comes before the name.
  const parts = versionKey.name.split(type === 'maven' ? ':' : '/');
  if (type === null || parts.some((part) => part === '')) return null;
  try {
    return packageKey(createPackageUrl({ type, namespace: parts.slice(0, -1).join('/'), name: parts.at(-1)! }));
  } catch {
    return null;
  }
}
