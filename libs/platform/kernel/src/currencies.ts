/**
 * ISO 4217 minor-unit exponents (list one, amendment 177) of the currencies that can be charged through Stripe.
 * ISK and UGX have exponent 0 there; Stripe's wire form differs and is handled where requests are built.
 */
const EXPONENT_0 = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const EXPONENT_3 = 'BHD JOD KWD OMR TND';
const EXPONENT_2 =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK ' +
  'DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT LAK LBP ' +
  'LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR ' +
  'RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD STN SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD YER ZAR ZMW';

const exponents = new Map<string, number>();
for (const [list, exponent] of [
  [EXPONENT_0, 0],
  [EXPONENT_2, 2],
  [EXPONENT_3, 3],
] as const) {
  for (const code of list.split(' ')) exponents.set(code, exponent);
}

declare const currencyCode: unique symbol;
/** An ISO 4217 code in upper case that stands in the table above. */
export type Currency = string & { readonly [currencyCode]: true };

export function isCurrency(code: string): code is Currency {
  return exponents.has(code);
}

/** Hours of work are counted in hundredths. */
const EXPONENT_OF_HOURS = 2;

/** Digits after the decimal point: 2 for USD and hours, 0 for JPY, 3 for KWD. */
export function currencyExponent(unit: Currency): number {
  return exponents.get(unit) ?? EXPONENT_OF_HOURS;
}

export const CURRENCIES: readonly string[] = [...exponents.keys()].sort();
