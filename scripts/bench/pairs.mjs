/** A ratio from interleaved pairs in one run: what else the machine does then hits both sides alike. */
export async function interleavedPairs(ours, floor, pairs = 15) {
  const rounds = [];
  await ours();
  await floor();
  for (let pair = 0; pair < pairs; pair += 1) {
    // The side that goes first changes, so that no side always meets the other's aftermath.
    const first = pair % 2 === 0 ? ours : floor;
    const a = await first();
    const b = await (first === ours ? floor : ours)();
    const [own, base] = first === ours ? [a, b] : [b, a];
    rounds.push({ own, base, ratio: own / base });
  }
  return {
    own: spread(rounds.map(({ own }) => own)),
    base: spread(rounds.map(({ base }) => base)),
    ratio: spread(rounds.map(({ ratio }) => ratio)),
  };
}

function spread(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return { minimum: sorted[0], median: sorted[Math.floor(sorted.length / 2)], maximum: sorted.at(-1) };
}

export function show({ minimum, median, maximum }, digits) {
  return `${median.toFixed(digits)} (${minimum.toFixed(digits)} to ${maximum.toFixed(digits)})`;
}

/** How many calls of `once` a number of clients finish in a second. */
export async function throughput(clients, durationMs, once) {
  const end = performance.now() + durationMs;
  const began = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < end) {
        await once(client);
        done += 1;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - began);
}
