import { isGoMod } from '../go-mod.reader.js';
import { parseGoMod, replacementsByModule } from '../go-modules.js';
import { linesOf } from '../lines.js';
import type { ManifestReader } from './manifest.js';

/** go.mod beside a go.sum: the requirements that are not indirect. */
export const goModManifest: ManifestReader = {
  recognises: isGoMod,
  read: ({ text }) => {
    const file = parseGoMod(linesOf(text));
    const replacementOf = replacementsByModule(file);
    return {
      ecosystem: 'golang',
      name: file.module,
      dependencies: file.requirements
        .filter(({ isIndirect }) => !isIndirect)
        .map(({ path, version }) => {
          const replaced = replacementOf(path, version);
          return { name: replaced?.to ?? path, requirement: replaced ? replaced.toVersion : version, kind: 'runtime' };
        }),
    };
  },
};
