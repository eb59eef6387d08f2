import { createHmac, timingSafeEqual } from 'node:crypto';
import { formatId, parseId, type Id } from '#platform/kernel';

const SIGNATURE_LENGTH = 16;
const PREFIX = 'dlv_';
/** Mailbox, the 26 characters of the id and the signature: local parts have 64 characters at most (RFC 5321, 4.5.3.1.1). */
const ADDRESS = /^[^@]*\+([0-9a-z]{26})-([0-9a-f]{16})@[^@]+$/;

/**
 * The envelope sender of one delivery (VERP): a subaddress (RFC 5233) of the mailbox for bounces. A report that comes
 * back to it is about this delivery, and the signature shows that the address was ours.
 */
export function returnPath(mailbox: string, signingKey: string, deliveryId: Id<'dlv'>): string {
  const at = mailbox.lastIndexOf('@');
  const body = formatId('dlv', deliveryId).slice(PREFIX.length);
  return `${mailbox.slice(0, at)}+${body}-${signatureOf(signingKey, body)}${mailbox.slice(at)}`;
}

/** The delivery of an address that was made here; null for any other. Mail servers may change the case of letters. */
export function deliveryOfReturnPath(signingKey: string, address: string): Id<'dlv'> | null {
  const [, body, signature] = ADDRESS.exec(address.trim().toLowerCase()) ?? [];
  if (body === undefined || signature === undefined) return null;
  const expected = Buffer.from(signatureOf(signingKey, body));
  return timingSafeEqual(expected, Buffer.from(signature)) ? parseId('dlv', PREFIX + body) : null;
}

function signatureOf(signingKey: string, body: string): string {
  return createHmac('sha256', signingKey).update(`bounce:${body}`).digest('hex').slice(0, SIGNATURE_LENGTH);
}
