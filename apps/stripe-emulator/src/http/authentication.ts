import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '#platform/kernel';
import { ApiError } from '../errors.js';
import { PLATFORM } from '../store/tables.js';
import type { Store } from '../store/store.js';
import { API_VERSION } from '../version.js';
import { header, type Incoming } from './incoming.js';

/** Accepts the one secret key, as a bearer token or as the user name of basic authentication. */
export function authenticate(incoming: Incoming, secretKey: string): void {
  const key = presentedKey(header(incoming, 'authorization') ?? '');
  if (key === null) {
    throw unauthorized('You did not provide an API key. Provide it in the Authorization header as a bearer token.');
  }
  if (key.startsWith('sk_live_') || key.startsWith('rk_live_')) {
    throw unauthorized('A live key was sent to a server that simulates money. Revoke it if this was a mistake.');
  }
  if (!sameSecret(key, secretKey)) {
    throw unauthorized(`Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(8)}`);
  }
}

/** Compares by digest, so that neither length nor first difference shows in the time it takes. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

/** The token of an `Authorization: Bearer` header, or the user of a basic one. */
export function presentedKey(authorization: string): string | null {
  const [scheme = '', credentials = ''] = authorization.trim().split(/\s+/);
  if (credentials === '') return null;
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return null;
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] ?? null;
}

/**
 * Answers in one version only; a request that names none gets the account's default, which is that one. A lenient server
 * answers a request of another version all the same, in its own.
 */
export function checkVersion(incoming: Incoming, isLenient: boolean): void {
  const version = header(incoming, 'stripe-version');
  if (!isLenient && version !== null && version !== API_VERSION) {
    throw new ApiError(400, `Invalid Stripe API version: ${version}. This simulated server speaks ${API_VERSION}.`);
  }
}

/** The account a request acts for: `Stripe-Account` (or `Stripe-Context`), else the platform. */
export function contextAccount(incoming: Incoming, store: Store): string {
  const account = header(incoming, 'stripe-account') ?? header(incoming, 'stripe-context');
  if (account === null || account === '') return PLATFORM;
  if (store.get('account', account) !== undefined) return account;
  throw new ApiError(
    403,
    `The provided key does not have access to account '${account}' (or that account does not exist).`,
    { type: 'permission_error', code: 'account_invalid' },
  );
}

function unauthorized(message: string): ApiError {
  return new ApiError(401, message, { type: 'authentication_error' });
}
