import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  checkpoint,
  exported,
  faultOf,
  hasPython,
  leafLine,
  pythonSays,
  signer,
  soundLog,
  type PlantedLog,
} from '../support/planted-log.js';

/** All 10,000 of the figure with MAINSTAY_LONG=1. */
const TAMPERS = process.env.MAINSTAY_LONG === '1' ? 10_000 : 500;

const key = signer();
const other = signer();
const log = soundLog(23, [7, 16, 23], key);
const changed = (seq: number) => leafLine(seq, '{"action":"never happened"}');
const withLeaves = (leaves: PlantedLog['leaves']): PlantedLog => ({ ...log, leaves });
const replaced = (seq: number, line: object) =>
  withLeaves(log.leaves.map((leaf) => (leaf.seq === seq ? { ...leaf, ...line } : leaf)));
const swapped = (left: number, right: number) => {
  const leaves = [...log.leaves];
  [leaves[left], leaves[right]] = [leaves[right]!, leaves[left]!];
  return leaves;
};
const renumbered = (leaves: PlantedLog['leaves']) => leaves.map((leaf, seq) => ({ ...leaf, seq }));
const forged = (note: string) => {
  const end = note.length - 12;
  return note.slice(0, end) + (note[end] === 'A' ? 'B' : 'A') + note.slice(end + 1);
};
const pinned = [key.verifier];

const cases: [what: string, log: PlantedLog, message: RegExp, leaf: number | null, keys: readonly string[]][] = [
  ['an entry that was changed', replaced(11, { entry: '{}' }), /leaf 11 does not have its hash/, 11, []],
  ['a leaf hash that was changed', replaced(11, { hash: log.leaves[10]!.hash }), /leaf 11 does not have its hash/, 11, []],
  ['an entry changed together with its hash', replaced(11, changed(11)), /first 16 leaves .* signed: the fault is in leaf 7 or after/, null, []],
  ['a leaf that was removed', withLeaves(log.leaves.filter(({ seq }) => seq !== 11)), /leaf 11 is missing/, 11, []],
  ['a leaf that was removed, and the others renumbered', withLeaves(renumbered(log.leaves.filter(({ seq }) => seq !== 11))), /first 16 leaves/, null, []],
  ['the last leaf removed', withLeaves(log.leaves.slice(0, -1)), /leaf 22 is missing: a checkpoint of 23/, 22, []],
  ['two leaves that were swapped', withLeaves(swapped(3, 4)), /leaf 3 is missing: leaf 4/, 3, []],
  ['two leaves that were swapped and renumbered', withLeaves(renumbered(swapped(3, 4))), /first 7 leaves .*leaf 0 or after/, null, []],
  ['a leaf that was inserted', withLeaves(renumbered([...log.leaves.slice(0, 20), changed(20), ...log.leaves.slice(20)])), /first 23 leaves/, null, []],
  ['a forged signature', { ...log, checkpoints: log.checkpoints.map((note, place) => (place === 1 ? forged(note) : note)) }, /signature of the checkpoint of size 16 is wrong/, null, []],
  ['a checkpoint of a key that is not known', { ...log, checkpoints: [checkpoint(log.leaves, 7, other)] }, /no known key signed the checkpoint of size 7/, null, []],
  ['a checkpoint of a key that only the export knows', { ...log, verifiers: [other.verifier], checkpoints: [checkpoint(log.leaves, 7, other)] }, /no known key signed/, null, pinned],
  ['a root of another size', { ...log, checkpoints: [checkpoint(log.leaves, 7, key).replace('\n7\n', '\n8\n')] }, /signature of the checkpoint of size 8 is wrong/, null, []],
  ['a root of another size that was signed', { ...log, checkpoints: [checkpoint([changed(0), ...log.leaves.slice(1)], 8, key)] }, /first 8 leaves/, null, []],
  ['two checkpoints of one size with different roots', { ...log, checkpoints: [checkpoint(log.leaves, 7, key), checkpoint([changed(0), ...log.leaves.slice(1)], 7, key)] }, /first 7 leaves/, null, []],
  ['checkpoints out of order', { ...log, checkpoints: [...log.checkpoints].reverse() }, /out of order/, null, []],
  ['a checkpoint of another log', { ...log, verifiers: [key.verifier], checkpoints: [checkpoint(log.leaves, 7, { ...key, name: 'else.example/log' }).replace('— else.example/log', `— ${key.name}`)] }, /of another log/, null, []],
  ['an end with another root', { ...log, checkpoints: [], end: { size: 23, root: '0'.repeat(64), keys: 1, checkpoints: 0 } }, /do not give the root of the export/, null, []],
  ['an end that counts a checkpoint too many', { ...log, end: { ...endOf(), checkpoints: 4 } }, /the export says that it has/, 23, []],
]; // prettier-ignore

function endOf(): object {
  const lines = exported(log).toString().trim().split('\n');
  return (JSON.parse(lines.at(-1)!) as { end: object }).end;
}

describe('the verifier of an export', () => {
  it('takes a log that is sound, also with the published key, and after a rotation', async () => {
    expect(await faultOf(exported(log))).toBeNull();
    expect(await faultOf(exported(log), pinned)).toBeNull();
    const rotated = { ...log, verifiers: [key.verifier, other.verifier], checkpoints: [checkpoint(log.leaves, 7, key), checkpoint(log.leaves, 7, other), checkpoint(log.leaves, 23, other)] }; // prettier-ignore
    expect(await faultOf(exported(rotated))).toBeNull();
    expect(await faultOf(exported(soundLog(0, [], key)))).toBeNull();
  });

  it.each(cases)('refuses %s', async (_what, broken, message, leaf, keys) => {
    const fault = await faultOf(exported(broken), keys);
    expect(fault?.message).toMatch(message);
    expect(fault?.leaf).toBe(leaf);
  });

  it.each([
    [
      'whose key stands behind a checkpoint',
      (lines: string[]) => [lines[0]!, lines[2]!, lines[1]!, ...lines.slice(3)],
      null,
    ],
    ['that is cut between two lines', (lines: string[]) => lines.slice(0, -3), 21],
    ['that goes on after its end', (lines: string[]) => [...lines, lines[5]!], 23],
    [
      'whose checkpoint comes too late',
      (lines: string[]) => [...lines.slice(0, 4), lines[5]!, lines[4]!, ...lines.slice(6)],
      1,
    ],
    ['with a line of an unknown kind', (lines: string[]) => [...lines.slice(0, 9), '{"more":1}', ...lines.slice(9)], 4],
  ])('refuses an export %s', async (_case, change, leaf) => {
    const lines = exported(log).toString().trimEnd().split('\n');
    const fault = await faultOf(
      Buffer.from(
        change(lines)
          .map((line) => `${line}\n`)
          .join(''),
      ),
      pinned,
    );
    expect(fault?.leaf).toBe(leaf);
  });

  it.each([
    ['with a space between two fields', (text: string) => text.replace('"seq":5,', '"seq":5, ')],
    [
      'with another spelling of a signature',
      (text: string) => text.replace(/(.)=\\n"}/, (_, last: string) => `${next(last)}=\\n"}`),
    ],
    ['with a second end', (text: string) => text + text.slice(text.lastIndexOf('\n', text.length - 2) + 1)],
    ['with a piece of a line behind its end', (text: string) => `${text}x`],
  ])('refuses an export %s', async (_case, change) => {
    const text = exported(log).toString();
    expect(change(text)).not.toBe(text);
    expect(await faultOf(Buffer.from(change(text)))).not.toBeNull();
  });

  it(`misses none of ${String(TAMPERS)} changes of one byte or line`, async () => {
    const bytes = exported(log);
    const random = seeded(20_261_124);
    const missed: string[] = [];
    for (let trial = 0; trial < TAMPERS; trial += 1) {
      const { name, result } = tampered(bytes, random);
      if (!result.equals(bytes) && (await faultOf(result)) === null) missed.push(`${String(trial)} ${name}`);
    }
    expect(missed).toEqual([]);
  });
});

(hasPython ? describe : describe.skip)('the second verifier, in Python', () => {
  let checksSignatures = false;
  beforeAll(() => {
    checksSignatures = !pythonSays(exported(log)).text.includes('SIGNATURES WERE NOT CHECKED');
    if (!checksSignatures) console.warn('SKIPPED: there is no openssl here, so the second verifier sees no signature.');
  });

  it('agrees about a sound log and its root', () => {
    const { status, text } = pythonSays(exported(log), pinned);
    const { root } = endOf() as { root: string };
    expect([status, text.split('\n')[0]]).toEqual([0, `intact: 23 leaves, root ${root}`]);
  });

  it.each(cases)('refuses %s too', (_what, broken, message, _leaf, keys) => {
    const { status, text } = pythonSays(exported(broken), keys);
    if (!checksSignatures && String(message).includes('signature')) return;
    expect(text).toMatch(/^BROKEN: /);
    expect(status).toBe(1);
  });
});

if (!hasPython)
  console.warn('SKIPPED: there is no python3 here, so the second verifier of the audit log was not tried.');

/** The next character of base64: in the last place before one padding it differs in bits that are left over. */
function next(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return alphabet[alphabet.indexOf(character) + 1]!;
}

/** One change: a byte flipped, removed or inserted, two lines swapped, or the rest cut off. */
function tampered(
  bytes: Buffer,
  random: (below: number) => number,
): { readonly name: string; readonly result: Buffer } {
  const at = random(bytes.length);
  const kind = (['flip', 'remove', 'insert', 'swap', 'truncate'] as const)[random(5)]!;
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const change = (): Buffer => {
    switch (kind) {
      case 'flip': {
        const result = Buffer.from(bytes);
        result[at] = result[at]! ^ (1 << random(8));
        return result;
      }
      case 'remove':
        return Buffer.concat([before, after.subarray(1)]);
      case 'insert':
        return Buffer.concat([before, Buffer.from([random(256)]), after]);
      case 'swap': {
        const lines = bytes.toString('latin1').split('\n');
        const [left, right] = [random(lines.length - 1), random(lines.length - 1)];
        [lines[left], lines[right]] = [lines[right]!, lines[left]!];
        return Buffer.from(lines.join('\n'), 'latin1');
      }
      case 'truncate':
        return before;
    }
  };
  return { name: `${kind} at ${String(at)}`, result: change() };
}

/** Numerical Recipes' generator: the same seed makes the same changes. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
