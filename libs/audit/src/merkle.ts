import { sha256 } from '#platform/kernel';

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** RFC 9162, 2.1.1: the domain of leaves and the domain of nodes are told apart by their first byte. */
export function leafHash(data: string): Buffer {
  return sha256(Buffer.concat([LEAF, Buffer.from(data, 'utf8')]));
}

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.concat([NODE, left, right]));
}

/** The Merkle tree head over all leaf hashes in order, level by level; an odd node goes up as it is. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256('');
  let level = [...leaves];
  while (level.length > 1) {
    const next: Buffer[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const right = level[index + 1];
      next.push(right ? nodeHash(level[index]!, right) : level[index]!);
    }
    level = next;
  }
  return level[0]!;
}
