import { isIP } from 'node:net';
import { z } from 'zod';

/** An origin without path, so that a prefix test cannot be fooled by a longer host name. */
export const origin = z.string().refine(isOrigin, 'must be an origin such as http://127.0.0.1:4403');

export const commaSeparated = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

/** Registries of which it is known how they show what a publisher wrote. */
const REGISTRY_TYPES = ['npm', 'pypi'] as const;
export const packageRegistries = commaSeparated
  .pipe(z.array(z.string().refine(isRegistry, 'must be npm= or pypi= with an origin')))
  .transform((entries) =>
    entries.map((entry) => {
      const at = entry.indexOf('=');
      return { type: entry.slice(0, at), origin: entry.slice(at + 1) };
    }),
  );

export const dnsServers = commaSeparated.pipe(
  z.array(z.string().refine(isDnsServer, 'must be addresses such as 127.0.0.1:53')),
);

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isRegistry(entry: string): boolean {
  return REGISTRY_TYPES.some((type) => entry.startsWith(`${type}=`) && isOrigin(entry.slice(type.length + 1)));
}

/** An address with or without a port; the resolver is never looked up by name. */
function isDnsServer(text: string): boolean {
  const [, bracketed, port] = /^(?:\[([^\]]+)\]|[\d.]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? text.replace(/:\d+$/, '');
  return isIP(host) === (bracketed === undefined ? 4 : 6) && Number(port ?? 53) <= 65_535;
}
