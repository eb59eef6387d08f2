import { hash } from 'node:crypto';

export type Canonical = string | number | boolean | null | readonly Canonical[] | { readonly [key: string]: Canonical };

/**
 * RFC 8785 for the subset that Mainstay signs and hashes: strings, safe integers, booleans, null, arrays and objects.
 * Floats are refused, since their shortest form is the one part of the RFC that implementations get wrong.
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('only safe integers have a canonical form here');
    return String(value);
  }
  if (typeof value === 'string') return canonicalString(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') throw new TypeError(`a value of type ${typeof value} has no canonical form`);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const object = value as Readonly<Record<string, Canonical>>;
  // RFC 8785 sorts by UTF-16 code units, which is what the default comparison of strings does.
  const keys = Object.keys(object).sort();
  return `{${keys.map((key) => `${canonicalString(key)}:${canonicalJson(object[key]!)}`).join(',')}}`;
}

/** RFC 8785, 3.2.2.2: half of a surrogate pair is no Unicode text, and has to be refused. */
function canonicalString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('half of a surrogate pair has no canonical form');
  return JSON.stringify(text);
}

export function sha256(data: string | Buffer): Buffer {
  return hash('sha256', data, 'buffer');
}

export function sha256Hex(data: string | Buffer): string {
  return hash('sha256', data, 'hex');
}

/** SHA-256 of a salt and a value: fixes the value without telling it, for as long as the salt is secret. */
export function commitmentOf(salt: Buffer, value: string): string {
  return sha256Hex(Buffer.concat([salt, Buffer.from(value, 'utf8')]));
}
