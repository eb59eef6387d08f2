import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Claim,
  Milestone,
  Need,
  OperatorProposal,
  Payment,
  Pledge,
  RecipientAccount,
  Transfer,
} from '../support/entities.js';
import { openTestDatabase, type TestDatabase } from '#platform/testing';
import { schemaSnapshot } from '../support/schema-snapshot.js';
import { committed } from '../support/snapshot-file.js';

const ENTITIES = [Claim, Milestone, Need, OperatorProposal, Payment, Pledge, RecipientAccount, Transfer];

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase(ENTITIES);
});
afterAll(() => database.close());

it('gives the schema that is committed as schema.sql', async () => {
  const current = await schemaSnapshot(database);
  expect(await committed('schema.sql', current)).toBe(current);
});

it.each([
  [
    'a changed CHECK',
    'ALTER TABLE pledge DROP CONSTRAINT pledge_amount, ADD CONSTRAINT pledge_amount CHECK (amount_minor >= 0)',
  ],
  ['a dropped trigger', 'DROP TRIGGER ledger_tx_frozen ON ledger_tx'],
  ['a lost index', 'DROP INDEX need_published'],
  ['a wall that lets the owner through', 'ALTER TABLE product NO FORCE ROW LEVEL SECURITY'],
  ['a policy that is open', 'ALTER POLICY product_cleared ON product USING (true)'],
  ['a right too many', 'GRANT DELETE ON ledger_posting TO mainstay_app'],
])('would notice %s', async (_case, change) => {
  const other = await openTestDatabase();
  try {
    await other.asOwner(change);
    expect(await schemaSnapshot(other)).not.toBe(await schemaSnapshot(database));
  } finally {
    await other.close();
  }
});

describe('every entity', () => {
  it.each(ENTITIES.map((entity) => [entity.name, entity] as const))(
    '%s is read from its table with the columns that it names',
    async (_name, entity) => {
      await expect(database.dataSource.getRepository(entity).find({ take: 1 })).resolves.toEqual([]);
    },
  );
});
