import { createHmac } from 'node:crypto';

export type LinkPurpose = 'invitation' | 'mail-address';

/**
 * The code of a link that goes out by mail. It follows from a key and the id that it stands for, so that the worker can
 * write the mail again after a crash, and the database holds nothing but its hash.
 */
export function linkCode(signingKey: string, purpose: LinkPurpose, id: string): string {
  return createHmac('sha256', signingKey).update(`${purpose}:${id}`).digest('base64url');
}
