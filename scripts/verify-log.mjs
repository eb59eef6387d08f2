// Verifies an export of the audit log without Mainstay, a database or a network: Node alone is enough.
// Usage: node scripts/verify-log.mjs EXPORT [--key VERIFIER]...
import { createPublicKey, hash as hashOf, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** RFC 8410: what stands before the 32 bytes of a public key. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const HEADER = '{"format":"mainstay-audit-export/1"}';
const LINE_BREAK = 10;

const sha256 = (data) => hashOf('sha256', data, 'buffer');
const ONE = Buffer.from([1]);
export const leafHash = (entry) => sha256(`\0${entry}`);
const nodeHash = (left, right) => sha256(Buffer.concat([ONE, left, right], 65));

/** What is wrong with an export. `leaf` is the place of the first bad leaf, or null when it is none of the leaves. */
export class BadLog extends Error {
  constructor(message, leaf = null) {
    super(message);
    this.name = 'BadLog';
    this.leaf = leaf;
  }
}

/** The right edge of a growing tree: roots of its full subtrees, the largest first. */
export class Edge {
  size = 0;
  nodes = [];

  add(leaf) {
    let node = leaf;
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) node = nodeHash(this.nodes.pop(), node);
    this.nodes.push(node);
    this.size += 1;
  }

  root() {
    return this.nodes.length === 0 ? sha256('') : this.nodes.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** Base64 with one spelling: bits that the last character leaves over have to be zero. */
function bytesOf(text, length) {
  const bytes = Buffer.from(text ?? '', 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? bytes : null;
}

/** `<name>+<hash>+<key>`, as C2SP signed-note writes it. */
export function readVerifier(text) {
  const [, name, hash, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const key = bytesOf(encoded, 33);
  if (key?.[0] !== 1) throw new BadLog(`not an Ed25519 verifier key: ${text}`);
  if (sha256(Buffer.concat([Buffer.from(`${name}\n`), key])).toString('hex', 0, 4) !== hash)
    throw new BadLog(`the hash of a key is wrong: ${text}`);
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_HEAD, key.subarray(1)]), format: 'der', type: 'spki' });
  return { name, hash, publicKey };
}

/** Checks a signed note against keys, and reads it as a C2SP checkpoint. Throws BadLog unless a known key signed it. */
export function readCheckpoint(note, verifiers) {
  const end = note.lastIndexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const [origin, size, root, ...rest] = text.split('\n');
  if (end === 0 || rest.length !== 1 || !/^(0|[1-9][0-9]*)$/.test(size)) throw new BadLog('a checkpoint is malformed');
  const rootHash = bytesOf(root, 32);
  if (!rootHash) throw new BadLog('a checkpoint is malformed');
  let known = 0;
  const signatures = note.slice(end + 1).split('\n');
  if (signatures.pop() !== '') throw new BadLog(`the checkpoint of size ${size} has a malformed signature`);
  for (const line of signatures) {
    const [, name, encoded] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
    const signature = bytesOf(encoded, 68);
    if (!signature) throw new BadLog(`the checkpoint of size ${size} has a malformed signature`);
    const hash = signature.toString('hex', 0, 4);
    const verifier = verifiers.find((candidate) => candidate.name === name && candidate.hash === hash);
    if (!verifier) continue;
    if (verifier.name !== origin) throw new BadLog(`the checkpoint of size ${size} is of another log: ${origin}`);
    if (!verify(null, Buffer.from(text), verifier.publicKey, signature.subarray(4)))
      throw new BadLog(`the signature of the checkpoint of size ${size} is wrong`);
    known += 1;
  }
  if (known === 0) throw new BadLog(`no known key signed the checkpoint of size ${size}`);
  return { origin, size: Number(size), root: rootHash };
}

/** RFC 9162, 2.1.3.2: whether a leaf is at its place in the tree of a size and a root. */
export function verifyInclusion(index, size, leaf, proof, root) {
  if (index >= size) return false;
  let [place, last, node] = [index, size - 1, leaf];
  for (const hash of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(hash, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else node = nodeHash(node, hash);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && node.equals(root);
}

/** RFC 9162, 2.1.4.2: whether the tree of the newer root continues that of the older one. */
export function verifyConsistency(older, newer, olderRoot, newerRoot, given) {
  if (older < 1 || older > newer) return false;
  if (older === newer) return given.length === 0 && olderRoot.equals(newerRoot);
  const proof = Number.isInteger(Math.log2(older)) ? [olderRoot, ...given] : given;
  if (proof.length === 0) return false;
  let [place, last] = [older - 1, newer - 1];
  while (place % 2 === 1) [place, last] = [(place - 1) / 2, Math.floor(last / 2)];
  let [first, second] = [proof[0], proof[0]];
  for (const hash of proof.slice(1)) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [first, second] = [nodeHash(hash, first), nodeHash(hash, second)];
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else second = nodeHash(second, hash);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && first.equals(olderRoot) && second.equals(newerRoot);
}

function endsEarly(size, isEmpty) {
  if (isEmpty) return 'the file is empty';
  return size === 0 ? 'the export ends before its first leaf' : `the export ends after leaf ${size - 1}`;
}

/**
 * Reads an export line by line: header, keys, checkpoints, leaves in order, end. Checks every leaf hash, that no place is left
 * out, every signature, and every root at its size, so that all checkpoints are of one and the same log. With `pinned`
 * keys only those count, whatever keys the export brings. Throws BadLog at the first fault.
 */
export async function verifyLog(lines, pinned = []) {
  const state = { verifiers: pinned.map(readVerifier), isPinned: pinned.length > 0, checkpoints: [], edge: new Edge() };
  Object.assign(state, { checked: 0, keys: 0, hasEnded: false });
  let isHeader = true;
  for await (const line of lines) {
    if (state.hasEnded) throw new BadLog('the export goes on after its end', state.edge.size);
    if (!isHeader) take(parse(line, state.edge.size), state);
    else if (line !== HEADER) throw new BadLog('this is not an export of an audit log in a form that is known here');
    isHeader = false;
  }
  if (!state.hasEnded) throw new BadLog(endsEarly(state.edge.size, isHeader), state.edge.size);
  return { size: state.edge.size, root: state.edge.root().toString('hex'), checkpoints: state.checked };
}

const TAKE = { 'seq,hash,entry': takeLeaf, verifier: takeVerifier, checkpoint: takeCheckpoint, end: takeEnd };

function take(record, state) {
  const known = TAKE[Object.keys(record).join()];
  if (!known) throw new BadLog('a line says nothing that is known', state.edge.size);
  known(record, state);
}

/** Keys and checkpoints come before the leaves, so that each root can be checked when its size is reached. */
function assertBefore({ edge }) {
  if (edge.size > 0) throw new BadLog('a line is out of order', edge.size);
}

function takeVerifier({ verifier }, state) {
  assertBefore(state);
  if (state.checkpoints.length > 0) throw new BadLog('a key stands behind a checkpoint');
  const read = readVerifier(String(verifier));
  if (!state.isPinned) state.verifiers.push(read);
  state.keys += 1;
}

function takeCheckpoint({ checkpoint }, state) {
  assertBefore(state);
  const read = readCheckpoint(String(checkpoint), state.verifiers);
  if (read.size < (state.checkpoints.at(-1)?.size ?? 1)) throw new BadLog('the checkpoints are out of order');
  state.checkpoints.push(read);
}

function takeLeaf({ seq, hash, entry }, state) {
  const { edge, checkpoints } = state;
  if (seq !== edge.size) throw new BadLog(`leaf ${edge.size} is missing: leaf ${seq} stands in its place`, edge.size);
  const computed = leafHash(String(entry));
  if (computed.toString('hex') !== hash) throw new BadLog(`leaf ${seq} does not have its hash`, seq);
  edge.add(computed);
  for (; checkpoints[state.checked]?.size === edge.size; state.checked += 1) {
    if (!checkpoints[state.checked].root.equals(edge.root()))
      throw new BadLog(`the first ${edge.size} leaves do not give the root that was signed: ${since(state)}`, null);
  }
}

function since({ checkpoints, checked }) {
  return `the fault is in leaf ${checked === 0 ? 0 : checkpoints[checked - 1].size} or after it`;
}

function takeEnd({ end }, state) {
  const { edge, checkpoints, checked, keys } = state;
  if (checked < checkpoints.length)
    throw new BadLog(
      `leaf ${edge.size} is missing: a checkpoint of ${checkpoints[checked].size} was signed`,
      edge.size,
    );
  const root = edge.root().toString('hex');
  const own = { size: edge.size, root, keys, checkpoints: checked };
  if (end?.root !== root && end?.size === edge.size)
    throw new BadLog(`the leaves do not give the root of the export: ${since(state)}`);
  if (JSON.stringify(end) !== JSON.stringify(own))
    throw new BadLog(
      `the export says that it has ${JSON.stringify(end)}, and it has ${JSON.stringify(own)}`,
      edge.size,
    );
  state.hasEnded = true;
}

/** Each record has one spelling, so that no byte can be changed without notice. */
function parse(line, leaf) {
  try {
    const record = JSON.parse(line);
    if (typeof record === 'object' && record !== null && JSON.stringify(record) === line) return record;
  } catch {
    // Falls through: a line that is no record is told in one way.
  }
  throw new BadLog(
    leaf === 0 ? 'a line before the first leaf, or leaf 0, is damaged' : `leaf ${leaf} is damaged`,
    leaf,
  );
}

/** The lines of an export in chunks of bytes. The last one ends with a line break too. */
export async function* linesOf(chunks) {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_BREAK); end >= 0; end = bytes.indexOf(LINE_BREAK, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) throw new BadLog('the export ends in the middle of a line');
}

/** Verifies a file; what is wrong with it is thrown as BadLog. */
export function verifyFile(path, pinned = []) {
  return verifyLog(linesOf(createReadStream(path, { highWaterMark: 1 << 20 })), pinned);
}

async function main([path, ...rest]) {
  const pinned = rest.filter((_, place) => rest[place - 1] === '--key');
  if (!path || rest.length !== pinned.length * 2) {
    console.error('usage: node verify-log.mjs EXPORT [--key VERIFIER]...');
    return 2;
  }
  try {
    const { size, root, checkpoints } = await verifyFile(path, pinned);
    console.log(`intact: ${size} leaves, ${checkpoints} checkpoints, root ${root}`);
    if (pinned.length === 0) console.log('The keys are those of the export; name the published one with --key.');
    return 0;
  } catch (error) {
    console.error(error instanceof BadLog ? `BROKEN: ${error.message}` : error);
    return 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = await main(process.argv.slice(2));
