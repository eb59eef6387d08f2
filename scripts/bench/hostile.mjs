import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSchema } from 'graphql';
import { CYCLE, trivial, worstDocuments } from './documents.mjs';
import { alternating, milliseconds, quantile, show } from './pairs.mjs';

const PAIRS_A_ROUND = 6;
const WORST_RATIO = 5;
const CYCLE_MS = 50;
const CYCLES = 50;
const HELD_MIB = 50;

/** Every limit nearly reached, against a query that asks for one word; both are texts that no cache has seen. */
export async function worstDocument(root, api, { organisationId, member }) {
  const { checkDocument, unpagedLists } = await import(
    pathToFileURL(join(root, 'dist/libs/platform/graphql/src/index.js')).href
  );
  const unpaged = unpagedLists(buildSchema(await readFile(join(root, 'schema.graphql'), 'utf8')));
  const found = [];
  let n = 0;
  for (const [name, make] of Object.entries(worstDocuments(organisationId))) {
    const points = checkDocument(make(n).query, make(n).variables ?? {}, unpaged).cost;
    const { own, ratio } = await alternating(
      () => api.send(make((n += 1)), member),
      () => api.send(trivial((n += 1)), member),
      { pairs: PAIRS_A_ROUND },
    );
    console.log(`  ${name} (${points} points): ${show(own, 1)} ms, ${show(ratio, 1)} of a trivial query`);
    found.push({ name, ratio });
  }
  const worst = found.reduce((left, right) => (left.ratio.median > right.ratio.median ? left : right));
  console.log(`worst document: ${worst.name}, ${show(worst.ratio, 1)} of a trivial query (at most ${WORST_RATIO})`);
  return worst.ratio.median <= WORST_RATIO;
}

export async function cycle(api) {
  const times = [];
  for (let n = 0; n < 10 + CYCLES; n += 1) {
    const took = await milliseconds(async () => {
      const { status } = await api.send({ query: CYCLE });
      if (status !== 400) throw new Error('the cycle was not refused');
    });
    // The first ones warm up.
    if (n >= 10) times.push(took);
  }
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  console.log(
    `cyclic document of ${Buffer.byteLength(CYCLE)} bytes: refused in ${p50.toFixed(1)} ms, 99 of 100 in ${p99.toFixed(1)} ms (less than ${CYCLE_MS})`,
  );
  return p99 < CYCLE_MS;
}

/** What long documents leave behind, which is the engine's cache of documents. */
export async function heldMemory(api) {
  const { 'the longest string': long, 'the longest name': wrong } = worstDocuments('');
  const send = async (from, count) => {
    for (let n = from; n < from + count; n += 1) await api.send(n % 2 === 0 ? long(n) : wrong(n));
  };
  await send(0, 200);
  const before = await api.memory();
  await send(1_000, 2_400);
  const grown = ((await api.memory()) - before) / 2 ** 20;
  console.log(`2,400 documents of 99 kB leave ${grown.toFixed(0)} MiB behind (at most ${HELD_MIB})`);
  return grown <= HELD_MIB;
}
