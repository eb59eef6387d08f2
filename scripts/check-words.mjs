/**
 * Fails when a tracked file promises what Mainstay does not provide, or names a path of somebody's machine.
 * Usage: node scripts/check-words.mjs, in the folder to be checked
 */
import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import process from 'node:process';

// The patterns are put together from parts, so that this file passes its own check.
const FORBIDDEN_WORD = ['es', 'crow'].join('');
const MACHINE_FOLDERS = ['work', 'root', 'home/[a-z_][\\w.-]*'].join('|');

const RULES = [
  {
    pattern: new RegExp(FORBIDDEN_WORD, 'i'),
    problem: `says "${FORBIDDEN_WORD}": say held, reserved, released or returned`,
    // A decision may have to name what was decided against.
    exempt: (path) => path.startsWith('docs/adr/'),
  },
  {
    // What stands before the first slash tells an absolute path from the end of a relative one or of a URL.
    pattern: new RegExp(`(?<![\\w.})\\]*~-])/(?:${MACHINE_FOLDERS})/`),
    problem: 'names an absolute path of one machine',
    exempt: () => false,
  },
];

function trackedFiles() {
  const listed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return listed.split('\0').filter((path) => path !== '' && isFile(path));
}

/** A file may be deleted but still tracked, or be a link. */
function isFile(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function problemsOf(path) {
  const rules = RULES.filter((rule) => !rule.exempt(path));
  const named = rules.filter((rule) => rule.pattern.test(path)).map((rule) => `${path}: its name ${rule.problem}`);
  const content = readFileSync(path);
  if (content.includes(0)) return named;
  const lines = content.toString('utf8').split('\n');
  const written = lines.flatMap((line, index) =>
    rules.filter((rule) => rule.pattern.test(line)).map((rule) => `${path}:${index + 1}: ${rule.problem}`),
  );
  return [...named, ...written];
}

const files = trackedFiles();
const problems = files.flatMap(problemsOf);
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${files.length} tracked files, no forbidden words or machine paths`);
process.exitCode = problems.length === 0 ? 0 : 1;
