import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` header: `t=<unix seconds>,v1=HMAC-SHA256(secret, t + "." + body)`. */
export function signatureHeader(body: string, secret: string, timestampSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${timestampSeconds}.${body}`).digest('hex');
  return `t=${timestampSeconds},v1=${digest}`;
}

/** A header of the right form that no secret verifies. */
export function corruptHeader(header: string): string {
  return header.replace(/[0-9a-f]$/, (last) => (last === '0' ? '1' : '0'));
}
