const EURO = [
  'AT',
  'BE',
  'CY',
  'DE',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
  'NL',
  'PT',
  'SI',
  'SK',
];
const OTHERS: Readonly<Record<string, string>> = { GB: 'gbp', JP: 'jpy' };

/** The currency of a bank account in a country, where this server can hold it; usd for the rest. */
export function payoutCurrency(country: string): string {
  return EURO.includes(country) ? 'eur' : (OTHERS[country] ?? 'usd');
}
