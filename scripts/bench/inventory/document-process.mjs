// One figure of documents in a process of its own, so that no figure meets what another one left in memory. Arguments: root,
// name of the figure, number of pairs. Writes one line of JSON.
import { rmSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { interleavedPairs, milliseconds } from '../pairs.mjs';
import { DOCUMENT_FIGURES } from './documents.mjs';

/** Rounds of both sides, after the first two calls, before their times count. */
const WARM_UP = 3;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const [root, name, pairs] = process.argv.slice(2);
const { repeats = 1, sides } = DOCUMENT_FIGURES[name];
const { ours, peer, found, peerFound, wanted, folder } = await sides(root);
process.once('exit', () => folder !== undefined && rmSync(folder, { recursive: true }));

/**
 * Milliseconds of one call. What takes too little to be measured is called several times. Either side begins with a heap
 * without what the other one has left: it clears away its own rubbish and no more.
 */
async function repeated(work) {
  collect({ type: 'minor' });
  const all = await milliseconds(async () => {
    for (let call = 0; call < repeats; call += 1) await work();
  });
  return all / repeats;
}

/** What the first call of a side takes; its result is looked at outside of the time. */
async function checked(side, work, count) {
  let result;
  const took = await milliseconds(async () => {
    result = await work();
  });
  const counted = count(result);
  if (counted !== wanted) throw new Error(`${name}: ${side} found ${counted} and not ${wanted}`);
  return took;
}

const first = { ours: await checked('ours', ours, found), peer: await checked('the peer', peer, peerFound) };
const second = { ours: await milliseconds(ours), peer: await milliseconds(peer) };
for (let round = 0; round < WARM_UP; round += 1) for (const work of [ours, peer]) await repeated(work);
const measured = await interleavedPairs(
  () => repeated(ours),
  () => repeated(peer),
  Number(pairs),
);
console.log(JSON.stringify({ found: wanted, first, second, ...measured }));
