import { createHmac, timingSafeEqual } from 'node:crypto';
import { formatId, parseId, type Id } from '#platform/kernel';

/** Who a file belongs to: the organisation whose product it describes, or the person who sends it. */
export type UploadOwner = { readonly organisationId: Id<'org'> } | { readonly personId: Id<'usr'> };

export interface UploadAddressParts {
  readonly uploadId: Id<'upl'>;
  readonly owner: UploadOwner;
  readonly expiresAtMs: number;
}

/**
 * The last part of an upload address: id, owner and expiry with their HMAC-SHA-256. It is computed from the row, so that a
 * repeated request gets the same address although the secret is stored nowhere.
 */
export function signUpload(key: string, uploadId: Id<'upl'>, owner: UploadOwner, expiresAt: Date): string {
  const body = `${formatId('upl', uploadId)}.${formatOwner(owner)}.${String(expiresAt.getTime())}`;
  return `${body}.${mac(key, body)}`;
}

/** The upload that a signed part names, or null when it was changed in any way. The expiry is the caller's to judge. */
export function verifyUpload(key: string, signed: string): UploadAddressParts | null {
  const match = /^(upl_[0-9a-z]{26})\.((?:org|usr)_[0-9a-z]{26})\.(\d{13})\.([\w-]{43})$/.exec(signed);
  if (!match) return null;
  const [, id = '', owner = '', expiry = '', given = ''] = match;
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(mac(key, `${id}.${owner}.${expiry}`)))) return null;
  return { uploadId: parseId('upl', id), owner: parseOwner(owner), expiresAtMs: Number(expiry) };
}

function formatOwner(owner: UploadOwner): string {
  return 'personId' in owner ? formatId('usr', owner.personId) : formatId('org', owner.organisationId);
}

function parseOwner(text: string): UploadOwner {
  return text.startsWith('usr_') ? { personId: parseId('usr', text) } : { organisationId: parseId('org', text) };
}

function mac(key: string, body: string): string {
  return createHmac('sha256', key).update(body).digest('base64url');
}
