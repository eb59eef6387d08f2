import { money, type Money } from '#platform/kernel';

/** What a review costs in a currency, by entries such as `USD:5000`; null where reviews are not paid. */
export function reviewFeeIn(currency: string, fees: readonly string[]): Money | null {
  const entry = fees.map((text) => text.split(':')).find(([code]) => code === currency);
  return entry ? money(BigInt(entry[1]!), currency) : null;
}
