import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './files.mjs';
import { failuresOf, runJest } from './jest-run.mjs';

/** With more than this share of failures the switches themselves have broken something. */
const MOST_FAILED = 0.02;
const FOLDER = join(ROOT, '.mainstay/guards');

/**
 * Which guard is met, and which refuses something, in which test. It is kept in .mainstay/guards for as long as no source
 * changes.
 * @returns one entry for each test file, with the milliseconds that it takes
 */
export async function meetings(files, workers) {
  const kept = join(FOLDER, `met-${digest(files)}.json`);
  const known = read(kept);
  if (known) return known;
  const record = join(FOLDER, 'record');
  rmSync(record, { recursive: true, force: true });
  const began = performance.now();
  const run = await runJest({ files, record, workers });
  if (run === null) throw new Error('the suite did not end without a skipped guard');
  // A test that fails by itself is no witness.
  const failed = failuresOf(run);
  for (const test of failed) console.log(`is no witness, since it fails without a skipped guard: ${test}`);
  const all = run.numPassedTests + failed.length;
  if (failed.length > all * MOST_FAILED)
    throw new Error(`${failed.length} of ${all} tests fail without a skipped guard`);
  const took = new Map(run.testResults.map(({ name, startTime, endTime }) => [name, endTime - startTime]));
  const met = readdirSync(record)
    .map((name) => read(join(record, name)))
    .map(({ testPath, guards }) => ({
      file: relative(ROOT, testPath).replaceAll('\\', '/'),
      tookMs: took.get(testPath),
      guards: withoutTests(guards, failed),
    }));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(kept, JSON.stringify(met));
  const seconds = (performance.now() - began) / 1_000;
  console.log(`${run.numPassedTests} tests of ${met.length} files met their guards in ${seconds.toFixed(0)} s`);
  return met;
}

function withoutTests(guards, left) {
  const kept = (tests) => tests.filter((test) => !left.includes(test));
  return Object.fromEntries(
    Object.entries(guards).map(([id, { reached, fired }]) => [id, { reached: kept(reached), fired: kept(fired) }]),
  );
}

/** Of everything that decides which test meets what. */
function digest(files) {
  const hash = createHash('sha256').update(files.join());
  for (const folder of ['apps', 'libs', 'test', 'migrations', 'scripts/guards'])
    for (const name of readdirSync(join(ROOT, folder), { recursive: true }).sort())
      if (/\.(m?ts|mjs)$/.test(name)) hash.update(name).update(readFileSync(join(ROOT, folder, name)));
  return hash.digest('hex').slice(0, 16);
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
