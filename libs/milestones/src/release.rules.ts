import { account, credit, debit, nonZero, type LedgerTransaction } from '#libs/ledger';
import { basisPoints, formatId, money, splitMoney, subtractMoney, type Id, type Money } from '#platform/kernel';

/** What one pledge has put into a milestone. */
export interface Funding {
  readonly pledgeId: Id<'plg'>;
  readonly amount: Money;
}

interface ReleasePart extends Funding {
  /** What the recipient gets out of this pledge. */
  readonly net: Money;
}

export interface Release {
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
  readonly parts: readonly ReleasePart[];
}

/**
 * The fee is floor(X * bps / 10000) of the whole, so rounding favours the recipient; the rest is split over the
 * pledges in proportion, and the parts sum to it exactly.
 */
export function releaseOf(fundings: readonly Funding[], feeBasisPoints: number): Release {
  const currency = fundings[0]!.amount.currency;
  const gross = money(
    fundings.reduce((sum, { amount }) => sum + amount.minor, 0n),
    currency,
  );
  const fee = basisPoints(gross, feeBasisPoints);
  const net = subtractMoney(gross, fee);
  const shares = splitMoney(
    net,
    fundings.map(({ amount }) => amount.minor),
  );
  return { gross, fee, net, parts: fundings.map((funding, index) => ({ ...funding, net: shares[index]! })) };
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

export function releasePosting(
  milestoneId: Id<'mil'>,
  recipientId: Id<'usr'>,
  release: Release,
  at: Date,
): LedgerTransaction {
  const { currency } = release.gross;
  const milestone = formatId('mil', milestoneId);
  return {
    kind: 'milestone_released',
    idem: `release:${milestoneId}:1`,
    occurredAt: at,
    cause: { milestoneId },
    postings: nonZero([
      ...release.parts.map(({ pledgeId, amount }) =>
        debit(account('held.milestone', currency, milestone, formatId('plg', pledgeId)), amount),
      ),
      credit(account('income.platform_fee', currency), release.fee),
      credit(account('payable', currency, formatId('usr', recipientId)), release.net),
    ]),
  };
}
