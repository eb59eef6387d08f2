import { isPlatformPackage } from '../composer-packages.js';
import { isJsonObject, optionalObject, optionalString, requiredObject } from '../json-values.js';
import type { ManifestReader } from './manifest.js';

const LISTS = [
  ['require', 'runtime'],
  ['require-dev', 'development'],
] as const;

/** composer.json; what comes with the machine is no dependency. */
export const composerJsonManifest: ManifestReader = {
  recognises: ({ json }) =>
    isJsonObject(json) && !Object.hasOwn(json, 'content-hash') && LISTS.some(([list]) => isJsonObject(json[list])),
  read: ({ json }) => {
    const object = requiredObject(json, '');
    const dependencies = LISTS.flatMap(([list, kind]) =>
      Object.entries(optionalObject(object[list], `/${list}`) ?? {})
        .filter(([name]) => !isPlatformPackage(name))
        .map(([name, value]) => ({ name, requirement: optionalString(value, `/${list}/${name}`) ?? null, kind })),
    );
    const name = optionalString(object.name, '/name') ?? null;
    return { ecosystem: 'composer', name, dependencies };
  },
};
