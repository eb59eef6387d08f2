/**
 * Rounds parts to tenths so that they add up to a given total, by largest remainder; ties go to the earlier part.
 * Only for display: a part may fall by a tenth while the total rises, which is harmless for points and not for money.
 * @param totalTenths within as many tenths of the sum of the parts as there are parts
 */
export function printedTenths(parts: readonly number[], totalTenths: number): readonly number[] {
  const tenths: number[] = [];
  const remainders: number[] = [];
  let missing = totalTenths;
  for (const part of parts) {
    const whole = Math.floor(part * 10);
    tenths.push(whole);
    remainders.push(part * 10 - whole);
    missing -= whole;
  }
  if (missing < 0 || missing > parts.length) throw new RangeError('the total is not the sum of these parts');
  // There are a handful of parts; to sort them would take longer than all the rest.
  for (; missing > 0; missing -= 1) {
    const largest = indexOfLargest(remainders);
    tenths[largest]! += 1;
    remainders[largest] = -1;
  }
  return tenths;
}

/** The first of several. */
function indexOfLargest(values: readonly number[]): number {
  let at = 0;
  for (let index = 1; index < values.length; index += 1) if (values[index]! > values[at]!) at = index;
  return at;
}
