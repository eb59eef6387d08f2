/**
 * What the command line says when it cannot start: one line that tells what to do, status 1, and nothing left behind.
 *
 *   MAINSTAY_LONG=1  tries all six ports of a block (the default suite: three)
 *
 * Not tested here: permission bits, which do not bind the root user of many build machines (a file in the place of the
 * folder stands for them). A full disk is tested where a small one may be mounted, and the suite says so where not.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ports } from '../../apps/cli/src/index.js';
import { CommandLineTrial, SLOW_MS, occupy } from '../support/command-line-trial.js';
import { CommandLine, databasePids } from '../support/command-line.js';
import { storySbom } from '../support/story-rig.js';

const IS_LONG = process.env.MAINSTAY_LONG === '1';

let trial: CommandLineTrial;
beforeAll(async () => {
  trial = await CommandLineTrial.prepare();
});
afterAll(() => trial.end(), SLOW_MS);

describe('A start that cannot be', () => {
  it(
    'names the port that is in use and what it is needed for, and leaves nothing behind',
    async () => {
      const uses: (keyof Ports)[] = IS_LONG
        ? ['api', 'openId', 'stripe', 'worker', 'origin', 'postgres', 'smtp', 'mail']
        : ['api', 'origin', 'postgres'];
      const sbom = await trial.file('port.cdx.json', storySbom());
      for (const use of uses) {
        const other = await occupy(trial.ports[use]);
        const { status, lines } = await trial.run('demo', 'port', '--exit', '--sbom', sbom).ends();
        other.close();
        expect({ status, lines }).toEqual({ status: 1, lines: [expect.stringContaining(String(trial.ports[use]))] });
        expect(lines[0]).toMatch(use === 'postgres' ? /PostgreSQL/ : new RegExp(`needed for ${use}`));
        expect(lines[0]).toMatch(/--port/);
        expect(await databasePids(join(trial.home, 'port'))).toEqual(new Map());
        expect(await readdir(join(trial.home, 'port'))).not.toContain('running.json');
      }
    },
    SLOW_MS,
  );

  it(
    'says in one line that the data folder is a file, and leaves the file alone',
    async () => {
      const path = await trial.file('in-the-way', 'dear to somebody');
      const sbom = await trial.file('folder.cdx.json', storySbom());
      for (const [command, ...args] of [['start'], ['demo', '--sbom', sbom]] as const) {
        expect(await trial.run(command, 'in-the-way', ...args).ends()).toEqual({
          status: 1,
          lines: [expect.stringContaining(`The data folder ${path} cannot be read and written`)],
        });
        expect(await readFile(path, 'utf8')).toBe('dear to somebody');
      }
    },
    SLOW_MS,
  );

  it(
    'says in one line that the demo empties no folder that is not its own',
    async () => {
      await mkdir(join(trial.home, 'letters'));
      await trial.file('letters/to-a-friend.txt', 'dear friend');
      const sbom = await trial.file('letters.cdx.json', storySbom());
      expect(await trial.run('demo', 'letters', '--sbom', sbom).ends()).toEqual({
        status: 1,
        lines: [expect.stringMatching(/^The demo empties its data folder, and .*letters holds something/)],
      });
      expect(await readdir(join(trial.home, 'letters'))).toEqual(['to-a-friend.txt']);
    },
    SLOW_MS,
  );

  it(
    'says in one line that the disk is full',
    async () => {
      // The first is full before anything is written, the second while the database makes its files.
      for (const [name, size, fillBytes] of [
        ['full', '64k', 65_536],
        ['small', '12m', 0],
      ] as const) {
        const folder = join(trial.home, name);
        await mkdir(folder);
        if (!mounted(folder, size)) {
          process.stdout.write('A full disk is NOT tested: nobody may mount a small one here.\n');
          return;
        }
        try {
          await writeFile(join(folder, 'fills-it'), Buffer.alloc(fillBytes)).catch(() => undefined);
          const { status, lines } = await trial.run('start', name).ends();
          expect({ status, lines }).toEqual({ status: 1, lines: [expect.stringMatching(/disk is full/i)] });
        } finally {
          execFileSync('umount', [folder]);
        }
      }
    },
    SLOW_MS,
  );

  it.each([
    ['is cut off', () => storySbom().subarray(0, 200)],
    ['has a format that nobody knows', () => Buffer.from('{"hello": "world"}')],
    ['is empty', () => Buffer.alloc(0)],
    ['is no text at all', () => Buffer.from([0, 1, 2, 255, 254])],
  ])(
    'says in one line that the SBOM %s, before anything is started',
    async (_what, bytes) => {
      const sbom = await trial.file('bad.cdx.json', bytes());
      const { status, lines } = await trial.run('demo', 'bad-sbom', '--sbom', sbom).ends();
      expect({ status, count: lines.length, lines }).toEqual({ status: 1, count: 1, lines });
      expect(lines[0]).not.toMatch(/Error|^\s+at |^\w+\.\w+$/);
      await expect(readdir(join(trial.home, 'bad-sbom'))).rejects.toThrow('ENOENT');
    },
    SLOW_MS,
  );
});

describe('A command that looks at a database', () => {
  it.each([
    [['ledger', 'statement']],
    [['ledger', 'check']],
    [['audit', 'head']],
    [['audit', 'export']],
    [['migrate']],
  ])(
    'says in one line that nothing answers, without the password: %j',
    async (command) => {
      const line = new CommandLine([
        ...command,
        '--database',
        `postgres://u:secret@127.0.0.1:${String(trial.ports.postgres)}/x`,
      ]);
      const text = `Nothing answers at 127.0.0.1:${String(trial.ports.postgres)}. Start Mainstay with "npm start", or name a database with --database.`;
      expect(await line.ends()).toEqual({ status: 1, lines: [text] });
    },
    SLOW_MS,
  );
});

function mounted(folder: string, size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
