import { account, credit, debit, nonZero, type AccountRef, type LedgerTransaction } from '#libs/ledger';
import { formatId, money, type Id, type Money } from '#platform/kernel';
import type { MilestoneStatus } from './milestone.states.js';

/** Its money has not left for a payee. */
const UNRELEASED: readonly MilestoneStatus[] = ['planned', 'funded', 'submitted', 'in_review', 'changes_requested'];
/** The maintainer has delivered and waits for somebody else. */
const WAITING_FOR_REVIEW: readonly MilestoneStatus[] = ['submitted', 'in_review'];

/** A milestone that holds money of the pledge, in the order of the plan. */
export interface HeldPart {
  readonly milestoneId: Id<'mil'>;
  readonly status: MilestoneStatus;
  readonly minor: bigint;
}

/** What is taken back, and from where; all in the currency of the pledge. */
export interface TakenBack {
  readonly unassigned: Money;
  readonly milestones: readonly { readonly id: Id<'mil'>; readonly amount: Money }[];
  readonly total: Money;
}

/** Everything that is held and not released; `spareReviews` leaves what waits for its review. */
export function takeAll(unassigned: Money, parts: readonly HeldPart[], spareReviews: boolean): TakenBack {
  const taken = parts.filter(
    ({ status }) => UNRELEASED.includes(status) && !(spareReviews && WAITING_FOR_REVIEW.includes(status)),
  );
  return takenBack(unassigned, taken);
}

/**
 * Exactly `wanted`: what is unassigned first, then from the last milestone backwards, so that the work which comes first
 * keeps its money longest. Null when less is held.
 */
export function takeExactly(wanted: Money, unassigned: Money, parts: readonly HeldPart[]): TakenBack | null {
  let open = wanted.minor;
  const take = (available: bigint): bigint => {
    const minor = available < open ? available : open;
    open -= minor;
    return minor;
  };
  const first = money(take(unassigned.minor), wanted.currency);
  const taken = parts
    .filter(({ status }) => UNRELEASED.includes(status))
    .reverse()
    .map((part) => ({ ...part, minor: take(part.minor) }));
  return open === 0n ? takenBack(first, taken) : null;
}

function takenBack(unassigned: Money, parts: readonly HeldPart[]): TakenBack {
  const { currency } = unassigned;
  const milestones = parts
    .filter(({ minor }) => minor > 0n)
    .map(({ milestoneId, minor }) => ({ id: milestoneId, amount: money(minor, currency) }));
  const total = milestones.reduce((sum, { amount }) => sum + amount.minor, unassigned.minor);
  return { unassigned, milestones, total: money(total, currency) };
}

/** Where the money goes to: a refund that Stripe is asked for, or the balance of the organisation. */
export function pledgeReturnedPosting(
  returnId: Id<'rfd'>,
  pledgeId: Id<'plg'>,
  { unassigned, milestones, total }: TakenBack,
  to: AccountRef,
  at: Date,
): LedgerTransaction {
  const { currency } = total;
  const owner = formatId('plg', pledgeId);
  return {
    kind: 'pledge_returned',
    idem: `pledge_returned:${returnId}`,
    occurredAt: at,
    cause: { refundId: returnId, pledgeId },
    postings: nonZero([
      debit(account('held.pledge', currency, owner), unassigned),
      ...milestones.map(({ id, amount }) =>
        debit(account('held.milestone', currency, formatId('mil', id), owner), amount),
      ),
      credit(to, total),
    ]),
  };
}
