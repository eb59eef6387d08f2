import { isCurrency, type Currency } from './currencies.js';

/** Hours of work: no currency, but the ledger keeps them like one. ISO 4217 leaves codes with X to others. */
export const HOURS = 'XHR' as Currency;

/** Whether the ledger keeps amounts in it: a currency, or hours. */
export function isUnit(code: string): code is Currency {
  return code === HOURS || isCurrency(code);
}
