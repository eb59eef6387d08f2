import { TooDeepError } from '#platform/kernel';
import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import { SchemaInvalidError, UnknownFormatError } from '../inventory.errors.js';
import { CycloneDxModel, DEVELOPMENT_PROPERTY } from './cyclonedx-model.js';
import type { DocumentReader } from './document-reader.js';
import { walkXml, type XmlAttributes, type XmlEvents } from './xml-text.js';
import type { SourceDocument } from './source-document.js';

const NAMESPACE = 'http://cyclonedx.org/schema/bom/';
const SUPPORTED_VERSIONS = ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'];
/** As much of a file as has to be looked at to know its root. */
const HEAD = 65_536;

/** CycloneDX as XML (ECMA-424), versions 1.0 to 1.7. The namespace is the version. */
export const cycloneDxXmlReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ syntax, text }) => syntax === 'xml' && text.slice(0, HEAD).includes(NAMESPACE),
  read: (document, { limits }) => new CycloneDxXmlReading(document, limits).read(),
};

const FIELDS = ['group', 'name', 'version', 'purl', 'scope'] as const;
type FieldName = (typeof FIELDS)[number];

/** What an element is to the reader, and which it looks for in it. */
interface Kind {
  readonly wants: 'children' | 'text';
  /** Of what its component has as a text. */
  readonly field?: FieldName;
  readonly children: ReadonlyMap<string, Kind>;
}

function kind(wants: Kind['wants'], children: Iterable<readonly [string, Kind]> = []): Kind {
  return { wants, children: new Map(children) };
}

const PROPERTY = kind('text');
const TARGET = kind('children');
const NODE = kind('children', [['dependency', TARGET]]);
const COMPONENTS: Kind & { readonly children: Map<string, Kind> } = { wants: 'children', children: new Map() };
const COMPONENT = kind('children', [
  ['components', COMPONENTS],
  ['properties', kind('children', [['property', PROPERTY]])],
  ...FIELDS.map((field) => [field, { ...kind('text'), field }] as const),
]);
COMPONENTS.children.set('component', COMPONENT);
const PRODUCT = kind('children', COMPONENT.children);
/** All others are passed over with all they contain: components occur in pedigrees and tools too. */
const BOM = kind('children', [
  ['metadata', kind('children', [['component', PRODUCT]])],
  ['components', COMPONENTS],
  ['dependencies', kind('children', [['dependency', NODE]])],
]);

interface OpenComponent {
  readonly at: string;
  readonly bomRef: string | undefined;
  readonly isFirstParty: boolean;
  readonly fields: Partial<Record<FieldName, string>>;
  isDevelopment: boolean;
  isAdded: boolean;
  children: number;
}

interface DependencyNode {
  readonly ref: string;
  readonly targets: string[];
}

class CycloneDxXmlReading implements XmlEvents {
  private readonly model: CycloneDxModel;
  private readonly kinds: Kind[] = [];
  private readonly components: OpenComponent[] = [];
  private readonly nodes: DependencyNode[] = [];
  private product: number | null = null;
  private version = '';
  private topLevel = 0;
  private property: string | undefined;

  constructor(
    private readonly document: SourceDocument,
    private readonly limits: DocumentLimits,
  ) {
    this.model = new CycloneDxModel('cyclonedx-xml', limits);
  }

  read(): DependencyGraph {
    walkXml(this.document.text, this.limits.maxDepth, (uri, name) => {
      if (name !== 'bom' || !uri.startsWith(NAMESPACE)) throw new UnknownFormatError();
      this.version = this.model.supportedVersion(uri.slice(NAMESPACE.length), SUPPORTED_VERSIONS, '/bom');
      return this;
    });
    for (const [index, { ref, targets }] of this.nodes.entries()) this.addNode(ref, targets, index + 1);
    return this.model.build(this.version, this.product);
  }

  /** A level of component nesting is two elements. */
  get uncountedLevels(): number {
    return 2 * this.components.length;
  }

  open(name: string, attributes: XmlAttributes): Kind['wants'] | 'nothing' {
    const around = this.kinds.at(-1);
    const found = around === undefined ? BOM : around.children.get(name);
    if (found === undefined) return 'nothing';
    this.kinds.push(found);
    if (found === COMPONENT || found === PRODUCT) this.openComponent(found === PRODUCT, attributes('bom-ref'));
    else if (found === COMPONENTS) this.addOpenComponent();
    else if (found === PROPERTY) this.property = attributes('name');
    else if (found === NODE) this.nodes.push({ ref: this.reference(attributes), targets: [] });
    else if (found === TARGET) this.nodes.at(-1)!.targets.push(this.reference(attributes));
    return found.wants;
  }

  close(_name: string, text: string): void {
    const closed = this.kinds.pop();
    if (closed?.field !== undefined) this.components.at(-1)!.fields[closed.field] = text.trim();
    else if (closed === COMPONENT || closed === PRODUCT) {
      this.addOpenComponent();
      this.components.pop();
    } else if (closed === PROPERTY && this.property === DEVELOPMENT_PROPERTY.name) {
      if (text.trim() === DEVELOPMENT_PROPERTY.value) this.components.at(-1)!.isDevelopment = true;
    }
  }

  private reference(attributes: XmlAttributes): string {
    const ref = attributes('ref');
    if (ref === undefined)
      throw new SchemaInvalidError(`/bom/dependencies/dependency[${this.nodes.length + 1}]/@ref`, 'a reference');
    return ref;
  }

  private openComponent(isProduct: boolean, bomRef: string | undefined): void {
    const { maxComponentNesting } = this.limits;
    if (this.components.length >= maxComponentNesting) throw new TooDeepError(maxComponentNesting);
    const around = this.components.at(-1);
    const place = around === undefined ? (this.topLevel += isProduct ? 0 : 1) : (around.children += 1);
    const at = isProduct ? '/bom/metadata/component' : `${around?.at ?? '/bom'}/components/component[${place}]`;
    this.components.push({
      at,
      bomRef,
      isFirstParty: isProduct || around?.isFirstParty === true,
      fields: {},
      isDevelopment: false,
      isAdded: false,
      children: 0,
    });
  }

  /** Before what is nested in it, so that the order is that of the file. By then all fields were there. */
  private addOpenComponent(): void {
    const component = this.components.at(-1);
    if (component === undefined || component.isAdded) return;
    component.isAdded = true;
    const { fields, at, bomRef, isFirstParty, isDevelopment } = component;
    const { group, name, version, purl: packageUrl, scope } = fields;
    const ordinal = this.model.addComponent({
      at,
      isFirstParty,
      bomRef,
      group,
      name,
      version,
      packageUrl,
      scope,
      isDevelopment,
    });
    if (isFirstParty && this.components.length === 1) this.product = ordinal;
  }

  private addNode(ref: string, targets: readonly string[], position: number): void {
    const at = `/bom/dependencies/dependency[${position}]`;
    const source = this.model.addNode(ref, at);
    if (source === null) return;
    for (const [index, target] of targets.entries())
      this.model.addDependency(source, target, `${at}/dependency[${index + 1}]`);
  }
}
