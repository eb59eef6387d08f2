import { createHmac, timingSafeEqual } from 'node:crypto';
import { formatId, parseId, type Id } from '#platform/kernel';

/**
 * The last part of an upload address: id and expiry with their HMAC-SHA-256. It is computed from the row, so that a
 * repeated request gets the same address although the secret is stored nowhere.
 */
export function signUpload(key: string, uploadId: Id<'upl'>, expiresAt: Date): string {
  const body = `${formatId('upl', uploadId)}.${String(expiresAt.getTime())}`;
  return `${body}.${mac(key, body)}`;
}

/** The upload that a signed part names, or null when it was changed in any way. The expiry is the caller's to judge. */
export function verifyUpload(
  key: string,
  signed: string,
): { readonly uploadId: Id<'upl'>; readonly expiresAtMs: number } | null {
  const match = /^(upl_[0-9a-z]{26})\.(\d{13})\.([\w-]{43})$/.exec(signed);
  if (!match) return null;
  const [, id = '', expiry = '', given = ''] = match;
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(mac(key, `${id}.${expiry}`)))) return null;
  return { uploadId: parseId('upl', id), expiresAtMs: Number(expiry) };
}

function mac(key: string, body: string): string {
  return createHmac('sha256', key).update(body).digest('base64url');
}
