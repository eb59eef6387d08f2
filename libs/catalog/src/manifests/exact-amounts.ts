import { currency, currencyExponent, type Currency } from '#platform/kernel';
import { MANIFEST_LIMITS } from './funding-manifest.js';
import { ManifestAmountInexactError, ManifestInvalidError } from './manifest.errors.js';

/** How many significant decimal digits every double keeps (IEEE 754, binary64). */
const EXACT_DIGITS = 15;
/** Strings come first, so that digits within them are no numbers. Only for text that JSON.parse has taken. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const DECIMAL = /^(\d+)(?:\.(\d+))?$/;
/** Of a history without a currency. */
const MOST_DECIMALS = 4;

/**
 * JSON.parse rounds a number that has more digits than a double keeps, and says nothing.
 * @throws ManifestAmountInexactError for a document with such a number
 */
export function assertExactNumbers(json: string): void {
  for (const [token] of json.matchAll(STRING_OR_NUMBER)) {
    if (token.startsWith('"')) continue;
    const [digits] = token.replace('-', '').split(/[eE]/);
    if (digits!.replace('.', '').replace(/^0+/, '').length > EXACT_DIGITS) throw new ManifestAmountInexactError(token);
  }
}

/**
 * A whole or decimal number as minor units of a currency.
 * @throws ManifestInvalidError unless it is from 0 to 10^9, ManifestAmountInexactError when the currency has fewer decimals
 */
export function minorUnits(value: unknown, unit: Currency, place: string): bigint {
  const [, whole, fraction = ''] = DECIMAL.exec(decimalText(value, currencyExponent(unit), place))!;
  return BigInt(whole! + fraction.padEnd(currencyExponent(unit), '0'));
}

/** A number of a history, as plain decimal digits. Absent is null. */
export function historyAmount(value: unknown, unit: Currency | null, place: string): string | null {
  if (value === undefined || value === null) return null;
  return decimalText(value, unit === null ? MOST_DECIMALS : currencyExponent(unit), place);
}

/** @throws ManifestInvalidError, UnknownCurrencyError */
export function currencyAt(value: unknown, place: string): Currency {
  if (typeof value !== 'string') throw new ManifestInvalidError(place, 'a currency of ISO 4217');
  return currency(value);
}

function decimalText(value: unknown, decimals: number, place: string): string {
  if (typeof value !== 'number' || !(value >= 0 && value <= MANIFEST_LIMITS.amount))
    throw new ManifestInvalidError(place, `a number from 0 to ${String(MANIFEST_LIMITS.amount)}`);
  // JavaScript writes very small numbers with an exponent.
  const [, , fraction = ''] = DECIMAL.exec(String(value)) ?? [null, null, 'e'.repeat(decimals + 1)];
  if (fraction.length > decimals) throw new ManifestAmountInexactError(place);
  return String(value);
}
