import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { leafHash, merkleRoot } from './merkle.js';
import { consistencyPlan, hashesOf, inclusionPlan, rootPlan, tilesOf } from './proofs.rules.js';
import {
  TILE_WIDTH,
  hasTile,
  parseTilePath,
  tilePath,
  tileRoot,
  type StoredNodes,
  type TileRequest,
} from './tiles.rules.js';

interface Verifier {
  verifyInclusion(index: number, size: number, leaf: Buffer, proof: readonly Buffer[], root: Buffer): boolean;
  verifyConsistency(older: number, newer: number, from: Buffer, to: Buffer, proof: readonly Buffer[]): boolean;
}
const VERIFIER = pathToFileURL(resolve(import.meta.dirname, '../../../scripts/verify-log.mjs')).href;
const { verifyInclusion, verifyConsistency } = (await import(VERIFIER)) as Verifier;

/** The leaves that the implementations of certificate transparency share as test data, and the roots of the first n. */
const LEAVES = ['', '\x00', '\x10', ' !', '01', '@ABC', 'PQRSTUVW', '`abcdefghijklmno'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

// The definitions of RFC 9162 as they stand there, recursive and on the leaves themselves: a second implementation.
const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const k = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1);
const mth = (d: readonly string[]): Buffer => {
  if (d.length <= 1) return d.length === 0 ? sha() : sha(Buffer.from([0]), Buffer.from(d[0]!));
  return sha(Buffer.from([1]), mth(d.slice(0, k(d.length))), mth(d.slice(k(d.length))));
};
const path = (m: number, d: readonly string[]): Buffer[] => {
  if (d.length === 1) return [];
  const split = k(d.length);
  return m < split
    ? [...path(m, d.slice(0, split)), mth(d.slice(split))]
    : [...path(m - split, d.slice(split)), mth(d.slice(0, split))];
};
const subproof = (m: number, d: readonly string[], isWhole: boolean): Buffer[] => {
  if (m === d.length) return isWhole ? [] : [mth(d)];
  const split = k(d.length);
  return m <= split
    ? [...subproof(m, d.slice(0, split), isWhole), mth(d.slice(split))]
    : [...subproof(m - split, d.slice(split), false), mth(d.slice(0, split))];
};

/** Leaves and roots of full tiles, as the database keeps them. What is not kept must not be asked for. */
function stored(hashes: readonly Buffer[]): StoredNodes {
  const levels = [hashes];
  const read: StoredNodes = (level, index) => {
    const hash = levels[level]?.[index];
    if (!hash) throw new Error(`nothing is kept at ${String(level)}/${String(index)}`);
    return hash;
  };
  for (let level = 0; levels[level]!.length >= TILE_WIDTH; level += 1) {
    const full = Math.floor(levels[level]!.length / TILE_WIDTH);
    levels.push(Array.from({ length: full }, (_, index) => tileRoot(level, index, read)));
  }
  return read;
}

const entries = (count: number) => Array.from({ length: count }, (_, index) => `entry ${String(index)}`);

describe('the Merkle tree', () => {
  it('has the published roots of the eight leaves, for every size', () => {
    for (const [size, root] of ROOTS.entries()) {
      const hashes = LEAVES.slice(0, size).map((leaf) => leafHash(leaf));
      expect(merkleRoot(hashes).toString('hex')).toBe(root);
      expect(mth(LEAVES.slice(0, size)).toString('hex')).toBe(root);
    }
  });

  it.each([
    ['the eight leaves', LEAVES],
    ['forty entries', entries(40)],
  ])(
    'has the proofs of the definition for %s, and a verifier of its own takes each and no changed one',
    (_case, all) => {
      for (let size = 1; size <= all.length; size += 1) {
        const d = all.slice(0, size);
        const kept = stored(d.map(leafHash));
        const root = mth(d);
        expect(hashesOf(rootPlan(size), kept)).toEqual([root]);
        for (let index = 0; index < size; index += 1) {
          const proof = hashesOf(inclusionPlan(index, size), kept);
          expect(proof).toEqual(path(index, d));
          const leaf = leafHash(d[index]!);
          expect(verifyInclusion(index, size, leaf, proof, root)).toBe(true);
          expect(verifyInclusion(index, size, leafHash('another'), proof, root)).toBe(false);
          expect(verifyInclusion(index, size, leaf, [...proof, root], root)).toBe(false);
          // With one leaf there is neither another place nor a hash to leave out.
          const isAlone = size === 1;
          expect(verifyInclusion((index + 1) % size, size, leaf, proof, root)).toBe(isAlone);
          expect(verifyInclusion(index, size, leaf, proof.slice(1), root)).toBe(isAlone);
        }
        for (let older = 1; older <= size; older += 1) {
          const proof = hashesOf(consistencyPlan(older, size), kept);
          const olderRoot = mth(all.slice(0, older));
          expect(proof).toEqual(subproof(older, d, true));
          expect(verifyConsistency(older, size, olderRoot, root, proof)).toBe(true);
          expect(verifyConsistency(older, size, leafHash('another'), root, proof)).toBe(false);
          expect(verifyConsistency(older, size, olderRoot, leafHash('another'), proof)).toBe(false);
          expect(verifyConsistency(older, size, olderRoot, root, [...proof, root])).toBe(false);
        }
      }
    },
  );

  it.each([255, 256, 257, 511, 512, 70_000])('gives proofs out of its tiles with %s leaves', (size) => {
    const hashes = entries(size).map(leafHash);
    const [kept, root] = [stored(hashes), merkleRoot(hashes)];
    for (const index of [0, 1, 254, Math.floor(size / 2), size - 1]) {
      const plan = inclusionPlan(index, size);
      expect(tilesOf([plan]).length).toBeLessThanOrEqual(6);
      expect(verifyInclusion(index, size, hashes[index]!, hashesOf(plan, kept), root)).toBe(true);
    }
    for (const older of [1, 254, Math.floor(size / 2), size - 1]) {
      const olderRoot = merkleRoot(hashes.slice(0, older));
      const proof = hashesOf(consistencyPlan(older, size), kept);
      expect(verifyConsistency(older, size, olderRoot, root, proof)).toBe(true);
    }
  });

  it('gives no proof for a leaf that the tree does not have, nor from an empty tree, nor backwards', () => {
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [0.5, 5],
    ] as const)
      // prettier-ignore
      expect(() => inclusionPlan(index, size)).toThrow(RangeError);
    for (const [older, newer] of [
      [0, 5],
      [6, 5],
      [1.5, 5],
    ] as const)
      // prettier-ignore
      expect(() => consistencyPlan(older, newer)).toThrow(RangeError);
    expect(verifyConsistency(0, 5, mth([]), mth(entries(5)), [])).toBe(false);
    expect(verifyInclusion(5, 5, leafHash(''), [], leafHash(''))).toBe(false);
  });
});

describe('the address of a tile', () => {
  it.each<[string, TileRequest]>([
    ['0/000', { level: 0, index: 0, width: 256 }],
    ['0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['1/x001/000.p/17', { level: 1, index: 1_000, width: 17 }],
  ])('%s is read and written as C2SP tlog-tiles has it', (text, tile) => {
    expect(parseTilePath(text)).toEqual(tile);
    expect(tilePath(tile)).toBe(text);
  });

  it.each(['0/0', '0/1000', '00/000', '8/000', '0/x000/001', '0/000.p/0', '0/000.p/256', '0/000.p/01', '0/x001/234/', 'entries/000', '../000', '0/001/234']) // prettier-ignore
  ('%s is none', (text) => {
    expect(parseTilePath(text)).toBeNull();
  });

  it('is one of the log when all its hashes stand for covered leaves', () => {
    const tile = (level: number, index: number, width: number) => ({ level, index, width });
    expect([hasTile(tile(0, 0, 256), 256), hasTile(tile(0, 0, 256), 255)]).toEqual([true, false]);
    expect([hasTile(tile(0, 1, 3), 259), hasTile(tile(0, 1, 4), 259)]).toEqual([true, false]);
    expect([hasTile(tile(1, 0, 1), 256), hasTile(tile(1, 0, 2), 511)]).toEqual([true, false]);
  });
});
