/**
 * Rounds parts to tenths so that they add up to a given total, by largest remainder; ties go to the earlier part.
 * Only for display: a part may fall by a tenth while the total rises, which is harmless for points and not for money.
 * @param totalTenths within as many tenths of the sum of the parts as there are parts
 */
export function printedTenths(parts: readonly number[], totalTenths: number): readonly number[] {
  const tenths = parts.map((part) => Math.floor(part * 10));
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part * 10 - tenths[index]! }))
    .sort((left, right) => right.remainder - left.remainder || left.index - right.index);
  const missing = totalTenths - tenths.reduce((sum, part) => sum + part, 0);
  if (missing < 0 || missing > parts.length) throw new RangeError('the total is not the sum of these parts');
  for (const { index } of byRemainder.slice(0, missing)) tenths[index]! += 1;
  return tenths;
}
