import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { milliseconds } from '../pairs.mjs';
import { peer } from './peers.mjs';

/** Tables of an inventory, with the column that names it. */
const TABLES = {
  inventory: 'id',
  inventory_document: 'inventory_id',
  inventory_graph: 'inventory_id',
  inventory_component: 'inventory_id',
  project_use: 'inventory_id',
};

/**
 * The least that storing a lockfile can take: parsing it, and COPY of the rows of a stored inventory into tables of the same
 * kind in one transaction. The text that is copied is made outside of the time.
 */
export async function copyFloor(client, inventoryId, bytes) {
  const { from, to } = peer('pg-copy-streams');
  const { rows } = await client.query('SELECT upload_id AS "uploadId" FROM inventory WHERE id = $1', [inventoryId]);
  const [{ uploadId }] = rows;
  const stored = [];
  for (const [table, column] of Object.entries(TABLES)) {
    await createAlike(client, table);
    const copied = client.query(to(`COPY (SELECT * FROM ${table} WHERE ${column} = '${inventoryId}') TO STDOUT`));
    stored.push([table, await text(copied)]);
  }
  return async () => {
    const ids = [randomUUID(), randomUUID()];
    const rowsOf = stored.map(([table, copy]) => [
      table,
      copy.replaceAll(inventoryId, ids[0]).replaceAll(uploadId, ids[1]),
    ]);
    const took = await milliseconds(async () => {
      if (JSON.parse(bytes.toString()).packages === undefined) throw new Error('this is no lockfile');
      await client.query('BEGIN');
      for (const [table, copy] of rowsOf) {
        const stream = client.query(from(`COPY bench_${table} FROM STDIN`));
        stream.end(copy);
        await once(stream, 'finish');
      }
      await client.query('COMMIT');
    });
    await assertCopied(client, inventoryId, ids[0]);
    return took;
  };
}

/** A table with the same columns, checks and indexes, and the same foreign keys to its inventory and to projects. */
async function createAlike(client, table) {
  await client.query(`CREATE TABLE bench_${table} (LIKE ${table} INCLUDING ALL)`);
  if (table === 'inventory') return;
  const { rows } = await client.query(
    `SELECT conname AS name, replace(pg_get_constraintdef(oid), 'REFERENCES inventory(', 'REFERENCES bench_inventory(') AS definition
       FROM pg_constraint WHERE contype = 'f' AND conrelid = $1::regclass`,
    [table],
  );
  for (const { name, definition } of rows)
    await client.query(`ALTER TABLE bench_${table} ADD CONSTRAINT ${name} ${definition}`);
}

async function assertCopied(client, inventoryId, copyId) {
  const count = async (table, id) =>
    (await client.query(`SELECT count(*)::int AS rows FROM ${table} WHERE inventory_id = $1`, [id])).rows[0].rows;
  for (const table of ['inventory_component', 'project_use']) {
    const [own, copied] = [await count(table, inventoryId), await count(`bench_${table}`, copyId)];
    if (own !== copied) throw new Error(`${copied} rows of ${table} were copied and not ${own}`);
  }
}
