import { SaxesParser, type SaxesTagNS } from 'saxes';
import { TooDeepError } from '#platform/kernel';
import type { DocumentLimits } from '../document-limits.js';
import { MalformedXmlError, XmlDtdForbiddenError } from '../inventory.errors.js';

/** What a receiver wants of an element. Only elements without children have a text. */
type Wanted = 'children' | 'text' | 'nothing';

export interface XmlEvents {
  /** Levels around an element that do not count, because the format nests without an end and the receiver has a limit of its own. */
  readonly uncountedLevels: number;
  open(name: string, attributes: XmlAttributes): Wanted;
  /** Of an element of which something was wanted. @param text empty when it was not */
  close(name: string, text: string): void;
}

/** Attributes without a namespace, by name; only as long as `open` runs. */
export type XmlAttributes = (name: string) => string | undefined;

/**
 * Walks XML once, as a stream of elements; nothing that a document names is ever opened, and entities beyond the five of
 * XML itself are errors. Elements of other namespaces than the root's are passed over with all they contain,
 * and so is what the receiver does not want.
 * @param begin is told the namespace and the local name of the root, and gives the receiver
 * @param maxDepth levels of elements that count
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
  /** Depth of the element that is passed over with all it contains; 0 outside of any. */
  private passedOver = 0;
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
    parser.on('cdata', (piece) => {
      if (this.isListening) this.content += piece;
    });
    parser.write(text).close();
  }

  private readonly attribute: XmlAttributes = (name) => this.current[name]?.value;

  private readonly take = (piece: string): void => {
    this.content += piece;
  };

  private open(tag: SaxesTagNS): void {
    this.depth += 1;
    if (this.depth > this.maxDepth + (this.events?.uncountedLevels ?? 0)) throw new TooDeepError(this.maxDepth);
    if (this.passedOver > 0) return;
    if (this.events === null) {
      this.uri = tag.uri;
      this.events = this.begin(tag.uri, tag.local);
    }
    this.current = tag.attributes;
    const wanted = tag.uri === this.uri ? this.events.open(tag.local, this.attribute) : 'nothing';
    if (wanted === 'nothing') this.passedOver = this.depth;
    // Most text is of no interest, and the parser cuts none out when nobody listens.
    this.listen(wanted === 'text');
  }

  private close(tag: SaxesTagNS): void {
    if (this.passedOver === 0) {
      this.listen(false);
      this.events!.close(tag.local, this.content);
      this.content = '';
    } else if (this.passedOver === this.depth) this.passedOver = 0;
    this.depth -= 1;
  }

  private listen(isWanted: boolean): void {
    if (isWanted === this.isListening) return;
    this.isListening = isWanted;
    if (isWanted) this.parser.on('text', this.take);
    else this.parser.off('text');
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
    return { uncountedLevels: 0, open: () => 'nothing', close: () => undefined };
  });
  return root;
}
