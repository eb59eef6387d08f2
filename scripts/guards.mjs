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
import { Trials } from './guards/trials.mjs';

const TARGET = 0.95;
/** They plant holes or time things themselves, or run what was compiled before. */
const NO_WITNESSES = /planted-holes|fuzz|embedded-postgres|verify-log|audit-command|schema\.spec|queue\.spec/;
const WORKERS = Math.max(1, Math.min(4, availableParallelism()));

const { values: asked } = parseArgs({
  options: { list: { type: 'boolean' }, only: { type: 'string', default: '' }, in: { type: 'string', default: '' } },
});
const sites = allSites().filter(({ id, what }) => `${id} ${what}`.includes(asked.only));
if (asked.list) {
  for (const { id, kind, what } of sites) console.log(`${kind}: ${id} ${what}`);
  console.log(`${sites.length} guards`);
  process.exit(0);
}

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
  for (const kind of new Set(sites.map((site) => site.kind))) {
    const all = sites.filter((site) => site.kind === kind);
    console.log(`${kind}: ${all.filter(({ id }) => seen.has(id)).length} of ${all.length} seen`);
  }
  const missed = sites.filter(({ id }) => !seen.has(id));
  for (const { kind, id, what } of missed) console.log(`missed (${kind}): ${id} ${what}`);
  const share = seen.size / sites.length;
  console.log(
    `${seen.size} of ${sites.length} skipped guards were seen: ${(share * 100).toFixed(1)} % (at least ${TARGET * 100} %)`,
  );
  return share >= TARGET;
}
