import { HOUR_MS, MINUTE_MS, type Principal } from '#platform/kernel';

interface RateLimit {
  /** Points in one window. */
  readonly points: number;
  readonly windowMs: number;
}

const SIGNED_IN: Readonly<Record<Exclude<Principal['kind'], 'anonymous'>, RateLimit>> = {
  person: { points: 5_000, windowMs: HOUR_MS },
  token: { points: 2_000, windowMs: HOUR_MS },
};

/** What one caller may spend; a point is an object that a document can return, and every request costs at least one. */
export function limitOf(kind: Principal['kind'], anonymousPointsPerMinute: number): RateLimit {
  return kind === 'anonymous' ? { points: anonymousPointsPerMinute, windowMs: MINUTE_MS } : SIGNED_IN[kind];
}

/** Whose bucket a request draws from: the token's, the person's, or that of the address of somebody unknown. */
export function callerOf(principal: Principal, address: string): string {
  if (principal.kind === 'anonymous') return `address:${addressGroup(address)}`;
  return principal.kind === 'token' ? `token:${principal.tokenId}` : `person:${principal.personId}`;
}

/** Whoever has an IPv6 address has 2^64 of them: the first four groups are one caller. */
function addressGroup(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const end = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - end.length)).fill('0');
  return [...groups, ...zeros, ...end].slice(0, 4).join(':');
}
