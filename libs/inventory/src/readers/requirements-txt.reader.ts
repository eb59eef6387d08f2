import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import { linesOf } from './lines.js';
import { LockReading } from './lock-reading.js';
import { normalisedName, pypiPackageUrl } from './python-packages.js';
import type { SourceDocument } from './source-document.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*/;
const EXTRAS = /^\s*\[[^\]]*\]/;
const PIN = /^={2,3}\s*([^\s,*]+)$/;
const INCLUDE = /^(?:-r|-c|--requirement|--constraint)\b/;
const EDITABLE = /^(?:-e|--editable)\b/;
const ADDRESS = /^(?:[a-z+]+:\/\/|\.{0,2}\/)/i;
/** What pip-compile and uv write under a requirement: who asked for it. */
const VIA = /^\s*#\s*via\b\s*(.*)$/;
const VIA_MORE = /^\s*#\s{2,}(\S.*)$/;
const PACKAGE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[^\]]*\])?$/;

/** requirements.txt, written by hand or by pip-compile, uv or pip freeze. */
export const requirementsTxtReader: DocumentReader = {
  manifestOf: 'pypi',
  recognises: ({ syntax, text }) => syntax === 'lines' && looksLikeRequirements(text),
  read: (document, context) => new RequirementsReading(document, context).read(),
};

/** Name, what follows up to the marker, and where it comes from instead of the registry. */
interface ParsedRequirement {
  readonly name: string;
  readonly specifier: string;
  readonly address: string | null;
}

/** `name[extra] == 1.0 ; marker` or `name @ address`, as PEP 508 has it; null for a line of another kind. */
function parseRequirement(content: string): ParsedRequirement | null {
  const [name] = NAME.exec(content) ?? [];
  if (name === undefined) return null;
  const rest = content.slice(name.length);
  const after = rest.slice(EXTRAS.exec(rest)?.[0].length ?? 0).trim();
  if (after.startsWith('@')) return { name, specifier: '', address: after.slice(1).trim().split(/\s/, 1)[0]! };
  const specifier = after.split(';', 1)[0]!.trim();
  return specifier === '' || /^[=<>~!(]/.test(specifier) ? { name, specifier, address: null } : null;
}

/** No line of another kind, and at least one requirement with a version or an option of pip. */
function looksLikeRequirements(text: string): boolean {
  let known = 0;
  for (const { line } of joinedLines(text)) {
    const content = withoutComment(line);
    if (content === '') continue;
    const isPlain = content.startsWith('-') || ADDRESS.test(content);
    const requirement = isPlain ? null : parseRequirement(content);
    if (!isPlain && requirement === null) return false;
    if (isPlain || requirement?.specifier !== '' || requirement.address !== null) known += 1;
  }
  return known > 0;
}

interface Requirement {
  readonly ordinal: number;
  readonly at: string;
  /** Who asks for it; empty when nothing is said. */
  readonly via: string[];
}

class RequirementsReading {
  private readonly reading: LockReading;
  private readonly requirements: Requirement[] = [];
  private readonly byName = new Map<string, number>();

  constructor(
    private readonly document: SourceDocument,
    context: ReadingContext,
  ) {
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    let isVia = false;
    for (const { line, number } of joinedLines(this.document.text)) {
      const via: RegExpExecArray | null = VIA.exec(line) ?? (isVia ? VIA_MORE.exec(line) : null);
      isVia = via !== null;
      if (via !== null) this.addVia(via[1]!.trim());
      else this.readLine(withoutComment(line), `line ${number}`);
    }
    this.addEdges();
    return this.reading.build({ name: 'requirements-txt', version: '' }, { direct: null, edges: 0 });
  }

  private addVia(name: string): void {
    if (name !== '') this.requirements.at(-1)?.via.push(name);
  }

  private readLine(content: string, at: string): void {
    if (content === '') return;
    // Another file is never opened: it is not part of the upload.
    if (INCLUDE.test(content)) return this.reading.builder.warn('SKIPPED_INCLUDE', at);
    if (EDITABLE.test(content) || ADDRESS.test(content)) return this.reading.warnOfSource(at);
    if (content.startsWith('-')) return;
    const requirement = parseRequirement(content);
    if (requirement === null) return this.reading.builder.warn('BAD_LINE', at);
    const { name, specifier, address } = requirement;
    const [, version] = PIN.exec(specifier) ?? [];
    if (address !== null) this.reading.warnOfSource(at);
    else if (version === undefined) this.reading.builder.warn('VERSION_UNKNOWN', at);
    this.add(name, version ?? null, address, at);
  }

  private add(name: string, version: string | null, vcsUrl: string | null, at: string): void {
    const ordinal = this.reading.add({ name, version, at, packageUrl: pypiPackageUrl(name, vcsUrl) });
    this.requirements.push({ ordinal, at, via: [] });
    this.byName.set(normalisedName(name), ordinal);
  }

  /** Names of packages lead from them; anything else (`-r requirements.in`, a project) is the product itself. */
  private addEdges(): void {
    const told = this.requirements.some(({ via }) => via.length > 0);
    const root = told ? this.reading.builder.addProduct() : null;
    if (root !== null) this.reading.roots.push(root);
    for (const { ordinal, via, at } of this.requirements) {
      for (const name of via) {
        const source = PACKAGE_NAME.test(name) ? this.byName.get(normalisedName(name.replace(/\[.*$/, ''))) : undefined;
        if (source !== undefined) this.reading.edge(source, ordinal, 'runtime', at);
        else if (root !== null) this.reading.edge(root, ordinal, 'runtime', at);
      }
    }
    this.reading.addProduct(({ name }) => {
      const ordinal = this.byName.get(normalisedName(name));
      return ordinal === undefined ? [] : [ordinal];
    });
  }
}

/** A backslash at the end continues a line. */
function* joinedLines(text: string): Generator<{ readonly line: string; readonly number: number }> {
  let parts: string[] = [];
  let start = 0;
  for (const { line, number } of linesOf(text)) {
    if (parts.length === 0) start = number;
    const isContinued = line.endsWith('\\');
    parts.push(isContinued ? line.slice(0, -1) : line);
    if (isContinued) continue;
    yield { line: parts.join(' '), number: start };
    parts = [];
  }
  if (parts.length > 0) yield { line: parts.join(' '), number: start };
}

function withoutComment(line: string): string {
  const comment = /(?:^|\s)#/.exec(line);
  const content = (comment === null ? line : line.slice(0, comment.index)).trim();
  const hash = content.indexOf('--hash');
  return hash < 0 ? content : content.slice(0, hash).trim();
}
