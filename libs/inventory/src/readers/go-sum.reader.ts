import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import { goPackageUrl } from './go-modules.js';
import { linesOf } from './lines.js';
import { LockReading } from './lock-reading.js';
import type { SourceDocument } from './source-document.js';

const LINE = /^(\S+) (v\S+) h1:[A-Za-z0-9+/]+=*$/;
const ONLY_MOD = '/go.mod';

/** go.sum: checksums of all that was looked at, more than what is built, and without edges. */
export const goSumReader: DocumentReader = {
  manifestOf: 'golang',
  recognises: ({ syntax, text }) => syntax === 'lines' && /^\S+ v\S+ h1:[A-Za-z0-9+/]+=*\s*$/m.test(text),
  read: (document, context) => read(document, context),
};

function read({ text }: SourceDocument, context: ReadingContext): DependencyGraph {
  const reading = new LockReading(context);
  const byModule = new Map<string, number>();
  for (const { line, number } of linesOf(text)) {
    if (line.trim() === '') continue;
    const at = `line ${number}`;
    const [, path, version] = LINE.exec(line.trimEnd()) ?? [];
    if (path === undefined || version === undefined) reading.builder.warn('BAD_LINE', at);
    // Of such a module only its go.mod was read, to choose versions.
    else if (!version.endsWith(ONLY_MOD) && !byModule.has(`${path}@${version}`)) {
      byModule.set(`${path}@${version}`, reading.add({ name: path, version, at, packageUrl: goPackageUrl(path) }));
    }
  }
  reading.addProduct(({ name, requirement }) => {
    const ordinal = byModule.get(`${name}@${requirement ?? ''}`);
    return ordinal === undefined ? [] : [ordinal];
  });
  return reading.build({ name: 'go-sum', version: '' }, { edges: 0 });
}
