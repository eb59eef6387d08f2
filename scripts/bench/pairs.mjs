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

/**
 * A ratio from work that is done one after the other, once ours and once the floor: what a single wait for the disk or the
 * processor does to one of them is lost in the middle of the times of a round.
 * @param ours, floor functions of the number of the pair; what they take is measured here
 */
export async function alternating(ours, floor, { rounds = 15, pairs }) {
  const found = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const [own, base] = [[], []];
    for (let pair = 0; pair < pairs; pair += 1) {
      const sides = [
        [own, ours],
        [base, floor],
      ];
      for (const [times, work] of pair % 2 === 0 ? sides : sides.reverse()) {
        const began = performance.now();
        await work(pair);
        times.push(performance.now() - began);
      }
    }
    if (round > 0) found.push([quantile(own, 0.5), quantile(base, 0.5)]);
  }
  return { own: spread(found.map(([own]) => own)), ratio: spread(found.map(([own, base]) => own / base)) };
}

function spread(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return { minimum: sorted[0], median: sorted[Math.floor(sorted.length / 2)], maximum: sorted.at(-1) };
}

export function show({ minimum, median, maximum }, digits) {
  return `${median.toFixed(digits)} (${minimum.toFixed(digits)} to ${maximum.toFixed(digits)})`;
}

/** How many calls of `once` a number of clients finish in a second. Each call's duration goes to `latencies`, in ms. */
export async function throughput(clients, durationMs, once, latencies = []) {
  const began = performance.now();
  const end = began + durationMs;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let start = performance.now(); start < end; start = performance.now()) {
        await once(client);
        latencies.push(performance.now() - start);
        done += 1;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - began);
}

/** The value that a share of `values` does not exceed. */
export function quantile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** How long some work takes. */
export async function milliseconds(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
