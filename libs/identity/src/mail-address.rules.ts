import emailProviders from 'email-providers';

/** One address without a name: what SMTP takes in an envelope. No spaces, control characters, quotes or lists. */
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+)$/;
const MAX_LENGTH = 254;

/**
 * The address as it is stored, or null for a text that is none. The host is written in lower case; the part before it
 * belongs to the host and stays as it was given.
 */
export function mailAddressOf(text: string): string | null {
  const address = text.trim();
  const match = ADDRESS.exec(address);
  const host = match?.[1];
  if (host === undefined || address.length > MAX_LENGTH) return null;
  return address.slice(0, -host.length) + host.toLowerCase();
}

const PUBLIC_HOSTS: ReadonlySet<string> = new Set(emailProviders);

/** The host of an address that `mailAddressOf` gave; null for a host where anybody can have one, which says nothing of who shares it. */
export function ownHostOf(address: string): string | null {
  const host = address.slice(address.lastIndexOf('@') + 1);
  return PUBLIC_HOSTS.has(host) ? null : host;
}
