import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sitesOf } from './sites.mjs';

export const ROOT = join(import.meta.dirname, '../..');

/** Left out: what reads files and texts, which has tables of cases of its own, and what runs before anybody asks. */
const APART = /\/readers\/|\/package-url|\/platform\/(config|observability|testing)\/|embedded-postgres|spec\.ts$/;

export function isGuarded(path) {
  return path === 'apps/api/src/policy.ts' || (/^libs\/.*\.ts$/.test(path) && !APART.test(path));
}

export function allSites() {
  const files = readdirSync(join(ROOT, 'libs'), { recursive: true }).map(
    (name) => `libs/${name.replaceAll('\\', '/')}`,
  );
  return [...files.sort(), 'apps/api/src/policy.ts']
    .filter(isGuarded)
    .flatMap((path) => sitesOf(path, readFileSync(join(ROOT, path), 'utf8')));
}
