import { squareRoot } from '#libs/allocation';
import type { Focus } from './policy.js';

/** Below this many tenths of a point no money is given unless somebody adds the need by hand. */
export const LEAST_TENTHS = 200;

/**
 * The weight of a priority P = t / 10 points, from its printed tenths: round(1000 * P^g / 100^(g - 1)) for the exponents
 * g = 1, 1.5 and 2 (domain rules 4.4), in whole numbers. Halves are rounded up; at 1.5 there are none.
 * @param tenths 0 to 1000
 */
export function weightOf(tenths: number, focus: Focus): bigint {
  const t = BigInt(tenths);
  if (focus === 'EVEN') return 100n * t;
  if (focus === 'FOCUSED') return (t * t + 5n) / 10n;
  return roundedRoot(10n * t * t * t);
}

/** A weight with the boost of its project, halves up. @param percent 50 to 200 */
export function boosted(weight: bigint, percent: number): bigint {
  return (weight * BigInt(percent) + 50n) / 100n;
}

/**
 * Divides a whole number in proportion to shares that are not all zero: rounded down, and what is left goes to the largest
 * fractions, then to the earlier place. The parts add up to it.
 */
export function dividedBy(total: bigint, shares: readonly bigint[]): bigint[] {
  const sum = shares.reduce((all, share) => all + share, 0n);
  const parts = shares.map((share) => (total * share) / sum);
  let rest = total - parts.reduce((all, part) => all + part, 0n);
  const byFraction = shares
    .map((share, index) => ({ index, fraction: (total * share) % sum }))
    .sort((left, right) =>
      left.fraction === right.fraction ? left.index - right.index : left.fraction > right.fraction ? -1 : 1,
    );
  for (const { index } of byFraction) {
    if (rest === 0n) break;
    parts[index]! += 1n;
    rest -= 1n;
  }
  return parts;
}

/** The nearest whole number to the root: above r + 1/2 from r * r + r + 1 on. */
function roundedRoot(value: bigint): bigint {
  const root = squareRoot(value);
  return value > root * root + root ? root + 1n : root;
}
