import type { Currency } from '#platform/kernel';

/**
 * The chart of accounts: code, book, normal side, and whether the balance may pass zero. The same table stands in the
 * database, which enforces it; a test compares the two.
 */
export const CHART = {
  'stripe.balance': { book: 'cash', side: 'debit', hasFloor: false },
  'stripe.clearing': { book: 'cash', side: 'debit', hasFloor: false },
  'bank.transit': { book: 'cash', side: 'debit', hasFloor: false },
  'bank.operating': { book: 'cash', side: 'debit', hasFloor: false },
  'held.org': { book: 'cash', side: 'credit', hasFloor: true },
  'held.pledge': { book: 'cash', side: 'credit', hasFloor: true },
  'held.milestone': { book: 'cash', side: 'credit', hasFloor: true },
  'held.grant': { book: 'cash', side: 'credit', hasFloor: true },
  'held.tranche': { book: 'cash', side: 'credit', hasFloor: true },
  'held.project': { book: 'cash', side: 'credit', hasFloor: true },
  'held.review': { book: 'cash', side: 'credit', hasFloor: true },
  'held.pool': { book: 'cash', side: 'credit', hasFloor: true },
  payable: { book: 'cash', side: 'credit', hasFloor: true },
  'transfer.clearing': { book: 'cash', side: 'credit', hasFloor: true },
  'refund.payable': { book: 'cash', side: 'credit', hasFloor: true },
  unapplied: { book: 'cash', side: 'credit', hasFloor: true },
  'dispute.receivable': { book: 'cash', side: 'debit', hasFloor: true },
  clawback: { book: 'cash', side: 'debit', hasFloor: true },
  'income.platform_fee': { book: 'cash', side: 'credit', hasFloor: false },
  'expense.processing': { book: 'cash', side: 'debit', hasFloor: false },
  'expense.dispute_fee': { book: 'cash', side: 'debit', hasFloor: false },
  'expense.connect': { book: 'cash', side: 'debit', hasFloor: false },
  'expense.chargeback_loss': { book: 'cash', side: 'debit', hasFloor: false },
  'expense.writeoff': { book: 'cash', side: 'debit', hasFloor: false },
  'fx.loss': { book: 'cash', side: 'debit', hasFloor: false },
  'fx.gain': { book: 'cash', side: 'credit', hasFloor: false },
  'fx.position': { book: 'cash', side: 'debit', hasFloor: false },
  'equity.float': { book: 'cash', side: 'credit', hasFloor: false },
  'memo.commitment': { book: 'memo', side: 'debit', hasFloor: false },
  'memo.pledged': { book: 'memo', side: 'credit', hasFloor: false },
  'memo.inkind_due': { book: 'memo', side: 'debit', hasFloor: false },
  'memo.inkind': { book: 'memo', side: 'credit', hasFloor: false },
  'mirror.connected': { book: 'memo', side: 'debit', hasFloor: false },
  'mirror.payout_transit': { book: 'memo', side: 'debit', hasFloor: false },
  'mirror.bank': { book: 'memo', side: 'debit', hasFloor: false },
  'mirror.source': { book: 'memo', side: 'credit', hasFloor: false },
} as const;

export type AccountCode = keyof typeof CHART;
export type Book = 'cash' | 'memo';

/** An account is its code, its owner and its currency; it is opened by the first posting that names it. */
export interface AccountRef {
  readonly code: AccountCode;
  /** Outside id of the owner, or two joined by "/" where a part of one belongs to another; '' for the platform. */
  readonly owner: string;
  readonly currency: Currency;
}

export function account(code: AccountCode, currency: Currency, ...owner: readonly string[]): AccountRef {
  return { code, owner: owner.join('/'), currency };
}

/** Credit accounts of the cash book that are the platform's own: what it earned or put in, and owes to nobody. */
const OWN = /^(?:income|equity|fx)\./;
/** What Stripe and the banks hold, and what is on its way between them. */
const HOLDINGS = /^(?:stripe|bank)\./;

export type CashClass = 'holding' | 'liability' | 'own' | 'claim';

/**
 * What an account of the cash book is on the balance sheet: money that is held somewhere, what is owed out of it, the
 * platform's own income, expenses and capital, or what somebody owes to the platform. Null for the memo book.
 */
export function cashClassOf(code: AccountCode): CashClass | null {
  const { book, side } = CHART[code];
  if (book === 'memo') return null;
  if (HOLDINGS.test(code)) return 'holding';
  if (OWN.test(code) || code.startsWith('expense.')) return 'own';
  return side === 'credit' ? 'liability' : 'claim';
}

export function codesOf(wanted: CashClass): AccountCode[] {
  return (Object.keys(CHART) as AccountCode[]).filter((code) => cashClassOf(code) === wanted);
}

/** What a payment has brought and Stripe has not put into the balance yet: it covers nothing until it is there. */
export const UNDER_WAY: AccountCode = 'stripe.clearing';
