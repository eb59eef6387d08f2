import { storableText } from '#platform/kernel';
import type { ManifestWarnings } from './manifest-warnings.js';

/** The last label has a letter in front, so that `left-pad@1.3.0` is none. */
const MAIL_ADDRESS = /[\p{L}\p{N}._%+'-]@(?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]/u;

function hasMailAddress(text: string): boolean {
  return MAIL_ADDRESS.test(text) || MAIL_ADDRESS.test(text.replaceAll(/%40/gi, '@'));
}

/**
 * A parsed document without its mail addresses: a text that has one anywhere becomes null, whatever it is for. Done before
 * anything looks at the document, so that no reader can forget it. Texts come out so that PostgreSQL takes them.
 */
export function withoutMailAddresses(value: unknown, warnings: ManifestWarnings): unknown {
  if (typeof value === 'string') {
    if (!hasMailAddress(value)) return storableText(value, value.length);
    warnings.add('EMAIL_ADDRESS');
    return null;
  }
  if (Array.isArray(value)) return value.map((item) => withoutMailAddresses(item, warnings));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutMailAddresses(item, warnings)] as const),
  );
}
