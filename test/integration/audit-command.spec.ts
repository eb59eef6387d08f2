import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from '#libs/audit';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';
import { CommandLine } from '../support/command-line.js';
import { signer } from '../support/planted-log.js';

let database: TestDatabase;
let directory: string;
beforeAll(async () => {
  database = await openTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'mainstay-audit-command-'));
  await database.unitOfWork(new AuditLog()).run(TEST_ACTOR, (tx) => {
    for (const id of ['a', 'b', "it's"]) tx.audit('thing', id, 'happen', {});
    return Promise.resolve();
  });
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true, force: true });
});

const audit = (...args: string[]) => new CommandLine(['audit', ...args]).ends();

it('an export that only its owner may read is verified without the database, and a changed one is refused', async () => {
  const file = join(directory, 'log.jsonl');
  expect((await audit('export', '--database', database.url, '--out', file)).status).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const { status, lines } = await audit('verify', file);
  expect([status, lines[0]]).toEqual([0, expect.stringMatching(/^The export is intact: 3 leaves, 0 signed/)]);
  const text = await readFile(file, 'utf8');
  expect((await audit('export', '--database', database.url)).lines.join('\n')).toBe(text.trimEnd());
  await writeFile(file, text.replace('thing:b', 'thing:c'));
  expect(await audit('verify', file)).toEqual({
    status: 1,
    lines: ['The log is broken: leaf 1 does not have its hash.'],
  });
}, 60_000);

it('a key is made in the form that the worker reads, and what cannot be used is told in one line', async () => {
  const { status, lines } = await audit('key', 'mainstay.example/log');
  expect([status, lines]).toEqual([0, [expect.stringMatching(/^PRIVATE\+KEY\+mainstay\.example\/log\+/)]]);
  expect((await audit('key', 'a b')).lines).toEqual([expect.stringMatching(/cannot be the name of a log/)]);
  expect((await audit('verify', join(directory, 'none'))).lines).toEqual([
    expect.stringMatching(/there is no such file/),
  ]);
  const { lines: wrong } = await audit('verify', join(directory, 'log.jsonl'), '--key', `${signer().verifier}x`);
  expect(wrong).toEqual([expect.stringMatching(/^The log is broken: (not an Ed25519|the hash of a key)/)]);
}, 60_000);
