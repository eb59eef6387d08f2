import type { DependencyGraph, EdgeKind } from '../dependency-graph.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import { linesOf } from './lines.js';
import { LockReading } from './lock-reading.js';
import { npmPackageUrl } from './npm-packages.js';
import type { SourceDocument } from './source-document.js';

/** `"left@^1.0.0", left@~1.1.0:` — the specifiers that a block answers. */
const HEAD = /^\S.*:$/;
const FIELD = /^ {2}("?)([^\s":]+)\1:? ?(.*)$/;
const DEPENDENCY = /^ {4}(?:"([^"]+)"|(\S+)) (.+)$/;
const SPECIFIER = /^((?:@[^@/]+\/)?[^@]+)@(.*)$/s;
const LISTS = new Map<string, EdgeKind>([
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
]);

/** yarn.lock of Yarn 1. It looks like YAML and is none. What is direct stands in package.json alone. */
export const yarnLockReader: DocumentReader = {
  manifestOf: 'npm',
  recognises: ({ syntax, text }) =>
    syntax === 'lines' &&
    !/^__metadata:/m.test(text) &&
    (/^# yarn lockfile v1$/m.test(text) || /^ {2}version "[^"]*"$/m.test(text)),
  read: (document, context) => new YarnLockReading(document, context).read(),
};

interface Block {
  readonly specifiers: readonly string[];
  readonly at: string;
  readonly dependencies: {
    readonly name: string;
    readonly range: string;
    readonly kind: EdgeKind;
    readonly at: string;
  }[];
  version: string | null;
  resolved: string | null;
}

class YarnLockReading {
  private readonly reading: LockReading;
  private readonly bySpecifier = new Map<string, number>();
  private readonly blocks: Block[] = [];

  constructor(
    private readonly document: SourceDocument,
    context: ReadingContext,
  ) {
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    this.readLines();
    const ordinals = this.blocks.map((block) => this.addBlock(block));
    for (const [index, { dependencies }] of this.blocks.entries()) {
      for (const { name, range, kind, at } of dependencies) {
        this.reading.edge(ordinals[index]!, this.bySpecifier.get(`${name}@${range}`), kind, at);
        this.reading.declaredEdges += 1;
      }
    }
    this.reading.addProduct(({ name, requirement }) => {
      const ordinal = this.bySpecifier.get(`${name}@${requirement ?? ''}`);
      return ordinal === undefined ? [] : [ordinal];
    });
    return this.reading.build({ name: 'yarn-lock', version: '1' }, { edges: this.reading.declaredEdges });
  }

  private readLines(): void {
    let list: EdgeKind | null = null;
    for (const { line, number } of linesOf(this.document.text)) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      const at = `line ${number}`;
      const block = this.blocks.at(-1);
      if (HEAD.test(line)) {
        this.blocks.push({ specifiers: specifiersOf(line), at, dependencies: [], version: null, resolved: null });
        list = null;
      } else if (block !== undefined && line.startsWith('    ') && list !== null) {
        this.readDependency(block, line, list, at);
      } else if (block !== undefined && FIELD.test(line)) {
        const [, , name = '', value = ''] = FIELD.exec(line)!;
        list = LISTS.get(name) ?? null;
        if (name === 'version') block.version = unquoted(value);
        if (name === 'resolved') block.resolved = unquoted(value);
      } else this.reading.builder.warn('BAD_LINE', at);
    }
  }

  private readDependency(block: Block, line: string, kind: EdgeKind, at: string): void {
    const [, quoted, bare, range = ''] = DEPENDENCY.exec(line) ?? [];
    const name = quoted ?? bare;
    if (name === undefined) this.reading.builder.warn('BAD_LINE', at);
    else block.dependencies.push({ name, range: unquoted(range), kind, at });
  }

  private addBlock({ specifiers, at, version, resolved }: Block): number {
    const [, written = '', range = ''] = SPECIFIER.exec(specifiers[0] ?? '') ?? [];
    // An alias: the registry knows the package by the name after "npm:".
    const [, aliased] = /^npm:((?:@[^@/]+\/)?[^@]+)/.exec(range) ?? [];
    const name = aliased ?? written;
    const foreign = resolved !== null && /^(?:git|ssh|file)[+:]|\.git(?:#|$)/.test(resolved) ? resolved : null;
    if (name === '' || version === null) this.reading.builder.warn('BAD_LINE', at);
    if (foreign !== null) this.reading.warnOfSource(at);
    const ordinal = this.reading.add({
      name: name || at,
      version,
      at,
      packageUrl: name === '' ? null : npmPackageUrl(name, foreign),
    });
    for (const specifier of specifiers) this.bySpecifier.set(specifier, ordinal);
    return ordinal;
  }
}

function specifiersOf(head: string): readonly string[] {
  return head.slice(0, -1).split(', ').map(unquoted);
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
