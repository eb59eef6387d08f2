import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import { SchemaInvalidError } from '../inventory.errors.js';
import type { DocumentReader } from './document-reader.js';
import { linesOf } from './lines.js';
import { Spdx2Model } from './spdx-2-model.js';

/** SPDX 2.2 and 2.3 as lines of `Tag: value`. */
export const spdxTagValueReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ syntax, text }) => syntax === 'lines' && /^SPDXVersion:/m.test(text),
  read: ({ text }, { limits }) => new TagValueReading(text, limits).read(),
};

interface OpenPackage {
  readonly name: string;
  readonly at: string;
  id: string | null;
  version: string | null;
  packageUrl: string | null;
}

const TAG = /^([A-Za-z0-9]+):[ \t]*(.*)$/;
/** Category, type, locator. */
const EXTERNAL_REFERENCE = /^\S+[ \t]+(\S+)[ \t]+(\S+)/;
const RELATIONSHIP = /^(\S+)[ \t]+(\S+)[ \t]+(\S+)/;

/** An element lasts from the tag that names it to the next such tag; an SPDXID belongs to the element that is open. */
class TagValueReading {
  private readonly model: Spdx2Model;
  private readonly relationships: { readonly value: string; readonly at: string }[] = [];
  private version: string | null = null;
  private open: OpenPackage | null = null;
  private isInText = false;

  constructor(
    private readonly text: string,
    limits: DocumentLimits,
  ) {
    this.model = new Spdx2Model('spdx-tag-value', limits);
  }

  read(): DependencyGraph {
    for (const { line, number } of linesOf(this.text)) this.readLine(line, `line ${number}`);
    this.closePackage();
    if (this.version === null) throw new SchemaInvalidError('SPDXVersion', 'a version');
    for (const { value, at } of this.relationships) this.readRelationship(value, at);
    return this.model.build(this.version);
  }

  private readLine(line: string, at: string): void {
    // A text over several lines may hold lines that look like tags.
    if (this.isInText) {
      this.isInText = !line.includes('</text>');
      return;
    }
    if (line.trim() === '' || line.startsWith('#')) return;
    const match = TAG.exec(line);
    if (match === null) return this.model.warn('BAD_LINE', at);
    const [, tag = '', value = ''] = match;
    this.isInText = value.startsWith('<text>') && !value.includes('</text>');
    this.readTag(tag, value.trim(), at);
  }

  private readTag(tag: string, value: string, at: string): void {
    switch (tag) {
      case 'SPDXVersion':
        this.version = this.model.supportedVersion(value);
        return;
      case 'PackageName':
        this.closePackage();
        this.open = { name: value, at, id: null, version: null, packageUrl: null };
        return;
      case 'FileName':
      case 'SnippetSPDXID':
        this.closePackage();
        return;
      case 'SPDXID':
        if (this.open === null) this.model.addOther(value);
        else this.open.id ??= value;
        return;
      case 'PackageVersion':
        if (this.open !== null) this.open.version ??= value;
        return;
      case 'ExternalRef':
        this.readExternalReference(value, at);
        return;
      case 'Relationship':
        this.relationships.push({ value, at });
        return;
    }
  }

  private readExternalReference(value: string, at: string): void {
    const [, type, locator] = EXTERNAL_REFERENCE.exec(value) ?? [];
    if (type === undefined) this.model.warn('BAD_LINE', at);
    else if (type === 'purl' && this.open !== null) this.open.packageUrl ??= locator ?? null;
  }

  private closePackage(): void {
    const { open } = this;
    this.open = null;
    if (open === null) return;
    if (open.id === null) throw new SchemaInvalidError(open.at, 'a package with an SPDXID');
    this.model.addPackage({ ...open, id: open.id });
  }

  private readRelationship(value: string, at: string): void {
    const [, from, type, to] = RELATIONSHIP.exec(value) ?? [];
    if (from === undefined || type === undefined || to === undefined) this.model.warn('BAD_LINE', at);
    else this.model.addRelationship(from, type, to, at);
  }
}
