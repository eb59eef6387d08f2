import type { Config } from '#platform/config';

export const STATE_COOKIE = 'mainstay_login';
const SESSION_COOKIE = 'mainstay_session';

/**
 * The `__Host-` prefix binds a cookie to the exact host and to https. A local trial over plain HTTP on a loopback
 * address cannot have it, since not every browser takes a secure cookie there.
 */
export function sessionCookieName(config: Config): string {
  return isSecure(config) ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE;
}

/** One cookie out of a Cookie header; null when it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

/** A Set-Cookie value: not readable by scripts, and not sent along with requests that another site starts. */
export function cookie(config: Config, name: string, value: string, maxAgeSeconds: number): string {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${String(maxAgeSeconds)}`];
  if (isSecure(config)) parts.push('Secure');
  return parts.join('; ');
}

function isSecure(config: Config): boolean {
  return config.get('PUBLIC_URL').startsWith('https://');
}
