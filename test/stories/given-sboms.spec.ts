/**
 * The demo on files of real projects, as `--sbom` takes them. The files lie outside of the project; where they are
 * absent the suite says so.
 *
 *   MAINSTAY_LONG=1  also plays the story on a lockfile (the default suite: on an SBOM)
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLineTrial, SLOW_MS } from '../support/command-line-trial.js';
import { PROJECT } from '../support/command-line.js';

const FOLDER = '../shared/data/sboms';
const FILES = [
  { name: 'cdx14-juice-shop.cdx.json', components: 1_115, isLong: false },
  { name: 'vendure.package-lock.json', components: 3935, isLong: true },
];
const wanted = FILES.filter(({ isLong }) => !isLong || process.env.MAINSTAY_LONG === '1');
const present = wanted.filter(({ name }) => existsSync(join(PROJECT, FOLDER, name)));
const absent = wanted.filter((file) => !present.includes(file));
for (const { name } of absent)
  process.stdout.write(`SKIPPED: ${FOLDER}/${name} is absent, so the story was not played on it.\n`);

let trial: CommandLineTrial;
beforeAll(async () => {
  trial = await CommandLineTrial.prepare();
});
afterAll(() => trial.end(), SLOW_MS);

describe('The demo with a file of a real project', () => {
  // A skipped test in the list of results says it once more.
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect
  for (const { name } of absent) it.skip(`plays the whole story on ${name}, given by a relative path`, () => undefined);

  for (const { name, components } of present)
    it(
      `plays the whole story on ${name}, given by a relative path`,
      async () => {
        const line = trial.run('demo', 'given', '--exit', '--sbom', `${FOLDER}/${name}`);
        const { status, lines } = await line.ends();
        const said = lines.join('\n');
        expect({ status, said }).toEqual({ status: 0, said: expect.stringContaining('The demo took') });
        expect(said).toContain(`Read ${name}: ${String(components)} components`);
        expect(said).toContain('Trial balance, cash USD: 0.00 USD');
        expect(said).toContain('Balance at Stripe 900.70 USD; stripe.balance in the ledger 900.70 USD');
      },
      SLOW_MS,
    );
});
