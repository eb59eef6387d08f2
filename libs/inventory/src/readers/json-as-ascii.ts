import { isAscii } from 'node:buffer';

/** Bytes that are looked at together. */
const BLOCK = 1_024;
/** Of how many blocks one may have to be written anew before that takes longer than decoding all of them. */
const ONE_IN = 8;

const BEYOND_ASCII = /[^\0-\x7f]/g;
/** A backslash before such a character is an error, which an escape in the place of the character would hide. */
const ESCAPED_BEYOND_ASCII = /\\[^\0-\x7f]/;

/**
 * The text of a JSON document with ASCII alone: other characters, which may only stand in strings, as escapes. The engine
 * keeps such a text outside of its heap and parses it nearly twice as fast as one with a single wide character. It is
 * parsed to the same value, but positions in it are not those of the document.
 * @param utf8 a document in valid UTF-8
 */
export function jsonAsAscii(utf8: Buffer): string {
  if (isAscii(utf8)) return utf8.toString('latin1');
  const blocksToRewrite = Math.floor(utf8.length / BLOCK / ONE_IN);
  const parts: Buffer[] = [];
  let start = 0;
  for (let from = 0, to: number; from < utf8.length; from = to) {
    to = endOfBlock(utf8, from);
    const block = utf8.subarray(from, to);
    if (isAscii(block)) continue;
    const text = block.toString();
    if (parts.length > 2 * blocksToRewrite || ESCAPED_BEYOND_ASCII.test(text)) return utf8.toString();
    parts.push(utf8.subarray(start, from), Buffer.from(text.replace(BEYOND_ASCII, escaped), 'latin1'));
    start = to;
  }
  parts.push(utf8.subarray(start));
  return Buffer.concat(parts).toString('latin1');
}

/** A block ends where a character does, and not behind a backslash. */
function endOfBlock(utf8: Buffer, from: number): number {
  let to = Math.min(from + BLOCK, utf8.length);
  while (to < utf8.length && ((utf8[to]! & 0xc0) === 0x80 || utf8[to - 1] === 0x5c)) to += 1;
  return to;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
