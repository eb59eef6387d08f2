import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { money, type Id, type Money } from '#platform/kernel';
import type { Period } from '../period.rules.js';
import { PAID, RETURNED } from '../project-money.queries.js';

/** What an organisation paid for the needs of a project in a period, in one currency, as postings say. */
export interface PaidForProject {
  readonly projectId: Id<'prj'>;
  readonly projectName: string;
  /** Whether who is paid for the need belongs to the organisation, as of today. */
  readonly isToOwnPeople: boolean;
  readonly paid: Money;
  /** Came back in the period, to the payer or into its balance. */
  readonly returned: Money;
  /** Of what was paid, now or before: released for work that was accepted in the period. */
  readonly released: Money;
}

type Raw = Omit<PaidForProject, 'paid' | 'returned' | 'released'> & {
  readonly currency: string;
  readonly paid: string;
  readonly returned: string;
  readonly released: string;
};

/** The postings of a payer in a period. Parameters: the organisation, the period. */
const POSTINGS = `
  FROM statement_line line
 WHERE line.account_id = ANY(ARRAY(SELECT account_id FROM payer_account WHERE payer_id = $1)) AND line.payer_id = $1
   AND line.book = 'cash' AND line.posted_at >= $2 AND line.posted_at < $3`;

/** Money of an organisation by what it went to: sums of postings, never of pledges. */
@Injectable()
export class PaidByOrganisationQueries {
  constructor(private readonly dataSource: DataSource) {}

  async byProject(organisationId: Id<'org'>, { from, to }: Period): Promise<PaidForProject[]> {
    const rows = await this.dataSource.query<Raw[]>(
      `SELECT sums.*, project.name AS "projectName" FROM (
         SELECT line.project_id AS "projectId", line.currency,
                EXISTS (SELECT 1 FROM need JOIN membership ON membership.person_id = need.recipient_person_id
                         WHERE need.id = line.need_id AND membership.organisation_id = $1) AS "isToOwnPeople",
                coalesce(-sum(line.amount) FILTER (WHERE ${PAID}), 0) AS paid,
                coalesce(sum(line.amount) FILTER (WHERE ${RETURNED}), 0) AS returned,
                coalesce(sum(line.amount) FILTER (WHERE line.code = 'held.milestone' AND line.kind = 'milestone_released'), 0) AS released
         ${POSTINGS} AND line.project_id IS NOT NULL
         GROUP BY 1, 2, 3) AS sums
         JOIN project ON project.id = sums."projectId"
        WHERE paid <> 0 OR returned <> 0 OR released <> 0
        ORDER BY sums."projectId", currency, "isToOwnPeople"`,
      [organisationId, from.toISOString(), to.toISOString()],
    );
    return rows.map(({ currency, paid, returned, released, ...row }) => ({
      ...row,
      paid: money(BigInt(paid), currency),
      returned: money(BigInt(returned), currency),
      released: money(BigInt(released), currency),
    }));
  }

  /** What was put into the own balance in the period and is not for a need yet: what came less what left it, by currency. */
  async keptInBalance(organisationId: Id<'org'>, { from, to }: Period): Promise<Money[]> {
    const rows = await this.dataSource.query<{ currency: string; kept: string }[]>(
      `SELECT line.currency, -sum(line.amount) AS kept ${POSTINGS} AND line.code = 'held.org'
        GROUP BY line.currency HAVING sum(line.amount) < 0 ORDER BY line.currency`,
      [organisationId, from.toISOString(), to.toISOString()],
    );
    return rows.map(({ currency, kept }) => money(BigInt(kept), currency));
  }

  /** What was delivered in kind in the period: hours (XHR), or a value in a currency. It is no money. */
  async inKind(organisationId: Id<'org'>, { from, to }: Period): Promise<Money[]> {
    const rows = await this.dataSource.query<{ currency: string; delivered: string }[]>(
      `SELECT posting.currency, sum(posting.amount) AS delivered
         FROM in_kind_contribution offer
         JOIN ledger_account account ON account.code = 'memo.inkind' AND inside_id(split_part(account.owner, '/', 1)) = offer.id
         JOIN ledger_posting posting ON posting.account_id = account.id
         JOIN ledger_tx tx ON tx.id = posting.tx_id
        WHERE offer.organisation_id = $1 AND tx.kind = 'inkind_delivered' AND tx.posted_at >= $2 AND tx.posted_at < $3
        GROUP BY posting.currency ORDER BY posting.currency`,
      [organisationId, from.toISOString(), to.toISOString()],
    );
    return rows.map(({ currency, delivered }) => money(BigInt(delivered), currency));
  }

  /** Of each milestone: what of the organisation's money was released for it in the period. */
  async byMilestone(organisationId: Id<'org'>, { from, to }: Period): Promise<ReadonlyMap<string, Money>> {
    const rows = await this.dataSource.query<{ id: string; currency: string; released: string }[]>(
      `SELECT line.milestone_id AS id, line.currency, sum(line.amount) AS released ${POSTINGS}
          AND line.code = 'held.milestone' AND line.kind = 'milestone_released' GROUP BY line.milestone_id, line.currency`,
      [organisationId, from.toISOString(), to.toISOString()],
    );
    return new Map(rows.map(({ id, currency, released }) => [id, money(BigInt(released), currency)]));
  }
}
