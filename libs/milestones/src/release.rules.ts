import { account, credit, debit, nonZero, type LedgerTransaction } from '#libs/ledger';
import {
  basisPoints,
  formatId,
  formatPayee,
  money,
  newId,
  splitMoney,
  subtractMoney,
  type Id,
  type Money,
  type Payee,
} from '#platform/kernel';

/** What one pledge has put into a milestone. */
export interface Funding {
  readonly pledgeId: Id<'plg'>;
  readonly amount: Money;
}

/** Who is paid for a need, and in which proportion. */
export interface PayeeShare {
  readonly payee: Payee;
  readonly weight: bigint;
}

/** What one payee gets out of one pledge. */
interface ReleasePart {
  readonly id: Id<'rlp'>;
  readonly pledgeId: Id<'plg'>;
  readonly payee: Payee;
  readonly net: Money;
}

export interface Release {
  readonly gross: Money;
  readonly fee: Money;
  readonly fundings: readonly Funding[];
  /** What each payee gets, by their order. */
  readonly payees: readonly { readonly payee: Payee; readonly net: Money }[];
  readonly parts: readonly ReleasePart[];
}

/**
 * The fee is floor(X * bps / 10000) of the whole, so rounding favours the payees; the rest is split over them by their
 * weights, and over the pledges in proportion to what these put in. Both splits sum to it exactly.
 */
export function releaseOf(
  fundings: readonly Funding[],
  shares: readonly PayeeShare[],
  feeBasisPoints: number,
): Release {
  const currency = fundings[0]!.amount.currency;
  const gross = money(
    fundings.reduce((sum, { amount }) => sum + amount.minor, 0n),
    currency,
  );
  const fee = basisPoints(gross, feeBasisPoints);
  const net = subtractMoney(gross, fee);
  const nets = splitMoney(
    net,
    shares.map(({ weight }) => weight),
  );
  const payees = shares.map(({ payee }, index) => ({ payee, net: nets[index]! }));
  const drawn = splitMoney(
    net,
    fundings.map(({ amount }) => amount.minor),
  );
  const sources = fundings.map(({ pledgeId }, index) => ({ pledgeId, net: drawn[index]! }));
  return { gross, fee, fundings, payees, parts: match(sources, payees) };
}

/**
 * Which payee gets how much out of which pledge. Both lists sum to the same; they are walked side by side, so that a payee
 * draws on as few pledges as the order allows: never more parts than pledges and payees together.
 */
function match(
  sources: readonly { readonly pledgeId: Id<'plg'>; readonly net: Money }[],
  payees: readonly { readonly payee: Payee; readonly net: Money }[],
): ReleasePart[] {
  const parts: ReleasePart[] = [];
  let source = 0;
  let left = sources[0]!.net.minor;
  for (const { payee, net } of payees) {
    let open = net.minor;
    while (open > 0n) {
      const minor = open < left ? open : left;
      if (minor > 0n)
        parts.push({
          id: newId<'rlp'>(),
          pledgeId: sources[source]!.pledgeId,
          payee,
          net: money(minor, net.currency),
        });
      open -= minor;
      left -= minor;
      if (left === 0n && source + 1 < sources.length) left = sources[++source]!.net.minor;
    }
  }
  return parts;
}

/** Money of a paid pledge goes to the milestones in their order, each up to what it still lacks. */
export function assignFunding(
  paid: Money,
  lacking: readonly { readonly id: Id<'mil'>; readonly minor: bigint }[],
): { readonly id: Id<'mil'>; readonly amount: Money }[] {
  let rest = paid.minor;
  return lacking.flatMap(({ id, minor }) => {
    const part = minor < rest ? minor : rest;
    rest -= part;
    return part === 0n ? [] : [{ id, amount: money(part, paid.currency) }];
  });
}

export function allocatedPosting(
  pledgeId: Id<'plg'>,
  parts: readonly { readonly id: Id<'mil'>; readonly amount: Money }[],
  at: Date,
): LedgerTransaction {
  const owner = formatId('plg', pledgeId);
  const { currency } = parts[0]!.amount;
  const total = money(
    parts.reduce((sum, { amount }) => sum + amount.minor, 0n),
    currency,
  );
  return {
    kind: 'allocated',
    idem: `allocated:${pledgeId}`,
    occurredAt: at,
    cause: { pledgeId },
    postings: [
      debit(account('held.pledge', currency, owner), total),
      ...parts.map(({ id, amount }) => credit(account('held.milestone', currency, formatId('mil', id), owner), amount)),
    ],
  };
}

export function releasePosting(milestoneId: Id<'mil'>, release: Release, at: Date): LedgerTransaction {
  const { currency } = release.gross;
  const milestone = formatId('mil', milestoneId);
  return {
    kind: 'milestone_released',
    idem: `release:${milestoneId}:1`,
    occurredAt: at,
    cause: { milestoneId },
    postings: nonZero([
      ...release.fundings.map(({ pledgeId, amount }) =>
        debit(account('held.milestone', currency, milestone, formatId('plg', pledgeId)), amount),
      ),
      credit(account('income.platform_fee', currency), release.fee),
      ...release.payees.map(({ payee, net }) => credit(account('payable', currency, formatPayee(payee)), net)),
    ]),
  };
}
