import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import { linesOf } from './lines.js';
import { ListsByKey, LockReading } from './lock-reading.js';
import type { SourceDocument } from './source-document.js';

/** A spec has four spaces, what it depends on six, a line of DEPENDENCIES two. */
const SPEC = /^ {4}(\S+)(?: \(([^)]+)\))?$/;
const DEPENDENCY_OF_SPEC = /^ {6}(\S+)(?: \([^)]*\))?$/;
const DEPENDENCY = /^ {2}(\S+?)!?(?: \([^)]*\))?!?$/;
const ATTRIBUTE = /^ {2}(remote|revision|branch|tag|ref|glob|submodules|specs):\s*(.*)$/;
const SOURCES = ['GEM', 'GIT', 'PATH', 'PLUGIN SOURCE'];
/** Platforms begin with a processor or are a virtual machine: `x86_64-linux-gnu`, `arm64-darwin`, `java`. */
const PLATFORM =
  /^(.+?)-((?:x86_64|x86|x64|arm64|aarch64|arm|universal|powerpc|i?386|java|jruby|mswin\d*|mingw\d*|dalvik|dotnet)(?:[-.].*)?)$/;

/** Gemfile.lock of Bundler. */
export const gemfileLockReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ syntax, text }) =>
    syntax === 'lines' && /^(?:GEM|GIT|PATH)$/m.test(text) && /^DEPENDENCIES$/m.test(text),
  read: (document, context) => new GemfileLockReading(document, context).read(),
};

class GemfileLockReading {
  private readonly reading: LockReading;
  private readonly byName = new ListsByKey<number>();
  private readonly edges: { readonly source: number; readonly name: string; readonly at: string }[] = [];
  private readonly direct = new Map<string, string>();
  private section = '';
  private remote = '';
  private open: number | null = null;

  constructor(
    private readonly document: SourceDocument,
    context: ReadingContext,
  ) {
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    for (const { line, number } of linesOf(this.document.text)) {
      if (line.trim() === '') continue;
      if (/^\S/.test(line)) this.section = line.trim();
      else if (SOURCES.includes(this.section)) this.readSource(line, `line ${number}`);
      else if (this.section === 'DEPENDENCIES') this.readDependency(line, `line ${number}`);
    }
    for (const { source, name, at } of this.edges) this.link(source, name, at);
    const root = this.reading.builder.addProduct();
    this.reading.roots.push(root);
    for (const [name, at] of this.direct) this.link(root, name, at);
    return this.reading.build(
      { name: 'gemfile-lock', version: '' },
      { direct: this.direct.size > 0 ? this.direct.size : null, edges: this.edges.length },
    );
  }

  private readSource(line: string, at: string): void {
    const attribute = ATTRIBUTE.exec(line);
    if (attribute !== null) {
      const [, name, value = ''] = attribute;
      if (name === 'remote') this.remote = value;
      if (name === 'revision') this.remote += `@${value}`;
      return;
    }
    const dependency = DEPENDENCY_OF_SPEC.exec(line);
    if (dependency !== null && this.open !== null) {
      this.edges.push({ source: this.open, name: dependency[1]!, at });
      return;
    }
    const [, name, version] = SPEC.exec(line) ?? [];
    if (name === undefined) return this.reading.builder.warn('BAD_LINE', at);
    this.open = this.addSpec(name, version ?? null, at);
  }

  /** One gem for several platforms is one package with a qualifier for each. */
  private addSpec(name: string, text: string | null, at: string): number {
    const [, version = text, platform] = text === null ? [] : (PLATFORM.exec(text) ?? []);
    const qualifiers: [string, string][] = platform === undefined ? [] : [['platform', platform]];
    if (this.section === 'GIT') qualifiers.push(['vcs_url', `git+${this.remote}`]);
    if (this.section === 'GIT' || this.section === 'PATH') this.reading.warnOfSource(at);
    const packageUrl = this.section === 'PATH' ? null : { type: 'gem', name, qualifiers };
    const ordinal = this.reading.add({ name, version, at, ref: `${name} (${text ?? ''})`, packageUrl });
    this.byName.add(name, ordinal);
    return ordinal;
  }

  private readDependency(line: string, at: string): void {
    const [, name] = DEPENDENCY.exec(line) ?? [];
    if (name === undefined) this.reading.builder.warn('BAD_LINE', at);
    else this.direct.set(name, at);
  }

  private link(source: number, name: string, at: string): void {
    const targets = this.byName.of(name);
    for (const target of targets) this.reading.edge(source, target, 'runtime', at);
    // Bundler does not lock itself.
    if (targets.length === 0 && name !== 'bundler') this.reading.edge(source, null, 'runtime', at);
  }
}
