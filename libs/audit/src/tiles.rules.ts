import { merkleRoot } from './merkle.js';

/** C2SP tlog-tiles: a tile has eight levels of the tree, so 256 hashes of its lowest one. */
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 2 ** TILE_HEIGHT;
/** Eight levels of tiles are 2^64 leaves. */
const MAX_LEVEL = 7;
const TILE_PATH = /^(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;

/** The tile at `index` of its level. Its hashes are nodes of the height 8 times `level` over the leaves. */
export interface TileAddress {
  readonly level: number;
  readonly index: number;
}

/** A tile as it is asked for: `width` is 256, or less for a partial tile. */
export interface TileRequest extends TileAddress {
  readonly width: number;
}

/** A hash that is kept: a leaf (level 0), or the root of a full tile of the level below. */
export type StoredNodes = (level: number, index: number) => Buffer;

/** Reads `<L>/<N>[.p/<W>]` as the specification writes it; null for anything else, other spellings of a number included. */
export function parseTilePath(path: string): TileRequest | null {
  const [, levelText, indexText, widthText] = TILE_PATH.exec(path) ?? [];
  if (levelText === undefined || indexText === undefined) return null;
  const level = Number(levelText);
  const index = Number(indexText.replace(/[x/]/g, ''));
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText);
  if (level > MAX_LEVEL || !Number.isSafeInteger(index) || width < 1) return null;
  const request = { level, index, width };
  return tilePath(request) === path ? request : null;
}

/** `1234067` becomes `x001/x234/067`, so that no folder of a static host gets too many files. */
export function tilePath({ level, index, width }: TileRequest): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!;
  const number = groups.map((group, place) => (place === groups.length - 1 ? group : `x${group}`)).join('/');
  return `${String(level)}/${number}${width === TILE_WIDTH ? '' : `.p/${String(width)}`}`;
}

/** Whether a log of `size` leaves has the tile: all its hashes stand for leaves that are covered. */
export function hasTile({ level, index, width }: TileRequest, size: number): boolean {
  return width <= TILE_WIDTH && index * TILE_WIDTH + width <= Math.floor(size / 2 ** (level * TILE_HEIGHT));
}

/** The tile that holds what a perfect subtree is computed from. */
export function tileOfNode(height: number, index: number): TileAddress {
  const level = Math.floor(height / TILE_HEIGHT);
  return { level, index: Math.floor((index * 2 ** (height - level * TILE_HEIGHT)) / TILE_WIDTH) };
}

/** The root of the perfect subtree of 2^height leaves at `index` of its height, out of at most 128 kept hashes. */
export function perfectNodeHash(height: number, index: number, stored: StoredNodes): Buffer {
  const level = Math.floor(height / TILE_HEIGHT);
  const count = 2 ** (height - level * TILE_HEIGHT);
  return merkleRoot(Array.from({ length: count }, (_, place) => stored(level, index * count + place)));
}

/** The root of a full tile: one hash of the level above. */
export function tileRoot(level: number, index: number, stored: StoredNodes): Buffer {
  return merkleRoot(Array.from({ length: TILE_WIDTH }, (_, place) => stored(level, index * TILE_WIDTH + place)));
}
