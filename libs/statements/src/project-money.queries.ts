import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { money, type Money } from '#platform/kernel';

/** Where the money of a project stands, in one currency. What was paid is the sum of all that follows it but `promised`. */
export interface ProjectMoney {
  readonly promised: Money;
  readonly paid: Money;
  readonly heldUnassigned: Money;
  readonly heldForMilestones: Money;
  /** Released, and kept for the project by its fiscal host. */
  readonly heldByHost: Money;
  /** Released, and not on its way yet. */
  readonly owed: Money;
  readonly inTransfer: Money;
  readonly paidOut: Money;
  readonly platformFee: Money;
  readonly returned: Money;
}

/** What one organisation has paid for a project, or all that are not named together. */
export interface ProjectPayer {
  /** Null for the sum of those who are not named: who chose so, and whoever is not among the hundred that paid most. */
  readonly organisation: { readonly id: string; readonly name: string } | null;
  readonly payers: number;
  readonly paid: Money;
  readonly returned: Money;
}

/** What was given to a project in kind, in one unit: hours, or a value in a currency. It is no money, and in no sum of it. */
export interface ProjectInKind {
  readonly promised: Money;
  readonly delivered: Money;
}

export interface ProjectStatement {
  readonly inKind: readonly ProjectInKind[];
  readonly currencies: readonly ProjectMoney[];
  readonly payers: readonly ProjectPayer[];
}

/** How many payers are named in one currency; whoever paid less is in the sum of the others. */
const MOST_NAMED = 100;

/** Whatever kind brought it: what is taken out again is a debit. */
export const PAID = `line.code = 'held.pledge' AND line.amount < 0`;

const STATES = {
  promised: `line.code = 'memo.pledged'`,
  paid: PAID,
  heldUnassigned: `line.code = 'held.pledge'`,
  heldForMilestones: `line.code = 'held.milestone'`,
  heldByHost: `line.code = 'held.project'`,
  owed: `line.code = 'payable'`,
  inTransfer: `line.code = 'transfer.clearing'`,
  paidOut: `line.kind = 'transfer_settled' AND line.code = 'stripe.balance' OR line.kind = 'paid_by_bank' AND line.code = 'bank.operating'`,
  platformFee: `line.code = 'income.platform_fee'`,
} as const satisfies Partial<Record<keyof ProjectMoney, string>>;

/** Out of what was held for the project, back to the payer or into the payer's balance: a debit. */
export const RETURNED = `line.code IN ('held.pledge', 'held.milestone') AND line.kind IN ('pledge_returned', 'kept_for_organisation')`;

const LINES = `FROM project_line line
  WHERE line.tx_id = ANY(ARRAY(SELECT tx_id FROM project_tx WHERE project_id = ANY($1))) AND line.project_id = ANY($1)`;

/** Credits are what a state holds; of what is taken out of it, debits. */
const sum = (condition: string, name: string, sign: '-' | '' = '-'): string =>
  `coalesce(${sign}sum(line.amount) FILTER (WHERE ${condition}), 0) AS "${name}"`;

type Sums = Readonly<Record<keyof ProjectMoney, string>> & { readonly projectId: string; readonly currency: string };

interface RawPayer {
  readonly projectId: string;
  readonly currency: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly payers: number;
  readonly paid: string;
  readonly returned: string;
}

interface RawInKind {
  readonly projectId: string;
  readonly currency: string;
  readonly promised: string;
  readonly delivered: string;
}

/** The public statement of projects. A payer is named when it has chosen to be; the others are one sum. */
@Injectable()
export class ProjectMoneyQueries {
  constructor(private readonly dataSource: DataSource) {}

  async statementsOf(projectIds: readonly string[]): Promise<ReadonlyMap<string, ProjectStatement>> {
    const sums = await this.dataSource.query<Sums[]>(
      `SELECT line.project_id AS "projectId", line.currency, ${sum(RETURNED, 'returned', '')}, ${Object.entries(STATES)
        .map(([name, condition]) => sum(condition, name))
        .join(', ')}
        ${LINES} GROUP BY line.project_id, line.currency ORDER BY line.currency`,
      [projectIds],
    );
    const payers = await this.dataSource.query<RawPayer[]>(
      `SELECT "projectId", currency, id, name, count(*)::int AS payers, sum(paid) AS paid, sum(returned) AS returned
         FROM (SELECT payer."projectId", payer.currency, payer.paid, payer.returned,
                      CASE WHEN place <= $2 THEN named_id END AS id, CASE WHEN place <= $2 THEN named_as END AS name
                 FROM (SELECT payer.*, named.id AS named_id, named.name AS named_as,
                              row_number() OVER (PARTITION BY payer."projectId", payer.currency, named.id IS NULL ORDER BY payer.paid DESC, payer.payer_id) AS place
                         FROM (SELECT line.project_id AS "projectId", line.currency, line.payer_id, ${sum(STATES.paid, 'paid')}, ${sum(RETURNED, 'returned', '')}
                                 ${LINES} AND line.payer_id IS NOT NULL GROUP BY line.project_id, line.currency, line.payer_id) AS payer
                         LEFT JOIN organisation named ON named.id = payer.payer_id AND named.visibility = 'named'
                        WHERE payer.paid <> 0) AS payer) AS shown
        GROUP BY "projectId", currency, id, name ORDER BY currency, id IS NULL, sum(paid) DESC, name, id`,
      [projectIds, MOST_NAMED],
    );
    const inKind = await this.dataSource.query<RawInKind[]>(
      `SELECT project_id AS "projectId", currency, -sum(amount) AS promised,
              coalesce(sum(amount) FILTER (WHERE kind = 'inkind_delivered'), 0) AS delivered
         FROM project_in_kind WHERE project_id = ANY($1) GROUP BY project_id, currency ORDER BY currency`,
      [projectIds],
    );
    return new Map(
      projectIds.map((id) => [
        id,
        {
          currencies: sums.filter(({ projectId }) => projectId === id).map(moneyOf),
          inKind: inKind.filter(({ projectId }) => projectId === id).map(inKindOf),
          payers: payers.filter(({ projectId }) => projectId === id).map(payerOf),
        },
      ]),
    );
  }
}

function moneyOf({ currency, ...sums }: Sums): ProjectMoney {
  const of = (name: keyof ProjectMoney): Money => money(BigInt(sums[name]), currency);
  return {
    promised: of('promised'),
    paid: of('paid'),
    heldUnassigned: of('heldUnassigned'),
    heldForMilestones: of('heldForMilestones'),
    heldByHost: of('heldByHost'),
    owed: of('owed'),
    inTransfer: of('inTransfer'),
    paidOut: of('paidOut'),
    platformFee: of('platformFee'),
    returned: of('returned'),
  };
}

function payerOf({ id, name, payers, paid, returned, currency }: RawPayer): ProjectPayer {
  return {
    organisation: id !== null && name !== null ? { id, name } : null,
    payers,
    paid: money(BigInt(paid), currency),
    returned: money(BigInt(returned), currency),
  };
}

function inKindOf({ currency, promised, delivered }: RawInKind): ProjectInKind {
  return { promised: money(BigInt(promised), currency), delivered: money(BigInt(delivered), currency) };
}
