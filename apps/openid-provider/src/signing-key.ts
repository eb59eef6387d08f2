import { generateKeyPair } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newId, sha256Hex } from '#platform/kernel';
import type { JWK } from 'oidc-provider';

const FILE = 'openid-signing-key.json';

/**
 * The private key that signs ID tokens, as a JWK. It is made on the first start and kept in `stateDir`, so that a
 * restart does not void what clients have cached.
 */
export async function signingKey(stateDir: string): Promise<JWK> {
  const path = join(stateDir, FILE);
  const kept = await readKey(path);
  if (kept) return kept;
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const made = await makeKey();
  await keepIfFirst(path, JSON.stringify(made));
  return (await readKey(path)) ?? made;
}

async function readKey(path: string): Promise<JWK | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** RS256 is the one algorithm that every OpenID client must accept. */
async function makeKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  return { ...jwk, kty: 'RSA', use: 'sig', alg: 'RS256', kid: sha256Hex(jwk.n ?? '').slice(0, 16) };
}

/** Two processes may start at once: the link either creates the whole file or fails, so both read the same key. */
async function keepIfFirst(path: string, text: string): Promise<void> {
  const draft = `${path}.${newId()}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}
