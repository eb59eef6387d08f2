import { domainToASCII } from 'node:url';
import { isIP } from 'node:net';
import { DAY_MS } from '#platform/kernel';

/** A verified domain is looked at again after this time; one whose record is missing, every day. */
export const DOMAIN_CHECK_MS = 30 * DAY_MS;
/** A record that stays away for so long says that the domain is not theirs any more. */
export const DOMAIN_GRACE_MS = 14 * DAY_MS;

const NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** A domain as names compare: in lower case, in ASCII, without a dot at its end. Null for what is none, such as an address. */
export function domainOf(text: string): string | null {
  // What follows a domain in an address would be cut away silently.
  if (/[/\\?#:@]/.test(text)) return null;
  const ascii = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase();
  return isIP(ascii) === 0 && NAME.test(ascii) ? ascii : null;
}

/** Where the record has to stand. */
export function recordNameOf(domain: string): string {
  return `_mainstay-challenge.${domain}`;
}

/** The text of the record. It names the entry, so a record of another organisation shows nothing. */
export function recordTextOf(entryId: string, token: string): string {
  return `mainstay-domain ${entryId} ${token}`;
}
