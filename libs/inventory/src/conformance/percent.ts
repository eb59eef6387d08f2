/** A share in percent, with one decimal, rounded half up; 0 of nothing. */
export function percentOf(count: number, total: number): number {
  return total === 0 ? 0 : Math.floor((count * 1_000) / total + 0.5) / 10;
}
