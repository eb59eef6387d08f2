import { SaxesParser, type SaxesTagNS } from 'saxes';
import { TooDeepError } from '#platform/kernel';
import type { DocumentLimits } from '../document-limits.js';
import { MalformedXmlError, XmlDtdForbiddenError } from '../inventory.errors.js';

export interface XmlEvents {
  /**
   * @param depth of the element, 1 for the root
   * @returns whether its text is wanted; only elements without children have one
   */
  open(name: string, attributes: XmlAttributes, depth: number): boolean;
  /** @param text of the element, empty when it was not wanted */
  close(name: string, text: string): void;
}

/** Attributes without a namespace, by name; only as long as `open` runs. */
export type XmlAttributes = (name: string) => string | undefined;

/**
 * Walks XML once, as a stream of elements; nothing that a document names is ever opened, and entities beyond the five of
 * XML itself are errors. Elements of other namespaces than the root's are passed over with all they contain.
 * @param begin is told the namespace and the local name of the root, and gives the receiver
 * @param maxDepth levels of elements
 * @throws XmlDtdForbiddenError, TooDeepError, MalformedXmlError
 */
export function walkXml(text: string, maxDepth: number, begin: (uri: string, name: string) => XmlEvents): void {
  new XmlWalk(maxDepth, begin).walk(text);
}

class XmlWalk {
  private readonly parser = new SaxesParser({ xmlns: true });
  private events: XmlEvents | null = null;
  private uri = '';
  private depth = 0;
  /** Depth at which an element of another namespace was opened; 0 outside of any. */
  private foreign = 0;
  private isListening = false;
  private content = '';
  private current: SaxesTagNS['attributes'] = {};

  constructor(
    private readonly maxDepth: number,
    private readonly begin: (uri: string, name: string) => XmlEvents,
  ) {}

  walk(text: string): void {
    const { parser } = this;
    parser.on('doctype', () => {
      throw new XmlDtdForbiddenError(this.position());
    });
    parser.on('error', () => {
      throw new MalformedXmlError(this.position());
    });
    parser.on('opentag', (tag) => this.open(tag));
    parser.on('closetag', (tag) => this.close(tag));
    parser.on('text', this.take);
    parser.on('cdata', this.take);
    parser.write(text).close();
  }

  private readonly attribute: XmlAttributes = (name) => this.current[name]?.value;

  private readonly take = (piece: string): void => {
    if (this.isListening) this.content += piece;
  };

  private open(tag: SaxesTagNS): void {
    this.depth += 1;
    if (this.depth > this.maxDepth) throw new TooDeepError(this.maxDepth);
    if (this.foreign > 0) return;
    if (this.events === null) {
      this.uri = tag.uri;
      this.events = this.begin(tag.uri, tag.local);
    } else if (tag.uri !== this.uri) {
      this.foreign = this.depth;
      return;
    }
    this.current = tag.attributes;
    this.isListening = this.events.open(tag.local, this.attribute, this.depth);
  }

  private close(tag: SaxesTagNS): void {
    if (this.foreign === 0) {
      this.isListening = false;
      this.events!.close(tag.local, this.content);
      this.content = '';
    } else if (this.foreign === this.depth) this.foreign = 0;
    this.depth -= 1;
  }

  private position(): { readonly line: number; readonly column: number } {
    return { line: this.parser.line, column: this.parser.columnIndex + 1 };
  }
}

/** The local name and namespace of the root, without reading further. @throws as `walkXml` */
export function rootOf(text: string, limits: DocumentLimits): { readonly uri: string; readonly name: string } {
  let root = { uri: '', name: '' };
  walkXml(text, limits.maxDepth, (uri, name) => {
    root = { uri, name };
    return { open: () => false, close: () => undefined };
  });
  return root;
}
