import type { EdgeKind } from '../../dependency-graph.js';
import {
  isJsonObject,
  optionalObject,
  optionalString,
  pointerSegment,
  requiredObject,
  type JsonObject,
} from '../json-values.js';
import type { ManifestDependency, ManifestReader } from './manifest.js';

const LISTS = [
  // npm lets optional ones override the others.
  ['optionalDependencies', 'optional'],
  ['dependencies', 'runtime'],
  ['devDependencies', 'development'],
  ['peerDependencies', 'peer'],
] as const satisfies readonly (readonly [string, EdgeKind])[];

/** package.json of npm, Yarn and pnpm. A lockfile has tables of the same names, and other marks. */
export const packageJsonManifest: ManifestReader = {
  recognises: ({ json }) =>
    isJsonObject(json) &&
    !Object.hasOwn(json, 'lockfileVersion') &&
    !Object.hasOwn(json, 'bomFormat') &&
    LISTS.some(([list]) => isJsonObject(json[list])),
  read: ({ json }) => {
    const object = requiredObject(json, '');
    return {
      ecosystem: 'npm',
      name: optionalString(object.name, '/name') ?? null,
      dependencies: dependenciesOf(object),
    };
  },
};

function dependenciesOf(object: JsonObject): ManifestDependency[] {
  const meta = optionalObject(object.peerDependenciesMeta, '/peerDependenciesMeta') ?? {};
  const dependencies = new Map<string, ManifestDependency>();
  for (const [list, kind] of LISTS) {
    for (const [name, value] of Object.entries(optionalObject(object[list], `/${list}`) ?? {})) {
      const requirement = optionalString(value, `/${list}/${pointerSegment(name)}`) ?? null;
      const isOptionalPeer = kind === 'peer' && isJsonObject(meta[name]) && meta[name].optional === true;
      if (!dependencies.has(name))
        dependencies.set(name, { name, requirement, kind: isOptionalPeer ? 'optionalPeer' : kind });
    }
  }
  return [...dependencies.values()];
}
