import { currencyExponent, type Currency } from './currencies.js';
import { ValidationError } from './domain-error.js';
import { basisPoints, formatMoney, money, splitMoney, type Money } from './money.js';

/**
 * What a card network can charge, and how Stripe writes an amount (its page on supported currencies). Most amounts are
 * written in the minor units of ISO 4217. ISK and UGX have none there and are written with two zeros; MGA has two there
 * and is written without. Currencies of three decimals have to end in 0.
 */
const WRITTEN_WITH_TWO_ZEROS = new Set(['ISK', 'UGX']);
const WRITTEN_WITHOUT_DECIMALS = new Set(['MGA']);
const HUNDRED = 100n;
/** Stripe takes at most eight digits. */
const MOST_UNITS = 99_999_999n;
/** Stripe's minimum charges, in minor units; where none is known Stripe has the last word. */
const LEAST: Readonly<Record<string, bigint>> = {
  AED: 200n, AUD: 50n, BGN: 100n, BRL: 50n, CAD: 50n, CHF: 50n, CZK: 1_500n, DKK: 250n, EUR: 50n, GBP: 30n,
  HKD: 400n, HUF: 17_500n, INR: 50n, JPY: 50n, MXN: 1_000n, MYR: 200n, NOK: 300n, NZD: 50n, PLN: 200n, RON: 200n,
  SEK: 300n, SGD: 50n, THB: 1_000n, USD: 50n,
}; // prettier-ignore

/** The smallest step between two amounts that can be charged, in minor units. */
export function chargeStep(code: Currency): bigint {
  if (currencyExponent(code) === 3) return 10n;
  return WRITTEN_WITHOUT_DECIMALS.has(code) ? HUNDRED : 1n;
}

/**
 * As `basisPoints`, in whole steps: a part that Stripe would not take stays with the amount, so rounding favours the recipient.
 */
export function feeInSteps(amount: Money, points: number): Money {
  const { minor, currency: code } = basisPoints(amount, points);
  return money(minor - (minor % chargeStep(code)), code);
}

/** As `splitMoney`, in whole steps; what the amount has less than a step goes to the first share. */
export function splitInSteps(amount: Money, weights: readonly bigint[]): Money[] {
  const step = chargeStep(amount.currency);
  const shares = splitMoney(money(amount.minor / step, amount.currency), weights);
  const first = weights.findIndex((weight) => weight > 0n);
  return shares.map(({ minor, currency: code }, index) =>
    money(minor * step + (index === first ? amount.minor % step : 0n), code),
  );
}

/** @throws AmountNotChargeableError for what Stripe would refuse: a wrong step, too little or too much */
export function assertChargeable(amount: Money): void {
  const { minor, currency: code } = amount;
  assertStep(amount);
  const least = LEAST[code] ?? chargeStep(code);
  if (minor < least) throw new AmountNotChargeableError('least', money(least, code));
  assertNotAboveMost(amount);
}

/** For what nobody charges, as a value in kind or hours: the same steps and eight digits, but no minimum. */
export function assertMeasured(amount: Money): void {
  assertStep(amount);
  assertNotAboveMost(amount);
}

function assertStep({ minor, currency: code }: Money): void {
  const step = chargeStep(code);
  if (minor % step !== 0n) throw new AmountNotChargeableError('step', money(step, code));
}

function assertNotAboveMost(amount: Money): void {
  if (toStripeUnits(amount) > MOST_UNITS) throw new AmountNotChargeableError('most', mostChargeable(amount.currency));
}

/** The whole number that stands for an amount in a request to Stripe. */
export function stripeAmount(amount: Money): number {
  return Number(toStripeUnits(amount));
}

/** The amount that a whole number in an answer of Stripe stands for; anything else is refused before it becomes money. */
export function stripeMoney(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new TypeError('Stripe answered with an amount that is not a whole number');
  return ofStripeUnits(BigInt(amount), currency.toUpperCase());
}

function mostChargeable(code: Currency): Money {
  return ofStripeUnits(WRITTEN_WITH_TWO_ZEROS.has(code) ? MOST_UNITS - (MOST_UNITS % HUNDRED) : MOST_UNITS, code);
}

function toStripeUnits({ minor, currency: code }: Money): bigint {
  if (WRITTEN_WITH_TWO_ZEROS.has(code)) return minor * HUNDRED;
  if (!WRITTEN_WITHOUT_DECIMALS.has(code)) return minor;
  if (minor % HUNDRED !== 0n) throw new RangeError(`Stripe cannot be told ${String(minor)} minor units of ${code}`);
  return minor / HUNDRED;
}

function ofStripeUnits(units: bigint, code: string): Money {
  if (WRITTEN_WITHOUT_DECIMALS.has(code)) return money(units * HUNDRED, code);
  if (!WRITTEN_WITH_TWO_ZEROS.has(code)) return money(units, code);
  if (units % HUNDRED !== 0n) throw new TypeError(`Stripe answered with a part of the smallest unit of ${code}`);
  return money(units / HUNDRED, code);
}

export class AmountNotChargeableError extends ValidationError {
  override readonly code = 'AMOUNT_NOT_CHARGEABLE';
  constructor(limit: 'step' | 'least' | 'most', amount: Money) {
    super(`kernel.amountNotChargeable.${limit}`, { amount: formatMoney(amount) }, ['amount']);
  }
}
