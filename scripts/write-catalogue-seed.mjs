/**
 * Writes libs/catalog/seed/npm-packages.csv: where the packages that Mainstay itself is built from have their source,
 * as each says in its own package.json. Only packages under a permissive licence, whose files may be used like that.
 * Packages for one platform only are left out, so that every machine writes the same file.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackageUrl, packageKey, repositoryUrlOf } from '../dist/libs/platform/kernel/src/index.js';

const ROOT = join(import.meta.dirname, '..');
const PERMISSIVE = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'MIT-0',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
  '(MIT OR CC0-1.0)',
  '(MIT OR Apache-2.0)',
]);

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const byRepository = new Map();
for (const [path, { os, cpu, libc }] of Object.entries(lock.packages)) {
  if (path === '' || os || cpu || libc || !existsSync(join(ROOT, path, 'package.json'))) continue;
  const { name, license, repository } = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'));
  const address = typeof repository === 'string' ? repository : repository?.url;
  if (!PERMISSIVE.has(license) || typeof address !== 'string') continue;
  // "owner/name" is how package.json shortens GitHub.
  const url = repositoryUrlOf(/^[\w.-]+\/[\w.-]+$/.test(address) ? `github:${address}` : address);
  if (url === null) continue;
  const entry = byRepository.get(url) ?? { licences: new Set(), purls: new Set() };
  const [scope, own] = name.startsWith('@') ? name.split('/') : [null, name];
  entry.purls.add(`pkg:${packageKey(createPackageUrl({ type: 'npm', namespace: scope, name: own }))}`);
  entry.licences.add(license);
  byRepository.set(url, entry);
}
const lines = [...byRepository]
  .sort(([left], [right]) => (left < right ? -1 : 1))
  .map(([url, { licences, purls }]) =>
    [url, [...purls].sort().join('|'), licences.size === 1 ? [...licences][0] : ''].join(','),
  );
writeFileSync(join(ROOT, 'libs/catalog/seed/npm-packages.csv'), `repo_url,purls,license\n${lines.join('\n')}\n`);
console.log(`${String(lines.length)} repositories`);
