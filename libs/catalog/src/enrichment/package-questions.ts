import type { ProjectFacts } from '../facts/catalogue-facts.js';
import type { JsonShape, Unnumbered } from '../facts/shapes/catalogue-shape.js';
import { DEPS_DEV_PROJECT, DEPS_DEV_VERSION } from '../facts/shapes/deps-dev.js';
import { ECOSYSTE_MS_PACKAGE } from '../facts/shapes/ecosyste-ms.js';
import { SCORECARD, isObject } from '../facts/shapes/scorecard.js';
import type { PublicService, PublicServices } from './public-services.js';

/** A package of a public registry, and a version of it that is in use. */
export interface EnrichedPackage {
  readonly key: string;
  readonly version: string | null;
}

/** Facts of one service. */
export interface ServiceFacts {
  readonly source: string;
  readonly facts: readonly ProjectFacts[];
}

/** Types whose packages stand in a public registry, and what deps.dev calls it; null where it has none. */
const REGISTRIES = new Map<string, string | null>([
  ['npm', 'npm'],
  ['pypi', 'pypi'],
  ['cargo', 'cargo'],
  ['golang', 'go'],
  ['maven', 'maven'],
  ['nuget', 'nuget'],
  ['gem', 'rubygems'],
  ['composer', null],
  ['hex', null],
  ['pub', null],
]);

/** Whether public services can know a package at all. */
export function isOfRegistry(key: string): boolean {
  return REGISTRIES.has(key.slice(0, key.indexOf('/')));
}

/**
 * Asks about one package: where it comes from and how it is used, then about that repository. What a service does not know
 * is no fact.
 * @throws ServiceUnavailableError
 */
export async function factsOf(
  services: PublicServices,
  { key, version }: EnrichedPackage,
  maxAgeMs: number,
): Promise<ServiceFacts[]> {
  const ask = async (service: PublicService, path: string | null, shape: JsonShape): Promise<ServiceFacts> => {
    const answer = path === null ? null : await services.ask(service, path, maxAgeMs);
    if (answer === null) return { source: service, facts: [] };
    const { value, fetchedAt: observedAt } = answer;
    const values = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isObject).filter(shape.matches);
    return { source: service, facts: values.flatMap((one) => shape.read(one, { observedAt })).filter(isAboutProject) };
  };
  const found = await Promise.all([
    ask('ecosyste.ms', `/api/v1/packages/lookup?purl=${encodeURIComponent(`pkg:${key}`)}`, ECOSYSTE_MS_PACKAGE),
    ask('deps.dev', versionPath(key, version), DEPS_DEV_VERSION),
  ]);
  // A service may answer about packages that were not asked for; only this one counts.
  const own = found.map(({ source, facts }) => ({
    source,
    facts: facts.filter(({ packages }) => packages[0]?.key === key),
  }));
  const repositoryUrl = own.flatMap(({ facts }) => facts)[0]?.repositoryUrl;
  if (repositoryUrl === undefined) return [];
  const project = repositoryUrl.slice('https://'.length);
  const about = [await ask('deps.dev', `/v3/projects/${encodeURIComponent(project)}`, DEPS_DEV_PROJECT)];
  const hasScorecard = about.some(({ facts }) =>
    facts.some(({ signals }) => signals.some(({ signal }) => signal === 'postureScore')),
  );
  if (!hasScorecard) about.push(await ask('scorecard', `/projects/${project}`, SCORECARD));
  return [
    ...own,
    ...about.map(({ source, facts }) => ({
      source,
      facts: facts.filter((fact) => fact.repositoryUrl === repositoryUrl),
    })),
  ];
}

function versionPath(key: string, version: string | null): string | null {
  const [type = '', ...segments] = key.split('/');
  const system = REGISTRIES.get(type);
  if (!system || version === null) return null;
  const name = segments.map(decodeURIComponent).join(type === 'maven' ? ':' : '/');
  return `/v3/systems/${system}/packages/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}`;
}

function isAboutProject(record: Unnumbered): record is ProjectFacts {
  return 'repositoryUrl' in record;
}
