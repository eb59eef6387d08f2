import type { EdgeKind } from '../../dependency-graph.js';
import type { DocumentLimits } from '../../document-limits.js';
import { isJsonObject, optionalArray, optionalObject, optionalString, type JsonObject } from '../json-values.js';
import { parseToml } from '../toml-text.js';
import type { Manifest, ManifestDependency, ManifestReader } from './manifest.js';
import type { SourceDocument } from '../source-document.js';

/** The name at the beginning of a requirement of PEP 508, and what follows it. */
const REQUIREMENT = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*([^;]*)/;

/** pyproject.toml, by PEP 621 and PEP 735 or of Poetry. */
export const pyprojectManifest: ManifestReader = {
  recognises: ({ syntax, text }) =>
    syntax === 'lines' && /^\[(?:project|tool\.poetry|build-system|dependency-groups)\b/m.test(text),
  read: readPyproject,
};

/** Pipfile of Pipenv. */
export const pipfileManifest: ManifestReader = {
  recognises: ({ syntax, text }) => syntax === 'lines' && /^\[(?:packages|dev-packages)\]/m.test(text),
  read: ({ text }, limits) => {
    const file = parseToml(text, limits);
    const dependencies = [
      ...tableOf(file.packages, 'runtime', '/packages'),
      ...tableOf(file['dev-packages'], 'development', '/dev-packages'),
    ];
    return { ecosystem: 'pypi', name: null, dependencies };
  },
};

function readPyproject({ text }: SourceDocument, limits: DocumentLimits): Manifest {
  const file = parseToml(text, limits);
  const project = optionalObject(file.project, '/project') ?? {};
  const poetry = optionalObject(optionalObject(file.tool, '/tool')?.poetry, '/tool/poetry') ?? {};
  const dependencies = [
    ...listOf(project.dependencies, 'runtime', '/project/dependencies'),
    ...groupsOf(project['optional-dependencies'], 'optional', '/project/optional-dependencies'),
    ...groupsOf(file['dependency-groups'], 'development', '/dependency-groups'),
    ...poetryDependencies(poetry),
  ];
  return {
    ecosystem: 'pypi',
    name: optionalString(project.name ?? poetry.name, '/project/name') ?? null,
    dependencies: unique(dependencies),
  };
}

function poetryDependencies(poetry: JsonObject): ManifestDependency[] {
  const groups = Object.entries(optionalObject(poetry.group, '/tool/poetry/group') ?? {});
  return [
    ...tableOf(poetry.dependencies, 'runtime', '/tool/poetry/dependencies'),
    ...tableOf(poetry['dev-dependencies'], 'development', '/tool/poetry/dev-dependencies'),
    ...groups.flatMap(([name, group]) => {
      const at = `/tool/poetry/group/${name}`;
      return tableOf(optionalObject(group, at)?.dependencies, 'development', `${at}/dependencies`);
    }),
  ];
}

/** A list of requirements; a group may include another one, which is listed by itself. */
function listOf(value: unknown, kind: EdgeKind, at: string): ManifestDependency[] {
  return optionalArray(value, at).flatMap((item) => {
    const [, name, requirement = ''] = typeof item === 'string' ? (REQUIREMENT.exec(item) ?? []) : [];
    return name === undefined ? [] : [{ name, requirement: requirement.trim() || null, kind }];
  });
}

function groupsOf(value: unknown, kind: EdgeKind, at: string): ManifestDependency[] {
  return Object.entries(optionalObject(value, at) ?? {}).flatMap(([name, list]) => listOf(list, kind, `${at}/${name}`));
}

/** A table of names; Python itself is none of them. */
function tableOf(value: unknown, kind: EdgeKind, at: string): ManifestDependency[] {
  return Object.entries(optionalObject(value, at) ?? {})
    .filter(([name]) => name !== 'python')
    .map(([name, wanted]) => {
      const requirement =
        typeof wanted === 'string'
          ? wanted
          : isJsonObject(wanted) && typeof wanted.version === 'string'
            ? wanted.version
            : null;
      const isOptional = isJsonObject(wanted) && wanted.optional === true;
      return { name, requirement, kind: isOptional && kind === 'runtime' ? 'optional' : kind };
    });
}

/** What is needed at run time and for development besides is the first. */
function unique(dependencies: readonly ManifestDependency[]): ManifestDependency[] {
  const first = new Map<string, ManifestDependency>();
  for (const dependency of dependencies) {
    const key = dependency.name.toLowerCase();
    if (!first.has(key)) first.set(key, dependency);
  }
  return [...first.values()];
}
