import { Injectable } from '@nestjs/common';
import { CheckpointsRepository } from './checkpoints.repository.js';
import { AuditNodes } from './nodes.queries.js';
import { consistencyPlan } from './proofs.rules.js';
import { hasTile, parseTilePath } from './tiles.rules.js';

/** What anybody may read of the log: signed checkpoints, the keys to check them, hashes, and proofs made of hashes. */
@Injectable()
export class PublishedLog {
  constructor(
    private readonly checkpoints: CheckpointsRepository,
    private readonly nodes: AuditNodes,
  ) {}

  /** The newest signed note; null before the first one. */
  async checkpoint(): Promise<string | null> {
    return (await this.checkpoints.newest())?.note ?? null;
  }

  verifiers(): Promise<string[]> {
    return this.checkpoints.verifiers();
  }

  /** The bytes of a tile, named as in C2SP tlog-tiles; null when it is not covered by a checkpoint, or no tile is called so. */
  async tile(path: string): Promise<Buffer | null> {
    const request = parseTilePath(path);
    if (!request) return null;
    const newest = await this.checkpoints.newest();
    return newest && hasTile(request, Number(newest.size)) ? this.nodes.tile(request) : null;
  }

  /** RFC 9162, 2.1.4: shows that the newer of two checkpoints continues the older one; null when one was not published. */
  async consistency(older: bigint, newer: bigint): Promise<Buffer[] | null> {
    if (older < 1n || older > newer || !(await this.checkpoints.hasSizes([older, newer]))) return null;
    return (await this.nodes.proofs([consistencyPlan(Number(older), Number(newer))]))[0]!;
  }
}
