import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { DocumentLimits } from '../document-limits.js';
import { MalformedXmlError, TooDeepError, XmlDtdForbiddenError } from '../inventory.errors.js';

export interface XmlEvents {
  /** @param depth of the element, 1 for the root */
  open(name: string, attributes: XmlAttributes, depth: number): void;
  /** @param text of the element itself, before its first child or after the last one, whatever came last */
  close(name: string, text: string, depth: number): void;
}

/** Attributes without a namespace, by name. */
export type XmlAttributes = (name: string) => string | undefined;

/**
 * Walks XML once, as a stream of elements; nothing that a document names is ever opened, and entities beyond the five of
 * XML itself are errors. Elements of other namespaces than the root's are passed over with all they contain.
 * @param begin is told the namespace and the local name of the root, and gives the receiver
 * @param maxDepth levels of elements
 * @throws XmlDtdForbiddenError, TooDeepError, MalformedXmlError
 */
export function walkXml(text: string, maxDepth: number, begin: (uri: string, name: string) => XmlEvents): void {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const position = (): { line: number; column: number } => ({ line: parser.line, column: parser.columnIndex + 1 });
  let events: XmlEvents | null = null;
  let uri = '';
  let depth = 0;
  /** Depth at which an element of another namespace was opened; 0 outside of any. */
  let foreign = 0;
  let content = '';
  parser.on('doctype', () => {
    throw new XmlDtdForbiddenError(position());
  });
  parser.on('error', () => {
    throw new MalformedXmlError(position());
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    depth += 1;
    if (depth > maxDepth) throw new TooDeepError(maxDepth);
    if (events === null) {
      ({ uri } = tag);
      events = begin(tag.uri, tag.local);
    }
    if (foreign > 0) return;
    if (tag.uri !== uri) {
      foreign = depth;
      return;
    }
    content = '';
    events.open(tag.local, (name) => tag.attributes[name]?.value, depth);
  });
  parser.on('text', (piece) => {
    if (foreign === 0) content += piece;
  });
  parser.on('cdata', (piece) => {
    if (foreign === 0) content += piece;
  });
  parser.on('closetag', (tag: SaxesTagNS) => {
    if (foreign === 0) events!.close(tag.local, content, depth);
    if (foreign === depth) foreign = 0;
    content = '';
    depth -= 1;
  });
  parser.write(text).close();
}

/** The local name and namespace of the root, without reading further. @throws as `walkXml` */
export function rootOf(text: string, limits: DocumentLimits): { readonly uri: string; readonly name: string } {
  let root = { uri: '', name: '' };
  walkXml(text, limits.maxDepth, (uri, name) => {
    root = { uri, name };
    return { open: () => undefined, close: () => undefined };
  });
  return root;
}
