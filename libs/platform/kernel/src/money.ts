import { currencyExponent, isCurrency, type Currency } from './currencies.js';
import { ConflictError, ValidationError } from './domain-error.js';
import { isUnit } from './units.js';

/** An amount in minor units (cents for USD, yen for JPY, fils for KWD). Never a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** PostgreSQL's bigint is the widest amount that can be stored. */
const MAX_MINOR = 2n ** 63n - 1n;

export function currency(code: string): Currency {
  if (!isCurrency(code)) throw new UnknownCurrencyError(code);
  return code;
}

/** What the ledger keeps amounts in: a currency, or hours. */
export function unit(code: string): Currency {
  if (!isUnit(code)) throw new UnknownCurrencyError(code);
  return code;
}

export function money(minor: bigint, code: string): Money {
  if (minor > MAX_MINOR || minor < -MAX_MINOR) throw new InvalidAmountError();
  return { minor, currency: unit(code) };
}

/** Reads an amount of money in minor units as clients send it: decimal digits only, greater than zero. */
export function positiveMoney(minorText: string, code: string): Money {
  return money(positive(minorText), currency(code));
}

/** The same for what may be hours too. */
export function positiveAmount(minorText: string, code: string): Money {
  return money(positive(minorText), unit(code));
}

function positive(minorText: string): bigint {
  if (!/^[0-9]{1,19}$/.test(minorText)) throw new InvalidAmountError();
  const value = BigInt(minorText);
  if (value <= 0n) throw new InvalidAmountError();
  return value;
}

export function sameMoney(left: Money, right: Money): boolean {
  return left.minor === right.minor && left.currency === right.currency;
}

export function addMoney(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return money(left.minor + right.minor, left.currency);
}

export function subtractMoney(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return money(left.minor - right.minor, left.currency);
}

export function assertSameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) throw new CurrencyMismatchError(left.currency, right.currency);
}

/** @throws CurrencyNotHeldError for a currency that is not among those that are kept */
export function assertHeldCurrency({ currency: code }: Money, held: readonly string[]): void {
  if (!held.includes(code)) throw new CurrencyNotHeldError(code, held);
}

/** The plain decimal form, with as many digits as the currency has: 1234 USD is "12.34", 1234 JPY is "1234". */
export function decimalOf({ minor, currency: code }: Money): string {
  const exponent = currencyExponent(code);
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** For people: "1,000.00 USD". */
export function formatMoney(amount: Money): string {
  const [whole = '', fraction] = decimalOf(amount).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${fraction === undefined ? '' : '.' + fraction} ${amount.currency}`;
}

/**
 * `amount * basisPoints / 10000`, rounded down; the rule for our fee (rounding favours the recipient). Negative amounts
 * round towards zero, so that the fee of a reversal is the exact opposite of the fee.
 */
export function basisPoints(amount: Money, points: number): Money {
  return money((amount.minor * BigInt(points)) / 10_000n, amount.currency);
}

/**
 * Splits an amount in proportion to whole-number weights; the parts sum to the amount. Each share is rounded down and
 * the remaining units go to the largest fractions, ties to the earlier position. A negative amount is split as the
 * mirror image of the positive one, so that a reversal takes back from each what it got.
 */
export function splitMoney(amount: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || weights.some((weight) => weight < 0n))
    throw new RangeError('weights must be non-negative and not all zero');
  if (amount.minor < 0n) return splitMoney(negated(amount), weights).map(negated);
  const shares = weights.map((weight, index) => ({
    index,
    minor: (amount.minor * weight) / total,
    fraction: (amount.minor * weight) % total,
  }));
  const rest = Number(amount.minor - shares.reduce((sum, share) => sum + share.minor, 0n));
  const byFraction = [...shares].sort((a, b) =>
    a.fraction === b.fraction ? a.index - b.index : a.fraction > b.fraction ? -1 : 1,
  );
  for (const share of byFraction.slice(0, rest)) share.minor += 1n;
  return shares.map((share) => money(share.minor, amount.currency));
}

function negated({ minor, currency: code }: Money): Money {
  return money(-minor, code);
}

export class UnknownCurrencyError extends ValidationError {
  override readonly code = 'UNKNOWN_CURRENCY';
  constructor(code: string) {
    super('kernel.unknownCurrency', { currency: code.slice(0, 8) });
  }
}

export class InvalidAmountError extends ValidationError {
  override readonly code = 'INVALID_AMOUNT';
  constructor() {
    super('kernel.invalidAmount');
  }
}

export class CurrencyMismatchError extends ConflictError {
  override readonly code = 'CURRENCY_MISMATCH';
  constructor(expected: string, given: string) {
    super('kernel.currencyMismatch', { expected, given });
  }
}

/** What is paid in it would be converted on arrival, and nobody could say into how much. */
export class CurrencyNotHeldError extends ValidationError {
  override readonly code = 'CURRENCY_NOT_HELD';
  constructor(code: string, held: readonly string[]) {
    super('kernel.currencyNotHeld', { currency: code, held: held.join(', ') });
  }
}
