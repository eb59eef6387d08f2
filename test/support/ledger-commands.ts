import fc from 'fast-check';
import type { Door, ModelFact, ModelRow } from './ledger-model.js';

/**
 * One command of a run, as it is drawn; `nth` points at one of the facts that came before. A fact that is fitting names a
 * balance transaction exactly when a row asks for one.
 */
export type LedgerCommand =
  | { readonly do: 'give'; readonly door: Door; readonly rows: readonly ModelRow[]; readonly isFitting: boolean }
  | { readonly do: 'repeat' | 'twice at once' | 'contradict' | 'reverse' | 'same txn'; readonly nth: number }
  | { readonly do: 'append' | 'change' | 'remove'; readonly nth: number };

const amounts = fc.bigInt(1n, 60n);
const owners = fc.constantFrom('a', 'b');
const currencies = fc.constantFrom('USD', 'USD', 'JPY', 'KWD');
const cash = fc.constantFrom<ModelRow['code']>(
  'stripe.clearing',
  'held.org',
  'held.org',
  'payable',
  'clawback',
  'income.platform_fee',
);
const memo = fc.constantFrom<ModelRow['code']>('memo.commitment', 'memo.pledged');

/** From one account to one or two others, in one currency: it balances, and may still ask for too much. */
const moved = (codes: fc.Arbitrary<ModelRow['code']>) =>
  fc
    .tuple(fc.array(fc.tuple(codes, owners), { minLength: 2, maxLength: 3 }), currencies, fc.tuple(amounts, amounts))
    .map(([accounts, currency, parts]) =>
      accounts.map(([code, owner], place): ModelRow => {
        const credits: readonly bigint[] = parts.slice(0, accounts.length - 1);
        return {
          code,
          owner,
          currency,
          amount: place === 0 ? credits.reduce((sum, part) => sum + part, 0n) : -credits[place - 1]!,
        };
      }),
    );
const balanced = fc.oneof({ weight: 6, arbitrary: moved(cash) }, { weight: 1, arbitrary: moved(memo) });
const inTwoCurrencies = fc.tuple(moved(cash), moved(cash)).map((both) => both.flat());
const onStripe = moved(cash).map((rows): readonly ModelRow[] => [
  { ...rows[0]!, code: 'stripe.balance' },
  ...rows.slice(1),
]);
const acrossBooks = fc.tuple(moved(cash), moved(memo)).map((both) => both.flat());

/** One row more, less, or with another amount: mostly refused, for more than one reason at a time. */
const spoilt = fc
  .tuple(fc.oneof(balanced, inTwoCurrencies, onStripe), fc.constantFrom('drop', 'zero', 'add'), fc.nat(), amounts)
  .map(([rows, how, place, amount]) => {
    const at = place % rows.length;
    if (how === 'drop') return rows.filter((_, index) => index !== at);
    return rows.map((row, index) =>
      index === at ? { ...row, amount: how === 'zero' ? 0n : row.amount + amount } : row,
    );
  })
  .filter((rows) => rows.length > 0);

const given = fc.record({
  do: fc.constant('give' as const),
  door: fc.constantFrom<Door>('service', 'service', 'function'),
  rows: fc.oneof(
    { weight: 10, arbitrary: balanced },
    { weight: 2, arbitrary: inTwoCurrencies },
    { weight: 3, arbitrary: onStripe },
    { weight: 1, arbitrary: acrossBooks },
    { weight: 3, arbitrary: spoilt },
  ),
  isFitting: fc.constantFrom(true, true, true, true, true, true, true, false),
});
const about = <Kind extends string>(...kinds: Kind[]) =>
  fc.record({ do: fc.constantFrom(...kinds), nth: fc.nat({ max: 99 }) });

/** `length` commands of a run. */
export const ledgerCommands = (length: number): fc.Arbitrary<LedgerCommand[]> =>
  fc.array(
    fc.oneof(
      { weight: 12, arbitrary: given },
      { weight: 6, arbitrary: about('repeat', 'twice at once', 'contradict', 'reverse', 'same txn') },
      { weight: 1, arbitrary: about('append', 'change', 'remove') },
    ),
    { minLength: 1, maxLength: length, size: 'max' },
  );

/**
 * The fact that a command gives, by its place in the run; null when it points at none.
 * @param given facts of the run so far, `taken` those that were not refused
 */
export function factOf(
  command: LedgerCommand,
  place: number,
  given: readonly ModelFact[],
  taken: readonly ModelFact[],
): ModelFact | null {
  const [key, txn] = [`key ${String(place)}`, `txn ${String(place)}`];
  if (command.do === 'give') {
    const asks = command.rows.some(({ code }) => code === 'stripe.balance');
    return {
      key,
      door: command.door,
      rows: command.rows,
      txn: asks === command.isFitting ? txn : null,
      reverses: null,
    };
  }
  const pool = command.do === 'repeat' ? given : taken;
  const old = pool[command.nth % Math.max(1, pool.length)];
  return old === undefined ? null : variant(command.do, old, key, txn);
}

function variant(how: LedgerCommand['do'], old: ModelFact, key: string, txn: string): ModelFact {
  const scaled = (factor: bigint): ModelRow[] => old.rows.map((row) => ({ ...row, amount: row.amount * factor }));
  if (how === 'contradict') return { ...old, rows: scaled(2n) };
  if (how === 'reverse')
    return { ...old, key, rows: scaled(-1n), txn: old.txn === null ? null : txn, reverses: old.key };
  if (how === 'same txn') return { ...old, key };
  return old;
}
