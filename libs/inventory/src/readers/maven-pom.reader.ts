import type { DependencyGraph, EdgeKind } from '../dependency-graph.js';
import { UnknownFormatError } from '../inventory.errors.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import { LockReading } from './lock-reading.js';
import { walkXml, type XmlEvents } from './xml-text.js';
import type { SourceDocument } from './source-document.js';

const NAMESPACE = 'http://maven.apache.org/POM/4.0.0';
const HEAD = 65_536;
const ROOT = /<(?:[\w.-]+:)?project[\s>]/;
const REFERENCE = /\$\{([^${}]+)\}/g;
const KINDS = new Map<string, EdgeKind>([
  ['test', 'development'],
  ['provided', 'development'],
  ['system', 'development'],
]);

/**
 * pom.xml: the direct dependencies, with versions as far as the file itself tells. Versions of parents and imported lists
 * cannot be known without asking a repository, which is not done.
 */
export const mavenPomReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ syntax, text }) => {
    const head = text.slice(0, HEAD);
    return (
      syntax === 'xml' && ROOT.test(head) && (head.includes(NAMESPACE) || /<(?:modelVersion|artifactId)>/.test(head))
    );
  },
  read: (document, context) => new MavenPomReading(document, context).read(),
};

type Fields = Partial<Record<string, string>>;

class MavenPomReading implements XmlEvents {
  readonly uncountedLevels = 0;
  private readonly reading: LockReading;
  private readonly path: string[] = [];
  private readonly project: Fields = {};
  private readonly parent: Fields = {};
  private readonly properties = new Map<string, string>();
  private readonly dependencies: Fields[] = [];

  constructor(
    private readonly document: SourceDocument,
    private readonly context: ReadingContext,
  ) {
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    walkXml(this.document.text, this.context.limits.maxDepth, (uri, name) => {
      if (name !== 'project' || (uri !== '' && uri !== NAMESPACE)) throw new UnknownFormatError();
      return this;
    });
    const root = this.reading.add({
      name: this.project.artifactId ?? '',
      version: this.project.version ?? this.parent.version ?? null,
      at: '/project',
      isFirstParty: true,
      packageUrl: null,
    });
    for (const [index, fields] of this.dependencies.entries()) this.addDependency(root, fields, index + 1);
    return this.reading.build({ name: 'maven-pom', version: '4.0.0' }, { edges: 0 });
  }

  open(name: string): 'text' {
    this.path.push(name);
    if (this.path.join('/') === 'project/dependencies/dependency') this.dependencies.push({});
    return 'text';
  }

  close(name: string, text: string): void {
    const around = this.path.slice(0, -1).join('/');
    this.path.pop();
    if (around === 'project') this.project[name] ??= text.trim();
    else if (around === 'project/parent') this.parent[name] ??= text.trim();
    else if (around === 'project/properties') this.properties.set(name, text.trim());
    else if (around === 'project/dependencies/dependency') this.dependencies.at(-1)![name] ??= text.trim();
  }

  private addDependency(root: number, fields: Fields, position: number): void {
    const at = `/project/dependencies/dependency[${position}]`;
    const [namespace, name] = [this.resolved(fields.groupId), this.resolved(fields.artifactId)];
    if (namespace === null || name === null) return this.reading.builder.warn('INVALID_PURL', at);
    const version = this.resolved(fields.version);
    if (version === null) this.reading.builder.warn('VERSION_UNKNOWN', at);
    const qualifiers: [string, string][] = [
      ['classifier', fields.classifier ?? ''],
      ['type', fields.type === 'jar' ? '' : (fields.type ?? '')],
    ];
    const packageUrl = { type: 'maven', namespace, name, qualifiers };
    const ordinal = this.reading.add({ name: `${namespace}:${name}`, version, at, packageUrl });
    const kind = KINDS.get(fields.scope ?? '') ?? (fields.optional === 'true' ? 'optional' : 'runtime');
    this.reading.edge(root, ordinal, kind, at);
  }

  /** Null when a reference leads out of the file. Properties may refer to each other, a few levels deep. */
  private resolved(text: string | undefined): string | null {
    let value = text ?? '';
    for (let level = 0; level < 5 && value.includes('${'); level += 1) {
      if (value.length > this.context.limits.maxNameLength) return null;
      value = value.replaceAll(REFERENCE, (whole, name: string) => this.property(name) ?? whole);
    }
    return value === '' || value.includes('${') ? null : value;
  }

  private property(name: string): string | undefined {
    const of = (fields: Fields): string | undefined => fields[name.slice(name.lastIndexOf('.') + 1)];
    if (name.startsWith('project.parent.')) return of(this.parent);
    if (/^(?:project|pom)\.(?:groupId|version|artifactId)$/.test(name)) return of(this.project) ?? of(this.parent);
    return this.properties.get(name);
  }
}
