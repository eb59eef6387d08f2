import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { formatId, parseId, sha256, type Id } from '#platform/kernel';

/** 256 random bits need no slow hash: there is nothing to guess. */
const SECRET_BYTES = 32;
const TOKEN_PREFIX = 'mst_';
const CHECKSUM_LENGTH = 6;

export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

export function hashSecret(secretText: string): Buffer {
  return sha256(secretText);
}

export function sameDigest(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** `mst_` + 26 characters of the id + `_` + secret + checksum. The prefix lets scanners find it, the checksum be sure. */
export function formatToken(tokenId: Id<'api'>, secretText: string): string {
  const body = `${TOKEN_PREFIX}${formatId('api', tokenId).slice('api_'.length)}_${secretText}`;
  return body + checksum(body);
}

/** The parts of a token, or null for a text that cannot be one; that is told without asking the database. */
export function parseToken(text: string): { readonly tokenId: Id<'api'>; readonly secretText: string } | null {
  const match = /^mst_([0-9a-z]{26})_([\w-]{43})([\w-]{6})$/.exec(text);
  if (!match) return null;
  const [, id = '', secretText = '', given = ''] = match;
  const expected = checksum(text.slice(0, -CHECKSUM_LENGTH));
  if (!sameDigest(Buffer.from(given), Buffer.from(expected))) return null;
  const tokenId = parseId('api', `api_${id}`);
  return formatId('api', tokenId) === `api_${id}` ? { tokenId, secretText } : null;
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, CHECKSUM_LENGTH);
}
