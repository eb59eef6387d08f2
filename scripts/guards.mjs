/**
 * Skips one guard at a time and asks the tests whether anybody notices: npm run guards
 *
 *   npm run guards -- --only TEXT   only guards whose place or text contains TEXT
 *   npm run guards -- --in PATTERN  asks only the test files whose name matches
 *   npm run guards -- --list        lists the guards that were found, and ends
 *
 * A first run notes which test meets which guard. Then the test files are run again and again, with one skipped guard in
 * each test: those first in which the guard refuses something. It takes half an hour.
 */
import { availableParallelism } from 'node:os';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import setUp from '../test/support/global-setup.mjs';
import tearDown from '../test/support/global-teardown.mjs';
import { ROOT, allSites } from './guards/files.mjs';
import { meetings } from './guards/meetings.mjs';
import { SECOND_WALLS, sitesOfWall } from './guards/second-walls.mjs';
import { Trials } from './guards/trials.mjs';

const TARGET = 0.95;
/** They plant holes or time things themselves, or run what was compiled before. */
const NO_WITNESSES = /planted-holes|fuzz|embedded-postgres|verify-log|audit-command|schema\.spec|queue\.spec/;
const WORKERS = Math.max(1, Math.min(4, availableParallelism()));

const { values: asked } = parseArgs({
  options: { list: { type: 'boolean' }, only: { type: 'string', default: '' }, in: { type: 'string', default: '' } },
});
const all = allSites();
const sites = all.filter(({ id, what }) => `${id} ${what}`.includes(asked.only));
if (asked.list) {
  for (const { id, kind, what } of sites) console.log(`${kind}: ${id} ${what}`);
  console.log(`${sites.length} guards`);
  process.exit(0);
}

const walls = SECOND_WALLS.map((entry) => ({ ...entry, fitting: sitesOfWall(entry, all) }));
// Told before an hour is spent: the list must not outlive what it is about.
const unfitting = walls.filter(({ fitting }) => fitting.length !== 1);
for (const { path, what, fitting } of unfitting)
  console.error(`a second wall fits ${fitting.length} guards and not one: ${path} ${what}`);
if (unfitting.length > 0) process.exit(1);

await setUp();
let isOk;
try {
  const met = await meetings(witnesses(), WORKERS);
  const trials = new Trials(sites, met, WORKERS);
  await trials.run();
  isOk = report(trials.seen);
} finally {
  await tearDown();
}
process.exit(isOk ? 0 : 1);

function witnesses() {
  const under = (folder, ending) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .filter((name) => name.endsWith(ending))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
  const files = [
    ...under('test/e2e', '.e2e-spec.ts'),
    ...under('test/integration', '.spec.ts'),
    ...under('libs', '.spec.ts'),
  ];
  return files.filter((name) => !NO_WITNESSES.test(name) && new RegExp(asked.in).test(name)).sort();
}

function report(seen) {
  const behind = new Set(walls.flatMap(({ fitting }) => fitting.map(({ id }) => id)));
  const counted = sites.filter(({ id }) => !behind.has(id));
  for (const kind of new Set(counted.map((site) => site.kind))) {
    const ofKind = counted.filter((site) => site.kind === kind);
    console.log(`${kind}: ${ofKind.filter(({ id }) => seen.has(id)).length} of ${ofKind.length} seen`);
  }
  console.log(`not counted, since another wall holds: ${sites.length - counted.length}`);
  const missed = counted.filter(({ id }) => !seen.has(id));
  for (const { kind, id, what } of missed) console.log(`missed (${kind}): ${id} ${what}`);
  const share = 1 - missed.length / counted.length;
  console.log(
    `${counted.length - missed.length} of ${counted.length} skipped guards were seen: ${(share * 100).toFixed(1)} % (at least ${TARGET * 100} %)`,
  );
  const wrong = walls.filter(({ fitting }) => seen.has(fitting[0].id));
  for (const { path, what } of wrong)
    console.log(`is no second wall, since a test has seen it missing: ${path} ${what}`);
  return wrong.length === 0 && share >= TARGET;
}
