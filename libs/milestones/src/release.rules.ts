import { account, credit, debit, nonZero, type LedgerTransaction } from '#libs/ledger';
import {
  feeInSteps,
  formatId,
  formatPayee,
  money,
  newId,
  splitInSteps,
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

/** Who keeps the money of a project, and what for. */
interface ProjectHost {
  readonly hostId: Id<'org'>;
  readonly projectId: Id<'prj'>;
  readonly feeBasisPoints: number;
}

/** Who is paid for a need, and in which proportion. */
export interface PayeeShare {
  readonly payee: Payee;
  readonly weight: bigint;
  /** Set when the share is held by a fiscal host for a project; the host gets its fee of it alone. */
  readonly heldFor: ProjectHost | null;
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
  /** What each payee gets, by their order; of a share that is held for a project, the fee of its host. */
  readonly payees: readonly { readonly payee: Payee; readonly net: Money }[];
  /** What stays with the platform until the project pays somebody out of it. */
  readonly held: readonly { readonly host: ProjectHost; readonly net: Money }[];
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
  const fee = feeInSteps(gross, feeBasisPoints);
  const net = subtractMoney(gross, fee);
  const nets = splitInSteps(
    net,
    shares.map(({ weight }) => weight),
  );
  const { payees, held } = divide(shares, nets);
  const drawn = splitInSteps(
    net,
    fundings.map(({ amount }) => amount.minor),
  );
  const sources = fundings.map(({ pledgeId }, index) => ({ pledgeId, net: drawn[index]! }));
  const parts = match(sources, [...payees, ...held]).flatMap(({ to, pledgeId, net: part }) =>
    'payee' in to ? [{ id: newId<'rlp'>(), pledgeId, payee: to.payee, net: part }] : [],
  );
  return { gross, fee, fundings, payees, held, parts };
}

/** Of a share that is held for a project the host gets floor(share * bps / 10000), and the project the rest. */
function divide(shares: readonly PayeeShare[], nets: readonly Money[]): Pick<Release, 'payees' | 'held'> {
  const divided = shares.map(({ payee, heldFor: host }, index) => {
    const net = nets[index]!;
    if (!host) return { payee, net, held: null };
    const fee = feeInSteps(net, host.feeBasisPoints);
    return { payee, net: fee, held: { host, net: subtractMoney(net, fee) } };
  });
  return {
    payees: divided.map(({ payee, net }) => ({ payee, net })),
    held: divided.flatMap(({ held }) => (held ? [held] : [])),
  };
}

/**
 * Who gets how much out of which pledge. Both lists sum to the same; they are walked side by side, so that a payee
 * draws on as few pledges as the order allows: never more parts than pledges and payees together.
 */
function match<To extends { readonly net: Money }>(
  sources: readonly { readonly pledgeId: Id<'plg'>; readonly net: Money }[],
  takers: readonly To[],
): { readonly to: To; readonly pledgeId: Id<'plg'>; readonly net: Money }[] {
  const parts: { readonly to: To; readonly pledgeId: Id<'plg'>; readonly net: Money }[] = [];
  let source = 0;
  let left = sources[0]!.net.minor;
  for (const to of takers) {
    const { net } = to;
    let open = net.minor;
    while (open > 0n) {
      const minor = open < left ? open : left;
      if (minor > 0n) parts.push({ to, pledgeId: sources[source]!.pledgeId, net: money(minor, net.currency) });
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
      ...release.held.map(({ host, net }) =>
        credit(account('held.project', currency, formatId('org', host.hostId), formatId('prj', host.projectId)), net),
      ),
    ]),
  };
}
