import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/audit';
import { Config } from '#platform/config';
import { DataKeys } from '#platform/database';
import { formatId, newId, type Id } from '#platform/kernel';
import { LinkedIdentities } from '../../libs/identity/src/linked-identities.repository.js';
import { PersonNames } from '../../libs/identity/src/person-names.js';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';
import { CommandLine } from '../support/command-line.js';

const ISSUER = 'https://id.example';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const admin = (...args: string[]) => new CommandLine(['admin', ...args]).ends();
const onDatabase = () => ['--database', database.url];

async function givenPerson(subject: string): Promise<string> {
  const keys = new DataKeys(Config.load({}));
  const identities = new LinkedIdentities(keys, new PersonNames(keys));
  const identity = { issuer: ISSUER, subject, displayName: 'Grace Name' };
  const id = await database.unitOfWork(new AuditLog()).run(TEST_ACTOR, (tx) => identities.register(tx, identity));
  await database.asOwner(
    `INSERT INTO session (id, person_id, secret_hash, created_at, last_seen_at, expires_at)
     VALUES (gen_random_uuid(), $1, sha256(gen_random_uuid()::text::bytea), now(), now(), now())`,
    [id],
  );
  return formatId('usr', id);
}

it('says how to begin, and lists nobody before anybody has signed in', async () => {
  const help = await admin('--help');
  expect(help.status).toBe(0);
  expect(help.lines.join('\n')).toMatch(
    /How to begin:[\s\S]*Sign in once[\s\S]*admin list[\s\S]*admin create --person usr_/,
  );
  const list = await admin('list', ...onDatabase());
  expect(list).toEqual({
    status: 0,
    lines: ['Nobody holds a right of an operator yet.', expect.stringMatching(/^Nobody has signed in yet/)],
  });
}, 60_000);

it.each([
  ['nobody is named', [], /^Say who: --person usr_/],
  ['half a name is given', ['--issuer', ISSUER], /^Say who:/],
  ['two people are meant', ['--person', 'usr_x', '--issuer', ISSUER, '--subject', 'a'], /^Say who:/],
  ['the id is a name', ['--person', 'grace'], /^"grace" is not the id of a person; it looks like usr_/],
  ['the id is of something else', ['--person', formatId('org', newId<'org'>())], /is not the id of a person/],
  ['the id is of nobody', ['--person', formatId('usr', newId<'usr'>())], /has signed in here. Sign in once/],
  ['the account is of nobody', ['--issuer', ISSUER, '--subject', 'nobody'], /^Nobody with https:\/\/id.example nobody/],
])(
  'makes nobody when %s, in one line that says what to do',
  async (_case, args, line) => {
    const { status, lines } = await admin('create', ...args, ...onDatabase());
    expect([status, lines]).toEqual([1, [expect.stringMatching(line)]]);
    expect(await database.asOwner('SELECT 1 FROM operator_grant')).toEqual([]);
  },
  60_000,
);

it('makes the first administrator of what the list shows, once, with a leaf and a notice', async () => {
  const grace = await givenPerson('grace');
  const ada = await givenPerson('ada');
  const before = await admin('list', ...onDatabase());
  expect(before.lines).toEqual([
    'Nobody holds a right of an operator yet.',
    'Who signed in last (id, provider, name there):',
    `  ${ada}  ${ISSUER}  ada`,
    `  ${grace}  ${ISSUER}  grace`,
    'Choose one of them: mainstay admin create --person usr_…',
  ]);
  expect(before.lines.join()).not.toContain('Grace Name');
  const made = await admin('create', '--issuer', ISSUER, '--subject', 'grace', ...onDatabase());
  expect(made).toEqual({ status: 0, lines: [expect.stringContaining(`${grace} is the first administrator`)] });
  expect(await admin('create', '--person', ada, ...onDatabase())).toEqual({
    status: 1,
    lines: [expect.stringMatching(/^There is an administrator of operators already/)],
  });
  const [row] = await database.asOwner<{ leaves: number; notices: number }>(
    `SELECT (SELECT count(*)::int FROM audit_entry WHERE canonical LIKE '%"action":"grantFirst"%') AS leaves,
            (SELECT count(*)::int FROM outbox_message WHERE topic = 'operators.notice_due') AS notices`,
  );
  expect(row).toEqual({ leaves: 1, notices: 1 });
  const { lines } = await admin('list', ...onDatabase());
  expect(lines.slice(0, 2)).toEqual(['Rights of operators:', `  ${grace}  operator_admin  without an end`]);
}, 60_000);

it('ends the last administrator from the machine, and then makes another first one', async () => {
  const [{ id }] = (await database.asOwner<{ id: Id<'usr'> }>(
    'SELECT person_id AS id FROM operator_grant WHERE ended_at IS NULL',
  )) as [{ id: Id<'usr'> }];
  const lost = formatId('usr', id);
  expect((await admin('end', '--person', lost, ...onDatabase())).status).toBe(1);
  const blank = await admin('end', '--person', lost, '--reason', ' ', ...onDatabase());
  expect(blank).toEqual({ status: 1, lines: ['Give a reason of 1 to 500 characters.'] });
  const ended = await admin('end', '--person', lost, '--reason', 'Lost the key', ...onDatabase());
  expect(ended).toEqual({ status: 0, lines: [expect.stringContaining('has ended')] });
  expect(await admin('end', '--person', lost, '--reason', 'Again', ...onDatabase())).toEqual({
    status: 1,
    lines: [expect.stringContaining('does not hold operator_admin')],
  });
  expect((await admin('create', '--person', await givenPerson('next'), ...onDatabase())).status).toBe(0);
}, 60_000);

it('says of a database without tables that it has to be migrated', async () => {
  const empty = new URL(database.url);
  empty.pathname = '/postgres';
  const { status, lines } = await admin('list', '--database', empty.href);
  expect([status, lines]).toEqual([1, [expect.stringContaining('mainstay migrate')]]);
}, 60_000);
