import { currencyExponent, isCurrency } from '#platform/kernel';
import { invalidParameter } from '../errors.js';
import { settlementCurrency } from './fees.js';

/** Smallest charge per currency in minor units; currencies that are not listed need the worth of 50 usd cents. */
const MINIMUMS: Readonly<Record<string, number>> = {
  usd: 50,
  eur: 50,
  gbp: 30,
  jpy: 50,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1_500,
  dkk: 250,
  inr: 50,
  krw: 700,
  kwd: 160,
  mxn: 1_000,
  nok: 300,
  nzd: 50,
  pln: 200,
  sek: 300,
  sgd: 50,
};
const MAXIMUM = 99_999_999;

/** Refuses amounts that Stripe would refuse for a charge: too small, more than eight digits, a step it does not take. */
export function checkChargeAmount(amount: number, currency: string, param: string): void {
  settlementCurrency(currency);
  if (amount < (MINIMUMS[currency] ?? 50)) {
    throw invalidParameter(
      param,
      `The amount must be at least ${MINIMUMS[currency] ?? 50} in ${currency}.`,
      'amount_too_small',
    );
  }
  checkAmount(amount, currency, param);
}

/** The rules every amount obeys, also of transfers and top-ups. */
export function checkAmount(amount: number, currency: string, param: string): void {
  if (amount < 1) {
    throw invalidParameter(param, 'This value must be greater than or equal to 1.', 'parameter_invalid_integer');
  }
  if (amount > MAXIMUM) throw invalidParameter(param, `Amounts have at most eight digits.`, 'amount_too_large');
  const code = currency.toUpperCase();
  // Currencies with three decimals are taken in steps of ten, so that the last digit is 0.
  if (isCurrency(code) && currencyExponent(code) === 3 && amount % 10 !== 0) {
    throw invalidParameter(param, `The last digit of an amount in ${currency} must be 0.`, 'parameter_invalid_integer');
  }
}
