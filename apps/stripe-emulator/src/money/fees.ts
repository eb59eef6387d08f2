import { notSimulated } from '../errors.js';
import type { Operation } from '../operation.js';
import { OTHER_FEE, type FeeKind, type FeeRule } from './fee-table.js';
import { usdMinorPerMillion } from './rates.js';

const MILLION = 1_000_000n;

export interface Settlement {
  readonly currency: string;
  readonly amount: number;
  readonly fee: number;
  /** Units of the settlement currency's minor unit per presented minor unit; null when nothing was converted. */
  readonly exchangeRate: number | null;
}

/** Whether the platform can hold a balance in the currency. */
export function isSettlementCurrency(operation: Operation, currency: string): boolean {
  return operation.services.options.settlementCurrencies.includes(currency);
}

/** What a payment of `amount` minor units brings; a fee is `amount × basis points + fixed`, rounded half up. */
export function settle(operation: Operation, amount: number, currency: string, kind: FeeKind): Settlement {
  const settled = settlementCurrency(operation, currency);
  const [rate, per] = settled === currency ? [1n, 1n] : [ratePerMillion(currency), ratePerMillion(settled)];
  const gross = halfUp(BigInt(amount) * rate, per);
  return {
    currency: settled,
    amount: Number(gross),
    fee: feeOf(gross, operation.services.options.fees[kind][settled] ?? OTHER_FEE),
    exchangeRate: settled === currency ? null : Number((rate * MILLION * MILLION) / per) / 1e12,
  };
}

/** The currency in which a payment in `currency` reaches the balance: its own, or the first that the platform holds. */
export function settlementCurrency(operation: Operation, currency: string): string {
  return isSettlementCurrency(operation, currency) ? currency : operation.services.options.settlementCurrencies[0]!;
}

function ratePerMillion(currency: string): bigint {
  const rate = usdMinorPerMillion(currency);
  if (rate === null) throw notSimulated(`the currency ${currency}`, 'currency');
  return rate;
}

function feeOf(gross: bigint, { basisPoints, fixedMinor, capMinor }: FeeRule): number {
  const fee = Number(halfUp(gross * BigInt(basisPoints), 10_000n)) + fixedMinor;
  return capMinor === undefined ? fee : Math.min(fee, capMinor);
}

/** Division of non-negative numbers, a half rounded up. */
function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
