/** `total × part ÷ whole` in whole minor units, a half rounded up: what a part of a charge is worth once it is settled. */
export function portionOf(total: number, part: number, whole: number): number {
  const [numerator, denominator] = [BigInt(total) * BigInt(part), BigInt(whole)];
  return Number((2n * numerator + denominator) / (2n * denominator));
}
