import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { hashesOf, tilesOf, type ProofPlan } from './proofs.rules.js';
import { TILE_WIDTH, type StoredNodes, type TileAddress, type TileRequest } from './tiles.rules.js';

/** Reads of the hashes that the tree is kept as: leaves, and the roots of full tiles. */
@Injectable()
export class AuditNodes {
  constructor(private readonly dataSource: DataSource) {}

  /** The hashes of several proofs, with one statement for all of them. */
  async proofs(plans: readonly ProofPlan[]): Promise<Buffer[][]> {
    const stored = await readTiles(this.dataSource.manager, tilesOf(plans));
    return plans.map((plan) => hashesOf(plan, stored));
  }

  /** The hashes of one tile, one after the other; the caller has made sure that the log has it. */
  async tile({ level, index, width }: TileRequest): Promise<Buffer> {
    const stored = await readTiles(this.dataSource.manager, [{ level, index }]);
    return Buffer.concat(Array.from({ length: width }, (_, place) => stored(level, index * TILE_WIDTH + place)));
  }
}

/** All kept hashes of some tiles. What is asked for and not there is a hole in the log, which no proof may hide. */
export async function readTiles(manager: EntityManager, tiles: readonly TileAddress[]): Promise<StoredNodes> {
  const rows = await manager.query<{ level: number; index: string; hash: Buffer }[]>(
    `SELECT tile.level, leaf.seq AS index, leaf.leaf_hash AS hash
       FROM unnest($1::int[], $2::bigint[]) AS tile (level, first)
       JOIN audit_entry leaf ON leaf.seq BETWEEN tile.first AND tile.first + ${String(TILE_WIDTH - 1)} WHERE tile.level = 0
     UNION ALL
     SELECT tile.level, root.index, root.hash
       FROM unnest($1::int[], $2::bigint[]) AS tile (level, first)
       JOIN audit_tile_root root ON root.level = tile.level AND root.index BETWEEN tile.first AND tile.first + ${String(TILE_WIDTH - 1)}
      WHERE tile.level > 0`,
    [tiles.map(({ level }) => level), tiles.map(({ index }) => index * TILE_WIDTH)],
  );
  const hashes = new Map(rows.map(({ level, index, hash }) => [`${String(level)}/${index}`, hash]));
  return (level, index) => {
    const hash = hashes.get(`${String(level)}/${String(index)}`);
    if (!hash) throw new Error(`the log has no hash at level ${String(level)}, place ${String(index)}`);
    return hash;
  };
}
