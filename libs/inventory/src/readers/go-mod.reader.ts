import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import { goPackageUrl, parseGoMod, replacementsByModule, type GoRequirement } from './go-modules.js';
import { linesOf } from './lines.js';
import { LockReading } from './lock-reading.js';
import type { SourceDocument } from './source-document.js';

/** go.mod. Since Go 1.17 it lists every module that is built, so the indirect ones are entries without edges. */
export const goModReader: DocumentReader = {
  manifestOf: null,
  recognises: isGoMod,
  read: (document, context) => read(document, context),
};

export function isGoMod({ syntax, text }: SourceDocument): boolean {
  return syntax === 'lines' && /^module[ \t]+\S/m.test(text) && !/^\[|^[A-Za-z]+:/m.test(text);
}

function read({ text }: SourceDocument, context: ReadingContext): DependencyGraph {
  const reading = new LockReading(context);
  const file = parseGoMod(linesOf(text));
  for (const at of file.badLines) reading.builder.warn('BAD_LINE', at);
  const root = reading.add({
    name: file.module ?? '',
    version: null,
    at: 'module',
    isFirstParty: true,
    packageUrl: null,
  });
  const replacementOf = replacementsByModule(file);
  let direct = 0;
  for (const requirement of file.requirements) {
    const ordinal = addModule(reading, requirement, replacementOf);
    if (requirement.isIndirect) continue;
    direct += 1;
    reading.edge(root, ordinal, 'runtime', requirement.at);
  }
  return reading.build({ name: 'go-mod', version: '' }, { direct: direct > 0 ? direct : null, edges: 0 });
}

/** A replaced module is what is built in its place: another one, or a folder of the product's own. */
function addModule(
  reading: LockReading,
  { path, version, at }: GoRequirement,
  replacementOf: ReturnType<typeof replacementsByModule>,
): number {
  const replaced = replacementOf(path, version);
  if (replaced === undefined) return reading.add({ name: path, version, at, packageUrl: goPackageUrl(path) });
  if (replaced.toVersion === null) {
    reading.warnOfSource(at);
    return reading.add({ name: path, version, at, packageUrl: null });
  }
  return reading.add({ name: replaced.to, version: replaced.toVersion, at, packageUrl: goPackageUrl(replaced.to) });
}
