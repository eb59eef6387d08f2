import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentReader, ReadingContext, SourceDocument } from './document-reader.js';
import { linesOf } from './lines.js';
import { LockReading } from './lock-reading.js';
import { normalisedName, pypiPackageUrl } from './python-packages.js';

/** `name[extra] == 1.0 ; marker`, as PEP 508 and pip have it; hashes and comments are cut off before. */
const REQUIREMENT = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*([^;@]*?)\s*(?:;.*)?$/;
const AT_ADDRESS = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*@\s*(\S+)/;
const PIN = /^={2,3}\s*([^\s,*]+)$/;
const OPTION = /^-/;
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

/** No line of another kind, and at least one requirement with a version or an option of pip. */
function looksLikeRequirements(text: string): boolean {
  let known = 0;
  for (const { line } of joinedLines(text)) {
    const content = withoutComment(line);
    if (content === '') continue;
    const isPlain = OPTION.test(content) || AT_ADDRESS.test(content) || ADDRESS.test(content);
    const requirement = isPlain ? null : REQUIREMENT.exec(content);
    if (!isPlain && requirement === null) return false;
    if (isPlain || /[=<>~!]=|[<>]/.test(requirement?.[2] ?? '')) known += 1;
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
    if (OPTION.test(content)) return;
    const address = AT_ADDRESS.exec(content);
    if (address !== null) {
      this.reading.warnOfSource(at);
      return this.add(address[1]!, null, address[2]!, at);
    }
    const [, name, specifier = ''] = REQUIREMENT.exec(content) ?? [];
    if (name === undefined) return this.reading.builder.warn('BAD_LINE', at);
    const [, version] = PIN.exec(specifier) ?? [];
    if (version === undefined) this.reading.builder.warn('VERSION_UNKNOWN', at);
    this.add(name, version ?? null, null, at);
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
