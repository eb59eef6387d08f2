import { cashClassOf, UNDER_WAY, type AccountCode, type CashBalance } from '#libs/ledger';
import { money, type Money } from '#platform/kernel';

export interface Position {
  readonly code: AccountCode;
  readonly amount: Money;
}

/** Everything that the platform owes to others in one currency, against what it holds for that. */
export interface Liabilities {
  readonly liabilities: readonly Position[];
  readonly owed: Money;
  readonly assets: readonly Position[];
  /** The assets without what is still under way to the balance at Stripe. */
  readonly covering: Money;
  /** Covering by owed, with four digits, rounded down: "1.0210". Null when nothing is owed. */
  readonly ratio: string | null;
}

const RATIO_DIGITS = 4;

/** One entry for each currency that ever moved, in the order of their codes. */
export function allLiabilities(balances: readonly CashBalance[]): Liabilities[] {
  const currencies = [...new Set(balances.map(({ balance }) => balance.currency))].sort();
  return currencies.map((code) =>
    liabilitiesOf(
      balances.filter(({ balance }) => balance.currency === code),
      code,
    ),
  );
}

/** The balances are those of one currency. */
export function liabilitiesOf(balances: readonly CashBalance[], currency: string): Liabilities {
  const liabilities = positions(balances, 'liability', -1n);
  const assets = positions(balances, 'holding', 1n);
  const owed = total(liabilities, currency);
  const covering = total(
    assets.filter(({ code }) => code !== UNDER_WAY),
    currency,
  );
  return { liabilities, owed, assets, covering, ratio: ratioOf(covering.minor, owed.minor) };
}

function positions(balances: readonly CashBalance[], wanted: 'liability' | 'holding', sign: bigint): Position[] {
  return balances
    .filter(({ code }) => cashClassOf(code) === wanted)
    .map(({ code, balance: { minor, currency } }) => ({ code, amount: money(sign * minor, currency) }));
}

function total(all: readonly Position[], currency: string): Money {
  return money(
    all.reduce((sum, { amount }) => sum + amount.minor, 0n),
    currency,
  );
}

/** What is held may be negative, when the bank took more than there was; rounding down is then away from zero. */
function ratioOf(held: bigint, owed: bigint): string | null {
  if (owed === 0n) return null;
  const scale = 10n ** BigInt(RATIO_DIGITS);
  const scaled = held * scale;
  const down = scaled / owed - (scaled % owed < 0n ? 1n : 0n);
  const digits = (down < 0n ? -down : down).toString().padStart(RATIO_DIGITS + 1, '0');
  return `${down < 0n ? '-' : ''}${digits.slice(0, -RATIO_DIGITS)}.${digits.slice(-RATIO_DIGITS)}`;
}
