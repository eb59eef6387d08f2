import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addMoney, formatId, money, type Money } from '#platform/kernel';

export interface NeedMoney {
  /** Paid and not yet assigned to a milestone. */
  readonly unassigned: Money;
  readonly heldForMilestones: Money;
  /** Released out of held money, our fee included. */
  readonly released: Money;
}

interface Holding {
  readonly needId: string;
  readonly currency: string;
  readonly pledgeId: string | null;
  readonly milestoneId: string | null;
}

interface AccountSum {
  readonly code: string;
  readonly owner: string;
  readonly balance: string;
  readonly released: string;
}

/** Joined reads over several contexts. The amounts are sums of postings, never counters of a context. */
@Injectable()
export class StatementsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Where the money of each need stands: one statement for who holds it, one for what the ledger says. */
  async moneyOfNeeds(needIds: readonly string[]): Promise<ReadonlyMap<string, NeedMoney>> {
    const holdings = await this.dataSource.query<Holding[]>(
      `SELECT need.id AS "needId", need.currency, pledge.id AS "pledgeId", funding.milestone_id AS "milestoneId"
         FROM need LEFT JOIN pledge ON pledge.need_id = need.id LEFT JOIN milestone_funding funding ON funding.pledge_id = pledge.id
        WHERE need.id = ANY($1) AND need.status IN ('published', 'closed')`,
      [needIds],
    );
    const sums = await this.sumsOf([...new Set(holdings.flatMap(ownersOf))]);
    const needs = new Map<string, NeedMoney>();
    const counted = new Set<string>();
    for (const holding of holdings) {
      const zero = money(0n, holding.currency);
      const known = needs.get(holding.needId) ?? { unassigned: zero, heldForMilestones: zero, released: zero };
      // A pledge stands in several rows when it funds several milestones; its own account counts once.
      const fresh = ownersOf(holding).filter((owner) => !counted.has(owner));
      for (const owner of fresh) counted.add(owner);
      needs.set(
        holding.needId,
        addSums(
          known,
          fresh.flatMap((owner) => sums.get(owner) ?? []),
        ),
      );
    }
    return needs;
  }

  private async sumsOf(owners: readonly string[]): Promise<ReadonlyMap<string, AccountSum>> {
    const rows = await this.dataSource.query<AccountSum[]>(
      `SELECT account.code, account.owner, -sum(posting.amount) AS balance,
              coalesce(sum(posting.amount) FILTER (WHERE tx.kind = 'milestone_released'), 0) AS released
         FROM ledger_account account
         JOIN ledger_posting posting ON posting.account_id = account.id
         JOIN ledger_tx tx ON tx.id = posting.tx_id
        WHERE account.code IN ('held.pledge', 'held.milestone') AND account.owner = ANY($1)
        GROUP BY account.id`,
      [owners],
    );
    return new Map(rows.map((row) => [row.owner, row]));
  }
}

function ownersOf({ pledgeId, milestoneId }: Holding): string[] {
  if (pledgeId === null) return [];
  const pledge = formatId('plg', pledgeId);
  return milestoneId === null ? [pledge] : [pledge, `${formatId('mil', milestoneId)}/${pledge}`];
}

function addSums(known: NeedMoney, sums: readonly AccountSum[]): NeedMoney {
  let { unassigned, heldForMilestones, released } = known;
  for (const sum of sums) {
    const balance = money(BigInt(sum.balance), unassigned.currency);
    if (sum.code === 'held.pledge') unassigned = addMoney(unassigned, balance);
    else {
      heldForMilestones = addMoney(heldForMilestones, balance);
      released = addMoney(released, money(BigInt(sum.released), released.currency));
    }
  }
  return { unassigned, heldForMilestones, released };
}
