import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BadLog, Edge, leafHash, linesOf, verifyFile, verifyLog } from '../verify-log.mjs';

const LEAVES = 1_000_000;
const TARGET_SECONDS = 15;
const TAMPERS = 10_000;
/** A checkpoint after as many leaves as make one due. */
const CHECKPOINT_EVERY = 1_000;

/** A log of a million entries, as long as those of the product, signed every thousand leaves and verified from a file. */
export async function benchVerification(root) {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-bench-log-'));
  try {
    const signer = await newSigner(root);
    const path = join(folder, 'export.jsonl');
    await write(path, signer, LEAVES);
    const began = performance.now();
    const { size, checkpoints } = await verifyFile(path, [signer.verifier]);
    const seconds = (performance.now() - began) / 1_000;
    console.log(
      `audit log: ${size} leaves with ${checkpoints} signed checkpoints verified offline in ${seconds.toFixed(1)} s (at most ${TARGET_SECONDS})`,
    );
    const missed = await missedTampers(signer);
    console.log(`audit log: ${missed} of ${TAMPERS} changes of one byte or line missed (at most 0)`);
    return seconds <= TARGET_SECONDS && missed === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function newSigner(root) {
  const load = (path) => import(pathToFileURL(join(root, 'dist/libs/audit/src', path)).href);
  const [{ newSigningKey }, { readSigner, signNote, checkpointText }] = [
    await load('index.js'),
    await load('note.rules.js'),
  ];
  const key = readSigner(newSigningKey('bench.example/log'));
  return {
    verifier: key.verifier,
    note: (size, rootHash) => signNote(checkpointText(key.name, BigInt(size), rootHash), key),
  };
}

/** Lines of an export: the checkpoints come before the leaves, so the tree is built first. */
function* records(signer, count) {
  const edge = new Edge();
  const notes = [];
  for (let seq = 0; seq < count; seq += 1) {
    edge.add(leafHash(entry(seq)));
    if (edge.size % CHECKPOINT_EVERY === 0 || edge.size === count) notes.push(signer.note(edge.size, edge.root()));
  }
  yield { format: 'mainstay-audit-export/1' };
  yield { verifier: signer.verifier };
  for (const checkpoint of notes) yield { checkpoint };
  for (let seq = 0; seq < count; seq += 1) yield { seq, hash: leafHash(entry(seq)).toString('hex'), entry: entry(seq) };
  yield { end: { size: count, root: edge.root().toString('hex'), keys: 1, checkpoints: notes.length } };
}

function entry(seq) {
  const id = `01920000-0000-7000-8000-${String(seq).padStart(12, '0')}`;
  const actor = { kind: 'person', personId: id };
  const facts = { action: 'submit', currency: 'USD', from: 'draft', minor: String(seq), needId: id, to: 'promised' };
  const [at, salt] = ['2026-11-24T00:00:00.000Z', 'AAAAAAAAAAAAAAAAAAAAAA'];
  return JSON.stringify({ action: 'submit', actor, at, facts, id, postings: [], salt, subject: `pledge:${id}` });
}

async function write(path, signer, count) {
  const file = createWriteStream(path);
  let block = '';
  for (const record of records(signer, count)) {
    block += `${JSON.stringify(record)}\n`;
    if (block.length < 1 << 20) continue;
    if (!file.write(block)) await once(file, 'drain');
    block = '';
  }
  file.end(block);
  await once(file, 'finish');
}

/** Each trial changes a sound export in one place; the seed is fixed, so that a miss can be looked at again. */
async function missedTampers(signer) {
  const sound = Buffer.from([...records(signer, 40)].map((record) => `${JSON.stringify(record)}\n`).join(''));
  const random = seeded(9_162);
  let missed = 0;
  for (let trial = 0; trial < TAMPERS; trial += 1) {
    const changed = tamper(sound, random);
    if (!changed.equals(sound) && (await isTaken(changed, signer.verifier))) missed += 1;
  }
  return missed;
}

async function isTaken(bytes, verifier) {
  try {
    await verifyLog(linesOf([bytes]), [verifier]);
    return true;
  } catch (error) {
    if (error instanceof BadLog) return false;
    throw error;
  }
}

function tamper(bytes, random) {
  const at = random(bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const lines = () => {
    const list = bytes.toString('latin1').split('\n');
    const [left, right] = [random(list.length - 1), random(list.length - 1)];
    [list[left], list[right]] = [list[right], list[left]];
    return Buffer.from(list.join('\n'), 'latin1');
  };
  const flipped = () => Buffer.concat([before, Buffer.from([bytes[at] ^ (1 << random(8))]), after.subarray(1)]);
  const inserted = () => Buffer.concat([before, Buffer.from([random(256)]), after]);
  return [flipped, () => Buffer.concat([before, after.subarray(1)]), inserted, lines, () => before][random(5)]();
}

function seeded(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
