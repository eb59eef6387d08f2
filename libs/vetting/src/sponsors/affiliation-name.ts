/** One spelling of a name, so that two people who declare the same one are seen to: Unicode compatibility form, lower case, letters and digits alone. */
export function affiliationKey(name: string): string {
  const words =
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join(' ');
}
