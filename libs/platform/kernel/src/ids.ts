import { randomBytes } from 'node:crypto';
import { ValidationError } from './domain-error.js';

/**
 * Ids are UUIDv7 inside (database, events) and TypeIDs outside (GraphQL, URLs): a prefix that names the type and the
 * 26 characters of the UUID in Crockford's base 32, as the TypeID specification 0.3 describes.
 */
export const ID_PREFIXES = [
  'api',
  'apr',
  'clm',
  'con',
  'dlv',
  'evd',
  'inv',
  'key',
  'led',
  'loc',
  'mbr',
  'mil',
  'msg',
  'need',
  'ntf',
  'org',
  'pay',
  'plg',
  'prd',
  'prj',
  'rcp',
  'req',
  'rvw',
  'ses',
  'tac',
  'trf',
  'upl',
  'usr',
] as const;
export type IdPrefix = (typeof ID_PREFIXES)[number];

declare const idPrefix: unique symbol;
/** A UUID that belongs to one type of object: `Id<'need'>` cannot be passed where `Id<'org'>` is expected. */
export type Id<P extends IdPrefix> = string & { readonly [idPrefix]: P };

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let lastMs = 0;
let counter = 0;

/**
 * A new UUIDv7 (RFC 9562, section 5.7, method 1): 48 bits of milliseconds, a 12-bit counter that keeps ids of one
 * process and one millisecond in order, 62 random bits.
 */
export function uuidv7(atMs: number = Date.now()): string {
  if (atMs > lastMs) {
    lastMs = atMs;
    counter = randomBytes(2).readUInt16BE() & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function newId<P extends IdPrefix>(): Id<P> {
  return uuidv7() as Id<P>;
}

/** The outside form, for example `need_01h455vb4pex5vsknk084sn02q`. */
export function formatId(prefix: IdPrefix, id: string): string {
  let value = BigInt('0x' + id.replaceAll('-', ''));
  let text = '';
  for (let index = 0; index < 26; index += 1) {
    text = ALPHABET[Number(value & 31n)]! + text;
    value >>= 5n;
  }
  return `${prefix}_${text}`;
}

/** The UUID of an outside id; refuses another prefix, a wrong length, a foreign character and more than 128 bits. */
export function parseId<P extends IdPrefix>(prefix: P, text: string): Id<P> {
  const body = text.startsWith(`${prefix}_`) ? text.slice(prefix.length + 1) : '';
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(body)) throw new InvalidIdError(prefix);
  let value = 0n;
  for (const character of body) value = (value << 5n) | BigInt(ALPHABET.indexOf(character));
  const hex = value.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-') as Id<P>;
}

/** The prefix of an outside id, or null when it has none that is known. */
export function prefixOf(text: string): IdPrefix | null {
  const prefix = text.slice(0, Math.max(0, text.indexOf('_')));
  return (ID_PREFIXES as readonly string[]).includes(prefix) ? (prefix as IdPrefix) : null;
}

/** Turns a UUID read from the database into its typed form; the type is the caller's knowledge. */
export function asId<P extends IdPrefix>(uuid: string): Id<P> {
  if (!isUuid(uuid)) throw new TypeError('not a UUID');
  return uuid as Id<P>;
}

/** Whether a text is a UUID in its lower-case form. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Thrown for ids that cannot exist; the same answer whatever is wrong with the text. */
export class InvalidIdError extends ValidationError {
  override readonly code = 'INVALID_ID';
  constructor(prefix: IdPrefix) {
    super('kernel.invalidId', { prefix });
  }
}
