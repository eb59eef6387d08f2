import { currencyExponent, money, type Currency, type Money } from '#platform/kernel';

/** A hundred units of a currency without decimals are worth about one unit of a currency with them. */
const WITHOUT_DECIMALS = 100n;

/**
 * Below this a transfer is not made: Stripe converts it to the payee's currency, and what falls under the minimum there
 * cannot arrive. Smaller parts wait until they add up. One unit of the currency, or a hundred where it has no decimals.
 */
export function minimumTransfer(code: Currency): Money {
  const exponent = currencyExponent(code);
  return money(exponent === 0 ? WITHOUT_DECIMALS : 10n ** BigInt(exponent), code);
}
