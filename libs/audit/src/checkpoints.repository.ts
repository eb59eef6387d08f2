import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Tx } from '#platform/database';
import type { NewestCheckpoint } from './checkpoint.rules.js';
import type { NoteSigner } from './note.rules.js';
import { readTiles } from './nodes.queries.js';
import type { StoredNodes, TileAddress } from './tiles.rules.js';

/** A checkpoint that was published: the signed note, and what it says. */
export interface PublishedCheckpoint extends NewestCheckpoint {
  readonly note: string;
}

/** The head of the log as the database keeps it. */
export interface LogHead {
  readonly size: bigint;
  readonly root: Buffer;
}

/** Rows of what the log publishes. */
@Injectable()
export class CheckpointsRepository {
  constructor(private readonly dataSource: DataSource) {}

  head(tx?: Tx): Promise<LogHead> {
    return headOf(tx?.manager ?? this.dataSource.manager);
  }

  newest(tx?: Tx): Promise<PublishedCheckpoint | null> {
    return newestOf(tx?.manager ?? this.dataSource.manager);
  }

  tiles(tx: Tx, tiles: readonly TileAddress[]): Promise<StoredNodes> {
    return readTiles(tx.manager, tiles);
  }

  /** How many roots of full tiles are kept at a level. */
  async tileRoots(tx: Tx, level: number): Promise<number> {
    const rows = await tx.manager.query<{ next: string }[]>(
      'SELECT coalesce(max(index) + 1, 0) AS next FROM audit_tile_root WHERE level = $1',
      [level],
    );
    return Number(rows[0]!.next);
  }

  async addTileRoots(tx: Tx, level: number, first: number, hashes: readonly Buffer[]): Promise<void> {
    await tx.manager.query(
      `INSERT INTO audit_tile_root (level, index, hash)
       SELECT $1::smallint, $2::bigint + place - 1, hash FROM unnest($3::bytea[]) WITH ORDINALITY AS root (hash, place) ON CONFLICT DO NOTHING`,
      [level, first, hashes],
    );
  }

  /** The same size signed twice by one key is one checkpoint. */
  async add(tx: Tx, { size, root }: LogHead, signer: NoteSigner, note: string): Promise<void> {
    const now = tx.now.toISOString();
    await tx.manager.query(
      'INSERT INTO audit_verifier_key (verifier, origin, first_used_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [signer.verifier, signer.name, now],
    );
    await tx.manager.query(
      `INSERT INTO audit_checkpoint (size, verifier, root, note, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [size.toString(), signer.verifier, root, note, now],
    );
  }

  /** Whether checkpoints of all these sizes were published. */
  async hasSizes(sizes: readonly bigint[]): Promise<boolean> {
    const rows = await this.dataSource.query<{ count: string }[]>(
      'SELECT count(DISTINCT size) AS count FROM audit_checkpoint WHERE size = ANY($1::bigint[])',
      [sizes.map(String)],
    );
    return Number(rows[0]!.count) === new Set(sizes).size;
  }

  /** The lines that checkpoints are checked with, newest first. */
  async verifiers(): Promise<string[]> {
    const rows = await this.dataSource.query<{ verifier: string }[]>(
      'SELECT verifier FROM audit_verifier_key ORDER BY first_used_at DESC, verifier',
    );
    return rows.map(({ verifier }) => verifier);
  }
}

async function headOf(manager: EntityManager): Promise<LogHead> {
  const rows = await manager.query<{ size: string; root: Buffer }[]>('SELECT size, root FROM audit_root()');
  return { size: BigInt(rows[0]!.size), root: rows[0]!.root };
}

async function newestOf(manager: EntityManager): Promise<PublishedCheckpoint | null> {
  const rows = await manager.query<(Omit<PublishedCheckpoint, 'size'> & { size: string })[]>(
    `SELECT checkpoint.size, checkpoint.root, checkpoint.note, checkpoint.verifier, checkpoint.created_at AS "createdAt", key.origin
       FROM audit_checkpoint checkpoint JOIN audit_verifier_key key USING (verifier)
      ORDER BY checkpoint.size DESC, checkpoint.created_at DESC LIMIT 1`,
  );
  return rows[0] ? { ...rows[0], size: BigInt(rows[0].size) } : null;
}
