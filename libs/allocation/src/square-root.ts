/** The largest whole number whose square is not more than `value`, by Newton's method. @param value not negative */
export function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  // Above the root: a power of two with more than half of the bits.
  let root = 1n << (BigInt(value.toString(2).length + 1) / 2n + 1n);
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}
