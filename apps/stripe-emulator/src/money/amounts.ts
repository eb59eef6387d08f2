import { currencyExponent, isCurrency } from '#platform/kernel';
import { invalidParameter, notSimulated, type ApiError } from '../errors.js';
import { usdMinorPerMillion } from './rates.js';

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
  hkd: 400,
  huf: 17_500,
  inr: 50,
  mxn: 1_000,
  nok: 300,
  nzd: 50,
  pln: 200,
  sek: 300,
  sgd: 50,
};
const MINIMUM_USD_MINOR = 50n;
const MILLION = 1_000_000n;
const MAXIMUM = 99_999_999;
/** Currencies without decimals that the API takes with two, which must be zeros. */
const TWO_ZEROS = ['isk', 'ugx'];

/** Refuses amounts that Stripe would refuse for a charge: too small, more than eight digits, a step it does not take. */
export function checkChargeAmount(amount: number, currency: string, param: string): void {
  const fault = chargeAmountFault(amount, currency, param);
  if (fault !== null) throw fault;
}

/** What is wrong with the amount of a charge; null for nothing. */
export function chargeAmountFault(amount: number, currency: string, param: string): ApiError | null {
  const rate = usdMinorPerMillion(currency);
  if (rate === null) return notSimulated(`the currency ${currency}`, 'currency');
  const worth = Number((MINIMUM_USD_MINOR * MILLION + rate - 1n) / rate);
  const minimum = MINIMUMS[currency] ?? worth;
  if (amount < minimum) {
    return invalidParameter(param, `The amount must be at least ${minimum} in ${currency}.`, 'amount_too_small');
  }
  return amountFault(amount, currency, param);
}

/** The rules every amount obeys, also of transfers and top-ups. */
export function checkAmount(amount: number, currency: string, param: string): void {
  const fault = amountFault(amount, currency, param);
  if (fault !== null) throw fault;
}

function amountFault(amount: number, currency: string, param: string): ApiError | null {
  if (amount < 1) {
    return invalidParameter(param, 'This value must be greater than or equal to 1.', 'parameter_invalid_integer');
  }
  if (amount > MAXIMUM) return invalidParameter(param, `Amounts have at most eight digits.`, 'amount_too_large');
  // Currencies with three decimals are taken in steps of ten, so that the last digit is 0.
  const step = TWO_ZEROS.includes(currency) ? 100 : wireExponent(currency) === 3 ? 10 : 1;
  if (amount % step === 0) return null;
  const zeros = String(step).slice(1);
  return invalidParameter(param, `Amounts in ${currency} must end with ${zeros}.`, 'parameter_invalid_integer');
}

/** Digits after the point of an amount in the API, which for some currencies are not those of ISO 4217. */
export function wireExponent(currency: string): number {
  if (TWO_ZEROS.includes(currency)) return 2;
  const code = currency.toUpperCase();
  return isCurrency(code) ? currencyExponent(code) : 2;
}
