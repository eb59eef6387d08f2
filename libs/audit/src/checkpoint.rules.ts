import { addMs } from '#platform/kernel';

/** A checkpoint is made when one of the two is reached, and there are new leaves. */
const CHECKPOINT_LEAVES = 1_000n;
const CHECKPOINT_INTERVAL_MS = 60_000;

export interface NewestCheckpoint {
  readonly size: bigint;
  readonly root: Buffer;
  readonly origin: string;
  readonly verifier: string;
  readonly createdAt: Date;
}

/** Whether the log has grown enough, or for long enough, to be signed again; a new key signs at once. */
export function isCheckpointDue(size: bigint, newest: NewestCheckpoint | null, verifier: string, now: Date): boolean {
  if (size === 0n) return false;
  if (newest?.verifier !== verifier) return true;
  const added = size - newest.size;
  return added >= CHECKPOINT_LEAVES || (added > 0n && now >= addMs(newest.createdAt, CHECKPOINT_INTERVAL_MS));
}
