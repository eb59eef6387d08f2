import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { leafHash, merkleRoot } from './merkle.js';

export interface AuditHead {
  /** Number of leaves. */
  readonly size: bigint;
  /** Root hash of the Merkle tree, hexadecimal. */
  readonly root: string;
}

export interface AuditCheck {
  readonly head: AuditHead;
  readonly recomputedRoot: string;
  /** Place of the first leaf whose bytes do not give its stored hash; null when there is none. */
  readonly firstBadLeaf: number | null;
}

@Injectable()
export class AuditQueries {
  constructor(private readonly dataSource: DataSource) {}

  async head(): Promise<AuditHead> {
    const rows = await this.dataSource.query<{ size: string; root: Buffer }[]>('SELECT size, root FROM audit_root()');
    return { size: BigInt(rows[0]!.size), root: rows[0]!.root.toString('hex') };
  }

  /** Computes every leaf and the root again from the stored bytes, by other code than the one that appends. */
  async check(): Promise<AuditCheck> {
    const head = await this.head();
    const rows = await this.dataSource.query<{ canonical: string; leaf_hash: Buffer }[]>(
      'SELECT canonical, leaf_hash FROM audit_entry ORDER BY seq',
    );
    const hashes = rows.map((row) => leafHash(row.canonical));
    const bad = rows.findIndex((row, index) => !row.leaf_hash.equals(hashes[index]!));
    return { head, recomputedRoot: merkleRoot(hashes).toString('hex'), firstBadLeaf: bad < 0 ? null : bad };
  }
}
