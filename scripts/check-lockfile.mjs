/**
 * Fails when package-lock.json could install something else than what was reviewed, or names a host to download from.
 * Usage: node scripts/check-lockfile.mjs [path of the lockfile]
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';

const SOURCE_OUTSIDE_A_REGISTRY = /^(git|github:|gitlab:|bitbucket:|https?:|ssh:)|:\/\/|^[\w.-]+\/[\w.-]+(#|$)/;

/** What is wrong with one entry of `packages`; empty when nothing is. */
function problemsOf(path, entry) {
  if (path === '' || !path.includes('node_modules/')) return problemsOfWorkspace(entry);
  if (entry.link === true) return [];
  const problems = [];
  if (entry.resolved !== undefined) problems.push(`names its source, "${entry.resolved}"`);
  // A bundled package came inside another one, whose digest covers it.
  if (entry.inBundle !== true && !/^sha512-[\w+/]{86}==$/.test(entry.integrity ?? '')) {
    problems.push('has no SHA-512 integrity');
  }
  return problems;
}

/** Our own packages have no digest, but they are where a git address would be asked for. */
function problemsOfWorkspace(entry) {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  return kinds
    .flatMap((kind) => Object.entries(entry[kind] ?? {}))
    .filter(([, version]) => SOURCE_OUTSIDE_A_REGISTRY.test(version))
    .map(([name, version]) => `takes ${name} from "${version}", which is not a version of a registry`);
}

const file = process.argv[2] ?? 'package-lock.json';
const { lockfileVersion, packages } = JSON.parse(readFileSync(file, 'utf8'));
const problems =
  lockfileVersion === 3 && packages !== undefined
    ? Object.entries(packages).flatMap(([path, entry]) =>
        problemsOf(path, entry).map((problem) => `${path || 'the root package'} ${problem}`),
      )
    : ['the format is not lockfileVersion 3, the one that this check understands'];

for (const problem of problems) console.error(`${file}: ${problem}`);
if (problems.length === 0) console.log(`${file}: ${Object.keys(packages).length} entries, all with integrity`);
process.exitCode = problems.length === 0 ? 0 : 1;
