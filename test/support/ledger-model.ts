/** One row of a fact: positive debits. The owner is a letter; whoever posts makes it unique to a run. */
export interface ModelRow {
  readonly code: keyof typeof ACCOUNTS;
  readonly owner: string;
  readonly currency: string;
  readonly amount: bigint;
}

export interface ModelFact {
  readonly key: string;
  /** Where it is posted; each makes its digests in its own way. */
  readonly door: Door;
  readonly rows: readonly ModelRow[];
  /** The balance transaction that it stands for. */
  readonly txn: string | null;
  /** The key of the fact that it reverses. */
  readonly reverses: string | null;
}

/** The service adds the rows up before it asks the database, and says why it refuses in its own words. */
export type Door = 'service' | 'function';

/** What an implementation says of a fact: that it is new, that it was known, or the code of a refusal. */
export type ModelAnswer = 'created' | 'known' | (string & {});

/** Written down again by hand, and not read from the product: book, and the side that an account never leaves. */
export const ACCOUNTS = {
  'stripe.balance': { book: 'cash', floor: null },
  'stripe.clearing': { book: 'cash', floor: null },
  'income.platform_fee': { book: 'cash', floor: null },
  'held.org': { book: 'cash', floor: 'credit' },
  payable: { book: 'cash', floor: 'credit' },
  clawback: { book: 'cash', floor: 'debit' },
  'memo.commitment': { book: 'memo', floor: null },
  'memo.pledged': { book: 'memo', floor: null },
} as const;

/** The ledger as one would explain it: a map of balances, a map of facts, and the rules in their order. */
export class LedgerModel {
  readonly balances = new Map<string, bigint>();
  readonly facts = new Map<string, ModelFact>();
  private readonly txns = new Set<string>();
  private readonly reversed = new Set<string>();

  /** `forgotten` names the rules that a faulty model does not know. */
  constructor(private readonly forgotten: ReadonlySet<string> = new Set()) {}

  post(fact: ModelFact): ModelAnswer {
    const { door } = fact;
    if (door === 'service' && (this.isShort(fact) || this.isUnbalanced(fact))) return 'UNBALANCED';
    const known = this.facts.get(fact.key);
    if (known !== undefined && this.knows('keys'))
      return textOf(known) === textOf(fact) ? 'known' : door === 'service' ? 'LEDGER_MISMATCH' : 'MS006';
    const refusal = this.refusal(fact);
    if (refusal !== null) return refusal;
    this.facts.set(fact.key, fact);
    if (fact.txn !== null) this.txns.add(fact.txn);
    if (fact.reverses !== null) this.reversed.add(fact.reverses);
    for (const row of fact.rows) this.balances.set(accountOf(row), this.balanceOf(accountOf(row)) + row.amount);
    return 'created';
  }

  private refusal(fact: ModelFact): string | null {
    const { rows, door } = fact;
    if (fact.txn !== null && this.txns.has(fact.txn)) return '23505 ledger_tx_stripe_txn';
    if (fact.reverses !== null && this.reversed.has(fact.reverses) && this.knows('one reversal'))
      return '23505 ledger_tx_reverses';
    if (rows.some(({ amount }) => amount === 0n)) return '23514 ledger_posting_amount';
    if (rows.some(({ code }) => ACCOUNTS[code].book !== ACCOUNTS[rows[0]!.code].book) && this.knows('books'))
      return 'MS003';
    if (this.passesFloor(fact) && this.knows('floors'))
      return door === 'service' ? 'INSUFFICIENT_FUNDS' : '23514 ledger_balance_floor';
    if (this.isUnbalanced(fact) || this.isShort(fact)) return 'MS004';
    const atStripe = rows.filter(({ code }) => code === 'stripe.balance').length;
    return atStripe === (fact.txn === null ? 0 : 1) ? null : 'MS005';
  }

  private isShort({ rows }: ModelFact): boolean {
    return rows.length < 2;
  }

  private isUnbalanced({ rows }: ModelFact): boolean {
    return [...sumsBy(rows, ({ currency }) => currency).values()].some((sum) => sum !== 0n) && this.knows('zero sums');
  }

  private passesFloor({ rows }: ModelFact): boolean {
    for (const [name, change] of sumsBy(rows, accountOf)) {
      const { floor } = ACCOUNTS[name.split(' ')[0] as ModelRow['code']];
      const balance = this.balanceOf(name) + change;
      if ((floor === 'credit' && balance > 0n) || (floor === 'debit' && balance < 0n)) return true;
    }
    return false;
  }

  private balanceOf(name: string): bigint {
    return this.balances.get(name) ?? 0n;
  }

  private knows(rule: string): boolean {
    return !this.forgotten.has(rule);
  }
}

export function accountOf({ code, owner, currency }: ModelRow): string {
  return `${code} ${owner} ${currency}`;
}

function sumsBy(rows: readonly ModelRow[], keyOf: (row: ModelRow) => string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0n) + row.amount);
  return sums;
}

function textOf(fact: ModelFact): string {
  return JSON.stringify(fact, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
