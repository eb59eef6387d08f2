import { isGoMod } from '../go-mod.reader.js';
import { parseGoMod } from '../go-modules.js';
import { linesOf } from '../lines.js';
import type { ManifestReader } from './manifest.js';

/** go.mod beside a go.sum: the requirements that are not indirect. */
export const goModManifest: ManifestReader = {
  recognises: isGoMod,
  read: ({ text }) => {
    const { module, requirements } = parseGoMod(linesOf(text));
    return {
      ecosystem: 'golang',
      name: module,
      version: null,
      dependencies: requirements
        .filter(({ isIndirect }) => !isIndirect)
        .map(({ path, version }) => ({ name: path, requirement: version, kind: 'runtime' })),
    };
  },
};
