import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditExport, AuditLog, CheckpointsService, PublishedLog, SigningKey, newSigningKey } from '#libs/audit';
import { CheckpointsRepository } from '../../libs/audit/src/checkpoints.repository.js';
import { AuditNodes } from '../../libs/audit/src/nodes.queries.js';
import { Config, ConfigurationError } from '#platform/config';
import { commit, forgetCommitments } from '#platform/database';
import { VirtualClock, commitmentOf, type Actor } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';
import { faultOf, verifyConsistency } from '../support/planted-log.js';

const NAME = 'mainstay.example/log';
let database: TestDatabase;
let clock: VirtualClock;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mainstay-audit-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(async () => {
  database = await openTestDatabase();
  clock = new VirtualClock();
});
afterEach(() => database.close());

function publisher(key = newSigningKey(NAME)) {
  const signingKey = new SigningKey(Config.load({ NODE_ENV: 'test', AUDIT_SIGNING_KEY: key }));
  const repository = new CheckpointsRepository(database.dataSource);
  const service = new CheckpointsService(database.unitOfWork(new AuditLog(), clock), repository, signingKey);
  const log = new PublishedLog(repository, new AuditNodes(database.dataSource));
  return { service, log, signingKey };
}

const act = (count: number, actor: Actor = TEST_ACTOR) =>
  database.unitOfWork(new AuditLog(), clock).run(actor, (tx) => {
    for (let index = 0; index < count; index += 1) tx.audit('thing', String(index), 'happen', { index });
    return Promise.resolve();
  });
const exportNow = async () => {
  const lines: string[] = [];
  for await (const line of new AuditExport(database.dataSource).lines()) lines.push(line);
  return Buffer.from(lines.join(''));
};
const sizes = async () =>
  (await database.asOwner<{ size: string }>('SELECT size FROM audit_checkpoint ORDER BY size, created_at')).map(
    ({ size }) => Number(size),
  );

describe('a checkpoint', () => {
  it('is made once for a size, and again a minute later when the log has grown', async () => {
    const { service } = publisher();
    await service.publishWhenDue();
    expect(await sizes()).toEqual([]);
    await act(3);
    await service.publishWhenDue();
    await service.publishWhenDue();
    expect(await sizes()).toEqual([3]);
    await act(1);
    await service.publishWhenDue();
    expect(await sizes()).toEqual([3]);
    clock.moveTo(60_000);
    await service.publishWhenDue();
    clock.moveTo(120_000);
    await service.publishWhenDue();
    expect(await sizes()).toEqual([3, 4]);
  });

  it('is one, however many workers make it at the same time', async () => {
    const key = newSigningKey(NAME);
    await act(300);
    await Promise.all(Array.from({ length: 5 }, () => publisher(key).service.publishWhenDue()));
    expect(await sizes()).toEqual([300]);
  });

  it('is made while the log grows, over the end of a tile too', async () => {
    await act(250);
    const { service, log } = publisher();
    const growing = (async () => {
      for (let index = 0; index < 60; index += 1) await act(1);
    })();
    while ((await sizes()).at(-1)! < 300 || (await sizes()).length === 0) {
      clock.moveTo(clock.offset + 60_000);
      await service.publishWhenDue();
    }
    await growing;
    expect((await log.tile('0/000'))?.length).toBe(8_192);
    expect(await faultOf(await exportNow())).toBeNull();
  });

  it('goes on under a new key of the same name, and the old key stays published', async () => {
    const [first, second] = [publisher(), publisher()];
    await act(2);
    await first.service.publishWhenDue();
    await second.service.publishWhenDue();
    const keys = [(await second.signingKey.load()).verifier, (await first.signingKey.load()).verifier];
    expect((await first.log.verifiers()).sort()).toEqual(keys.sort());
    expect(await sizes()).toEqual([2, 2]);
    expect(await faultOf(await exportNow())).toBeNull();
  });

  it('is refused to a key of another name', async () => {
    await act(1);
    await publisher().service.publishWhenDue();
    await expect(publisher(newSigningKey('else.example/log')).service.publishWhenDue()).rejects.toThrow(/same name/);
  });

  it.each([
    ['a leaf hash was changed', `UPDATE audit_entry SET leaf_hash = sha256('x') WHERE seq = 1`],
    ['the head was changed', `UPDATE audit_head SET edge = ARRAY[sha256('x')] || edge[2:]`],
    ['a leaf was removed', 'DELETE FROM audit_entry WHERE seq = 1'],
    ['the last checkpoint was changed', `UPDATE audit_checkpoint SET root = sha256('x')`],
  ])('is not signed when %s', async (_case, sql) => {
    const { service } = publisher();
    await act(3);
    await service.publishWhenDue();
    await database.asOwner('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_frozen');
    for (const table of ['audit_head', 'audit_checkpoint'])
      await database.asOwner(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
    await database.asOwner(sql);
    await act(1);
    clock.moveTo(60_000);
    await expect(service.publishWhenDue()).rejects.toThrow(/the log was changed|has no hash/);
    expect(await sizes()).toEqual([3]);
  });

  it.each(['audit_checkpoint', 'audit_verifier_key', 'audit_tile_root'])('stays: nothing in %s is changed or removed', async (table) => {
    await act(256);
    await publisher().service.publishWhenDue();
    await expect(database.asOwner(`DELETE FROM ${table}`)).rejects.toThrow(/rows are never changed/);
    await expect(database.dataSource.query(`TRUNCATE ${table}`)).rejects.toThrow(/permission denied/);
  });
}); // prettier-ignore

describe('the published log', () => {
  it('has the tiles that its checkpoint covers, and no others', async () => {
    const { service, log } = publisher();
    await act(600);
    await service.publishWhenDue();
    await act(10);
    const tile = async (path: string) => (await log.tile(path))?.length ?? null;
    expect(await Promise.all(['0/000', '0/001', '0/002.p/88', '0/002.p/1', '1/000.p/2'].map(tile))).toEqual([8_192, 8_192, 88 * 32, 32, 64]); // prettier-ignore
    expect(await Promise.all(['0/002', '0/002.p/89', '1/000.p/3', '1/000', '0/003.p/1', 'entries/000'].map(tile))).toEqual([null, null, null, null, null, null]); // prettier-ignore
    const [leaf] = await database.asOwner<{ hash: Buffer }>(
      'SELECT leaf_hash AS hash FROM audit_entry WHERE seq = 257',
    );
    expect((await log.tile('0/001'))!.subarray(32, 64)).toEqual(leaf!.hash);
  });

  it('proves between published sizes alone', async () => {
    const { service, log } = publisher();
    await act(5);
    await service.publishWhenDue();
    await act(995);
    clock.moveTo(60_000);
    await service.publishWhenDue();
    const proof = (await log.consistency(5n, 1_000n))!;
    const roots = (await database.asOwner<{ root: Buffer }>('SELECT root FROM audit_checkpoint ORDER BY size')).map(
      ({ root }) => root,
    );
    expect(verifyConsistency(5, 1_000, roots[0]!, roots[1]!, proof)).toBe(true);
    expect(verifyConsistency(6, 1_000, roots[0]!, roots[1]!, proof)).toBe(false);
    expect(await log.consistency(5n, 5n)).toEqual([]);
    expect([await log.consistency(4n, 1_000n), await log.consistency(1_000n, 5n), await log.consistency(0n, 5n)]).toEqual([null, null, null]); // prettier-ignore
  });

  it('is exported while it grows, and the export is verified without the database', async () => {
    const { service } = publisher();
    await act(400);
    await service.publishWhenDue();
    const exporting = exportNow();
    await Promise.all([act(5), act(7)]);
    expect(await faultOf(await exporting)).toBeNull();
    await database.asOwner('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_frozen');
    await database.asOwner(`UPDATE audit_entry SET canonical = replace(canonical, 'happen', 'hapPen') WHERE seq = 123`);
    expect(await faultOf(await exportNow())).toEqual({ message: 'leaf 123 does not have its hash', leaf: 123 });
  });
});

describe('the signing key of local trials', () => {
  const config = (more = {}) => Config.load({ NODE_ENV: 'test', DATA_DIR: directory, ...more });

  it('is made once, and only its owner may read it', async () => {
    const keys = await Promise.all([1, 2].map(() => new SigningKey(config()).load().catch(() => null)));
    const { verifier } = await new SigningKey(config()).load();
    for (const key of keys) expect(key === null || key.verifier === verifier).toBe(true);
    expect((await stat(join(directory, 'audit-signing.key'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(directory, 'audit-signing.key'), 'utf8')).toMatch(/^PRIVATE\+KEY\+local\/[0-9a-f]{8}\+/);
  });

  it('is refused in production, and a damaged one is refused without being told', async () => {
    const production = Config.load({
      NODE_ENV: 'production',
      ALLOW_SIMULATED_MONEY: '1',
      PUBLIC_URL: 'https://mainstay.example',
      OPENID_ISSUER: 'https://login.example',
      OPENID_CLIENT_SECRET: 'a-secret-of-the-provider',
      DATABASE_URL: 'postgres://mainstay@database.example/mainstay',
      SMTP_URL: 'smtps://mail.example',
      MAIL_FROM: 'Mainstay <mail@mainstay.example>',
      LINK_SIGNING_KEY: 'a-key-for-links-of-32-characters',
      STRIPE_WEBHOOK_SECRETS: 'whsec_0123456789abcdef',
      STRIPE_CONNECT_WEBHOOK_SECRETS: 'whsec_abcdef9876543210',
      STRIPE_V2_WEBHOOK_SECRETS: 'whsec_fedcba9876543210',
      UPLOAD_SIGNING_KEY: 'a-key-that-signs-addresses',
      PERSONAL_DATA_KEY: 'a-key-that-seals-other-keys',
    });
    await expect(new SigningKey(production).load()).rejects.toThrow(/AUDIT_SIGNING_KEY: missing/);
    const damaged = newSigningKey(NAME).replace(/\+[0-9a-f]{8}\+/, '+00000000+');
    const refusal = new SigningKey(config({ AUDIT_SIGNING_KEY: damaged })).load();
    await expect(refusal).rejects.toThrow(ConfigurationError);
    await expect(refusal).rejects.not.toThrow(damaged.slice(-20));
  });
});

describe('a commitment', () => {
  it('proves its value with the salt, and says nothing once its subject is erased', async () => {
    const unitOfWork = database.unitOfWork(new AuditLog(), clock);
    const [grace, ada] = ['1', '2'].map((id) => ({ type: 'person', id }));
    const commitments = await unitOfWork.run(TEST_ACTOR, async (tx) => [
      await commit(tx, grace!, 'country', 'NZ'),
      await commit(tx, grace!, 'country', 'NZ'),
      await commit(tx, ada!, 'country', 'NZ'),
    ]);
    expect(new Set(commitments).size).toBe(3);
    const salts = () => database.asOwner<{ commitment: string; salt: Buffer }>('SELECT commitment, salt FROM commitment_salt');
    for (const { commitment, salt } of await salts()) expect(commitmentOf(salt, 'NZ')).toBe(commitment);
    expect(await unitOfWork.run(TEST_ACTOR, (tx) => forgetCommitments(tx, grace!))).toBe(2);
    expect((await salts()).map(({ commitment }) => commitment)).toEqual([commitments[2]]);
  });
}); // prettier-ignore
