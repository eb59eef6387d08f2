import { byId, type Contender } from './contender.js';

/**
 * Awards are given one after the other, each to the contender with the largest w / (a + b): weight, what it has, and what it
 * would get next (a divisor method after D'Hondt, over blocks). An award is therefore known by the total a + b that it leads
 * to, and awards with a total of at most w * x, for any level x, come before all others. The order does not depend on the
 * budget: more budget only appends to it.
 *
 * A level is a fraction of whole numbers. With the sum of weights below the line, a step of one above it lets each contender
 * take at most one award.
 */
export interface Level {
  readonly above: bigint;
  readonly below: bigint;
}

/** What a contender has when all awards up to a level were given. */
export function totalAt(contender: Contender, { above, below }: Level): bigint {
  return totalUpTo(contender, (contender.weight * above) / below);
}

/** The largest total that a contender can stand at and that is at most `reach`; what it began with when there is none. */
export function totalUpTo({ start, opening, limit, block }: Contender, reach: bigint): bigint {
  if (reach >= limit) return limit;
  const first = start > 0n ? start : opening;
  if (reach < first) return start;
  return first + ((reach - first) / block) * block;
}

/** The largest level whose totals a budget pays, as the number above the line; null when it pays all limits. */
export function highestLevel(contenders: readonly Contender[], budget: bigint): Level | null {
  if (contenders.reduce((sum, { limit }) => sum + limit, 0n) <= budget) return null;
  const below = contenders.reduce((sum, { weight }) => sum + weight, 0n);
  let paid = 0n;
  // At this level each contender has reached its limit, which is more than the budget.
  let unpaid = contenders.reduce((most, { limit, weight }) => {
    const own = (limit * below) / weight + 1n;
    return own > most ? own : most;
  }, 1n);
  while (unpaid - paid > 1n) {
    const middle = (paid + unpaid) / 2n;
    if (sumAt(contenders, { above: middle, below }, budget) <= budget) paid = middle;
    else unpaid = middle;
  }
  return { above: paid, below };
}

/** Not further than it takes to see that it is more than the budget. */
function sumAt(contenders: readonly Contender[], level: Level, budget: bigint): bigint {
  let sum = 0n;
  for (const contender of contenders) {
    sum += totalAt(contender, level);
    if (sum > budget) return sum;
  }
  return sum;
}

/** An award that is next in line. */
export interface Award {
  readonly contender: Contender;
  /** What the contender has without it, and with it. */
  readonly from: bigint;
  readonly to: bigint;
}

/** Awards between a level and the next one, in their order. Each contender has one at most. */
export function awardsAfter(contenders: readonly Contender[], level: Level): Award[] {
  const next = { above: level.above + 1n, below: level.below };
  const awards: Award[] = [];
  for (const contender of contenders) {
    const [from, to] = [totalAt(contender, level), totalAt(contender, next)];
    if (to > from) awards.push({ contender, from, to });
  }
  return awards.sort(inOrder);
}

function inOrder(left: Award, right: Award): number {
  const [ofLeft, ofRight] = [left.contender.weight * right.to, right.contender.weight * left.to];
  if (ofLeft !== ofRight) return ofLeft > ofRight ? -1 : 1;
  return byId(left.contender, right.contender);
}
