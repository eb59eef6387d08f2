import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` header: `t=<unix seconds>,v1=HMAC-SHA256(secret, t + "." + body)`, with one `v1` for every secret
 * that is valid: while one takes over from another there are two.
 */
export function signatureHeader(body: string, secrets: readonly string[], timestampSeconds: number): string {
  const signatures = secrets.map((secret) => {
    const digest = createHmac('sha256', secret).update(`${timestampSeconds}.${body}`).digest('hex');
    return `v1=${digest}`;
  });
  return [`t=${timestampSeconds}`, ...signatures].join(',');
}

/** A header of the right form that no secret verifies. */
export function corruptHeader(header: string): string {
  return header.replace(/[0-9a-f](?=,v1=|$)/g, (last) => (last === '0' ? '1' : '0'));
}
