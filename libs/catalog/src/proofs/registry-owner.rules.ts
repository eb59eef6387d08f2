import { parse } from 'smol-toml';
import { plainAddress } from './addresses.js';
import { ProofMissing, objectOf, parseObject, type Json } from './claim-method.js';

/** A registry that shows, without asking who asks, something that only a publisher of the package can have put there. */
export interface RegistryRules {
  /** Type of its package URLs. */
  readonly type: 'npm' | 'pypi';
  /** The file at the root of the repository that declares the package. */
  readonly declaration: string;
  /** The name of the package, as the registry knows it; null when the file declares none. */
  readonly declaredName: (text: string) => string | null;
  /** Path of the metadata of the newest version. */
  readonly path: (name: string) => string;
  /** Key of the package in the catalogue. */
  readonly key: (name: string) => string;
  /** Whether the metadata hold the line. */
  readonly holds: (metadata: Json, line: string) => boolean;
  /** Addresses of the repository that the metadata name. */
  readonly repositories: (metadata: Json) => readonly unknown[];
}

const NPM_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const PYPI_NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

const NPM: RegistryRules = {
  type: 'npm',
  declaration: 'package.json',
  declaredName: (text) => matching(parseObject(text).name, NPM_NAME),
  path: (name) => `/${name.replace('/', '%2f')}/latest`,
  key: (name) => `npm/${name.replace('@', '%40')}`,
  holds: (metadata, line) => objectOf(metadata.mainstay).claim === line,
  repositories: ({ repository }) => [repository, objectOf(repository).url],
};

const PYPI: RegistryRules = {
  type: 'pypi',
  declaration: 'pyproject.toml',
  declaredName: (text) => {
    const { name } = objectOf(parseToml(text).project);
    return typeof name === 'string' ? matching(name.toLowerCase().replaceAll(/[-_.]+/g, '-'), PYPI_NAME) : null;
  },
  path: (name) => `/pypi/${name}/json`,
  key: (name) => `pypi/${name}`,
  holds: (metadata, line) =>
    String(objectOf(metadata.info).keywords)
      .split(',')
      .some((keyword) => keyword.trim() === line),
  repositories: (metadata) => {
    const { project_urls: urls, home_page: homepage } = objectOf(metadata.info);
    return [homepage, ...Object.values(objectOf(urls))];
  },
};

export const REGISTRIES: readonly RegistryRules[] = [NPM, PYPI];

/** Whether the registry points back to the repository that declares the package. */
export function pointsBack(rules: RegistryRules, metadata: Json, repositoryUrl: string): boolean {
  return rules.repositories(metadata).some((address) => plainAddress(address) === plainAddress(repositoryUrl));
}

function matching(name: unknown, form: RegExp): string | null {
  return typeof name === 'string' && name.length <= 214 && form.test(name) ? name : null;
}

function parseToml(text: string): Json {
  try {
    return parse(text);
  } catch {
    throw new ProofMissing('WRONG_CONTENT');
  }
}
