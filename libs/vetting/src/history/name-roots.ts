/**
 * Of names by number the lowest number of the same person, for those that are linked with another.
 * @param links pairs of numbers that are one person's
 */
export function rootsOf(links: Iterable<readonly [number, number]>): Map<number, number> {
  const roots = new Map<number, number>();
  const rootOf = (number: number): number => {
    let root = number;
    for (let next = roots.get(root); next !== undefined && next !== root; next = roots.get(root)) root = next;
    return root;
  };
  for (const [one, other] of links) {
    const [low, high] = [rootOf(one), rootOf(other)].sort((left, right) => left - right) as [number, number];
    roots.set(low, low);
    roots.set(high, low);
  }
  return new Map([...roots.keys()].map((number) => [number, rootOf(number)]));
}
