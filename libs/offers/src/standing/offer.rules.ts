import { money, type Money } from '#platform/kernel';

/**
 * What an offer gives to a need: no more than the need can take. Of what the need cannot take at all, or only in another
 * currency, the whole is tried, so that the need says why it refuses.
 */
export function pledgeOf(offer: Money, open: Money): Money {
  const isCapped = offer.currency === open.currency && open.minor > 0n && open.minor < offer.minor;
  return isCapped ? open : offer;
}

/** One sum for each currency, in the order of their codes. */
export function sumsOf(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, bigint>();
  for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  return [...sums].sort(([left], [right]) => (left < right ? -1 : 1)).map(([code, minor]) => money(minor, code));
}
