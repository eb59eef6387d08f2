import { randomBytes } from 'node:crypto';
import { sha256 } from './canonical-json.js';

/**
 * Ids are UUIDv7 inside (database, events) and TypeIDs outside (GraphQL, URLs): a prefix that names the type and the
 * 26 characters of the UUID in Crockford's base 32, as the TypeID specification 0.3 describes.
 */
export const ID_PREFIXES = [
  'ada',
  'adc',
  'aff',
  'alr',
  'api',
  'apr',
  'bdg',
  'bnk',
  'cim',
  'clm',
  'con',
  'cpo',
  'dal',
  'dlv',
  'ers',
  'evd',
  'ext',
  'fmn',
  'fnd',
  'hag',
  'ikc',
  'ikd',
  'inv',
  'ivc',
  'key',
  'led',
  'loc',
  'mil',
  'msg',
  'need',
  'ntf',
  'odm',
  'ogr',
  'opp',
  'org',
  'otr',
  'pay',
  'phi',
  'plg',
  'plm',
  'ppo',
  'prd',
  'prj',
  'psk',
  'rcm',
  'rcp',
  'req',
  'rfd',
  'rgr',
  'rlp',
  'rpg',
  'rpl',
  'rvf',
  'rvw',
  'sct',
  'ses',
  'sfr',
  'sig',
  'sof',
  'stp',
  'sup',
  'svm',
  'tac',
  'tcm',
  'trf',
  'upl',
  'usr',
  'vch',
  'wkl',
] as const;
export type IdPrefix = (typeof ID_PREFIXES)[number];

declare const idPrefix: unique symbol;
/** A UUID that belongs to one type of object: `Id<'need'>` cannot be passed where `Id<'org'>` is expected. */
export type Id<P extends IdPrefix> = string & { readonly [idPrefix]: P };

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Ten bits each: ids are written in every row of every list. */
const PAIRS = [...ALPHABET].flatMap((first) => [...ALPHABET].map((second) => first + second));
const HEX_128 = /^[0-9a-f]{32}$/;
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
  bytes.writeUInt16BE(counter, 6);
  return asUuid(bytes);
}

/** Sets the bits of version 7 and variant, and writes the bytes as a UUID. */
function asUuid(bytes: Buffer): string {
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The id of what happens once in a slot of time: a UUIDv7 of its start, with bits that follow from the name. */
export function slotId(name: string, start: Date): string {
  const bytes = sha256(`${name}\n${start.toISOString()}`).subarray(0, 16);
  bytes.writeUIntBE(start.getTime(), 0, 6);
  return asUuid(bytes);
}

export function newId<P extends IdPrefix>(): Id<P> {
  return uuidv7() as Id<P>;
}

/** The outside form, for example `need_01h455vb4pex5vsknk084sn02q`. */
export function formatId(prefix: IdPrefix, id: string): string {
  const hex = id.replaceAll('-', '');
  if (!HEX_128.test(hex)) throw new TypeError('an id is a UUID');
  // Eight bits are two characters, with two zeros before them, and each further twenty bits are four.
  let text = PAIRS[parseInt(hex.slice(0, 2), 16)]!;
  for (let at = 2; at < 32; at += 5) {
    const bits = parseInt(hex.slice(at, at + 5), 16);
    text += PAIRS[bits >> 10]! + PAIRS[bits & 0x3ff]!;
  }
  return `${prefix}_${text}`;
}

/** What nothing has as its id. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

/**
 * The UUID of an outside id. Another prefix, a wrong length, a foreign character and more than 128 bits give an id that
 * nothing has: whoever tries ids gets the answer of "does not exist", after the same work, whatever is wrong with them.
 */
export function parseId<P extends IdPrefix>(prefix: P, text: string): Id<P> {
  const body = text.startsWith(`${prefix}_`) ? text.slice(prefix.length + 1) : '';
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(body)) return NOTHING as Id<P>;
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
