import { basisPoints, feeInSteps, money, subtractMoney, type Money } from '#platform/kernel';
import { RETURNS_TO, type PledgeMethod } from '../pledge.entity.js';

/** Basis points of the amount and a fixed part, at most the cap; minor units. */
interface Price {
  readonly points: number;
  readonly fixed: bigint;
  readonly cap?: bigint;
}

const BANK_TRANSFER: Price = { points: 50, fixed: 0n, cap: 500n };
/**
 * Standard prices of Stripe for cards of the same region, and for bank transfers by which invoices are paid, as published when
 * this was written. Cards from elsewhere, conversion and what an operator has agreed with Stripe differ, so these are estimates.
 */
const CARD: Readonly<Record<string, Price>> = {
  USD: { points: 290, fixed: 30n },
  EUR: { points: 150, fixed: 25n },
  GBP: { points: 150, fixed: 20n },
  JPY: { points: 360, fixed: 0n },
};
const TRANSFER: Readonly<Record<string, Price>> = { USD: BANK_TRANSFER, EUR: BANK_TRANSFER, GBP: BANK_TRANSFER };
const PRICES: Readonly<Record<PledgeMethod, Readonly<Record<string, Price>> | null>> = {
  checkout: CARD,
  saved_method: CARD,
  invoice: TRANSFER,
  // No payment is made for it, and the platform's own bank takes nothing that is known here.
  balance: null,
  bank: null,
};

export interface Quote {
  readonly amount: Money;
  /** Taken at release; with what reaches the payees it is the amount. */
  readonly platformFee: Money;
  readonly toPayees: Money;
  /** What the processor is expected to take from the platform; null where that is not known. Nothing of it is taken from the pledge. */
  readonly processingFee: Money | null;
  readonly returnsTo: 'payer' | 'balance';
}

/** Where the money of a pledge would go. The fee is that of a release as a whole; by milestones it may be some units less. */
export function quoteOf(amount: Money, method: PledgeMethod, feePoints: number): Quote {
  const platformFee = feeInSteps(amount, feePoints);
  return {
    amount,
    platformFee,
    toPayees: subtractMoney(amount, platformFee),
    processingFee: processingFee(amount, method),
    returnsTo: RETURNS_TO[method],
  };
}

function processingFee(amount: Money, method: PledgeMethod): Money | null {
  if (method === 'balance') return money(0n, amount.currency);
  const price = PRICES[method]?.[amount.currency];
  if (!price) return null;
  const fee = basisPoints(amount, price.points).minor + price.fixed;
  return money(price.cap !== undefined && fee > price.cap ? price.cap : fee, amount.currency);
}
