import { notSimulated } from '../errors.js';

/** A processing fee: basis points of the settled amount plus a fixed part in minor units. */
interface FeeRule {
  readonly basisPoints: bigint;
  readonly fixedMinor: bigint;
}

/** Currencies the simulated platform holds balances in, with the card fee of each. */
const CARD_FEES: Readonly<Record<string, FeeRule>> = {
  usd: { basisPoints: 290n, fixedMinor: 30n },
  eur: { basisPoints: 150n, fixedMinor: 25n },
  gbp: { basisPoints: 150n, fixedMinor: 20n },
  jpy: { basisPoints: 360n, fixedMinor: 0n },
};

/**
 * Other currencies settle in usd. The rate is usd cents for one million minor units of the currency: a fixed table,
 * since a simulated rate has to be the same in every run.
 */
const USD_MINOR_PER_MILLION: Readonly<Record<string, bigint>> = {
  aud: 660_000n,
  brl: 180_000n,
  cad: 730_000n,
  chf: 1_130_000n,
  czk: 43_000n,
  dkk: 145_000n,
  inr: 12_000n,
  krw: 72_000n,
  kwd: 325_000n,
  mxn: 55_000n,
  nok: 94_000n,
  nzd: 600_000n,
  pln: 250_000n,
  sek: 95_000n,
  sgd: 750_000n,
};
const MILLION = 1_000_000n;
const SETTLEMENT_FALLBACK = 'usd';

export interface Settlement {
  readonly currency: string;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  /** Units of the settlement currency's minor unit per presented minor unit; null when nothing was converted. */
  readonly exchangeRate: number | null;
}

/** The currency in which a charge of `currency` reaches the balance. */
export function settlementCurrency(currency: string): string {
  if (currency in CARD_FEES) return currency;
  if (currency in USD_MINOR_PER_MILLION) return SETTLEMENT_FALLBACK;
  throw notSimulated(`the currency ${currency}`, 'currency');
}

/** Whether the platform can hold a balance in the currency. */
export function isSettlementCurrency(currency: string): boolean {
  return currency in CARD_FEES;
}

/** What a card charge of `amount` minor units brings: `amount × basis points + fixed`, rounded half up. */
export function settleCard(amount: number, currency: string): Settlement {
  const settled = settlementCurrency(currency);
  const rate = settled === currency ? MILLION : USD_MINOR_PER_MILLION[currency]!;
  const gross = halfUp(BigInt(amount) * rate, MILLION);
  const { basisPoints, fixedMinor } = CARD_FEES[settled]!;
  const fee = halfUp(gross * basisPoints, 10_000n) + fixedMinor;
  return {
    currency: settled,
    amount: Number(gross),
    fee: Number(fee),
    net: Number(gross - fee),
    exchangeRate: settled === currency ? null : Number(rate) / Number(MILLION),
  };
}

/** Division of non-negative numbers, a half rounded up. */
function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
