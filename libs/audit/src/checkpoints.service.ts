import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Tx } from '#platform/database';
import { systemActor } from '#platform/kernel';
import { isCheckpointDue, type NewestCheckpoint } from './checkpoint.rules.js';
import { CheckpointsRepository, type LogHead } from './checkpoints.repository.js';
import { checkpointText, signNote, type NoteSigner } from './note.rules.js';
import { hashesOf, rootPlan, tilesOf } from './proofs.rules.js';
import { SigningKey } from './signing-key.js';
import { TILE_HEIGHT, tileRoot } from './tiles.rules.js';

const ACTOR = systemActor('audit.checkpoints');
/** Tiles whose roots are computed in one transaction: at most 65,536 hashes are read for it. */
const TILES_A_BATCH = 256;

/** Signs the log from time to time, so that what was signed can be held against what is shown later. */
@Injectable()
export class CheckpointsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly checkpoints: CheckpointsRepository,
    private readonly signingKey: SigningKey,
  ) {}

  /**
   * Makes a checkpoint when one is due. It writes no entry itself: the log would grow by being signed, for ever.
   * @throws Error, and signs nothing, when the leaves do not give the head, or do not continue the last checkpoint
   */
  async publishWhenDue(): Promise<void> {
    const signer = await this.signingKey.load();
    const isDue = await this.unitOfWork.run(ACTOR, async (tx) => {
      const [head, newest] = [await this.checkpoints.head(tx), await this.checkpoints.newest(tx)];
      return isCheckpointDue(head.size, newest, signer.verifier, tx.now);
    });
    if (!isDue) return;
    while (
      await this.unitOfWork.run(ACTOR, async (tx) => this.addTileRoots(tx, (await this.checkpoints.head(tx)).size))
    );
    await this.unitOfWork.run(ACTOR, (tx) => this.publish(tx, signer));
  }

  private async publish(tx: Tx, signer: NoteSigner): Promise<void> {
    const newest = await this.checkpoints.newest(tx);
    const head = await this.checkpoints.head(tx);
    // The log goes on growing: a tile may have become full since the others were added.
    while (await this.addTileRoots(tx, head.size));
    await this.assertSound(tx, head, newest, signer);
    await this.checkpoints.add(tx, head, signer, signNote(checkpointText(signer.name, head.size, head.root), signer));
  }

  private async assertSound(tx: Tx, head: LogHead, newest: NewestCheckpoint | null, signer: NoteSigner): Promise<void> {
    if (newest && newest.origin !== signer.name)
      throw new Error(`the log is called ${newest.origin}; a new key has to have the same name`);
    const claims = [head, ...(newest ? [newest] : [])];
    const plans = claims.map(({ size }) => rootPlan(Number(size)));
    const stored = await this.checkpoints.tiles(tx, tilesOf(plans));
    claims.forEach(({ size, root }, place) => {
      if (!hashesOf(plans[place]!, stored)[0]!.equals(root))
        throw new Error(`the leaves do not give the root of ${size.toString()} leaves: the log was changed`);
    });
  }

  /** True while there is more to do. Lower levels come first, since the others are made from them. */
  private async addTileRoots(tx: Tx, size: bigint): Promise<boolean> {
    for (let level = 1; size >= 2n ** BigInt(level * TILE_HEIGHT); level += 1) {
      const first = await this.checkpoints.tileRoots(tx, level);
      const full = Number(size / 2n ** BigInt(level * TILE_HEIGHT));
      const count = Math.min(full - first, TILES_A_BATCH);
      if (count <= 0) continue;
      const below = Array.from({ length: count }, (_, place) => ({ level: level - 1, index: first + place }));
      const stored = await this.checkpoints.tiles(tx, below);
      const roots = below.map(({ index }) => tileRoot(level - 1, index, stored));
      await this.checkpoints.addTileRoots(tx, level, first, roots);
      return true;
    }
    return false;
  }
}
