import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { money, type Id } from '#platform/kernel';
import { Milestone } from './milestone.entity.js';
import { MilestoneNotFoundError } from './milestone.errors.js';
import type { Funding } from './release.rules.js';

@Injectable()
export class MilestonesRepository {
  /** Replaces the plan of a need; only possible while nothing points at its milestones. */
  async replacePlan(tx: Tx, needId: Id<'need'>, milestones: readonly Milestone[]): Promise<void> {
    await tx.manager.query('DELETE FROM milestone WHERE need_id = $1', [needId]);
    await tx.manager.insert(Milestone, [...milestones]);
  }

  async lock(tx: Tx, id: Id<'mil'>): Promise<Milestone> {
    const milestone = await tx.manager.findOne(Milestone, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!milestone) throw new MilestoneNotFoundError();
    return milestone;
  }

  /** All milestones of a need in their order, locked. */
  lockPlan(tx: Tx, needId: Id<'need'>): Promise<Milestone[]> {
    return tx.manager.find(Milestone, {
      where: { needId },
      order: { position: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async save(tx: Tx, milestone: Milestone): Promise<void> {
    const { id, version, startsOn, status, fundedMinor, reviewerId, submittedAt, acceptedAt, releaseParts } = milestone;
    await tx.manager.update(
      Milestone,
      { id, version },
      { startsOn, status, fundedMinor, reviewerId, submittedAt, acceptedAt, releaseParts, version: version + 1 },
    );
    milestone.version = version + 1;
  }

  async addFunding(tx: Tx, milestoneId: Id<'mil'>, { pledgeId, amount }: Funding): Promise<void> {
    await tx.manager.query(
      'INSERT INTO milestone_funding (milestone_id, pledge_id, amount_minor, assigned_at) VALUES ($1, $2, $3, $4)',
      [milestoneId, pledgeId, amount.minor.toString(), tx.now.toISOString()],
    );
  }

  /** What a pledge has put into each milestone of its need. */
  async fundingsOfPledge(tx: Tx, pledgeId: Id<'plg'>): Promise<ReadonlyMap<Id<'mil'>, bigint>> {
    const rows = await tx.manager.query<{ milestone_id: Id<'mil'>; amount_minor: string }[]>(
      'SELECT milestone_id, amount_minor FROM milestone_funding WHERE pledge_id = $1',
      [pledgeId],
    );
    return new Map(rows.map((row) => [row.milestone_id, BigInt(row.amount_minor)]));
  }

  /** Takes a part of what a pledge has put in out of the milestone; nothing of it is left of a whole. */
  async removeFunding(tx: Tx, milestoneId: Id<'mil'>, { pledgeId, amount }: Funding): Promise<void> {
    const key = [milestoneId, pledgeId, amount.minor.toString()];
    await tx.manager.query(
      'DELETE FROM milestone_funding WHERE milestone_id = $1 AND pledge_id = $2 AND amount_minor = $3',
      key,
    );
    await tx.manager.query(
      'UPDATE milestone_funding SET amount_minor = amount_minor - $3 WHERE milestone_id = $1 AND pledge_id = $2',
      key,
    );
  }

  /** Remembers parts of the release that have arrived; answers how many have. */
  async addPaidParts(tx: Tx, milestoneId: Id<'mil'>, partIds: readonly string[]): Promise<number> {
    const at = tx.now.toISOString();
    await tx.manager.query(
      `INSERT INTO milestone_payout (milestone_id, part_id, confirmed_at)
       SELECT $1, part_id, $3 FROM unnest($2::uuid[]) AS part_id ON CONFLICT DO NOTHING`,
      [milestoneId, partIds, at],
    );
    const rows = await tx.manager.query<{ paid: number }[]>(
      'SELECT count(*)::int AS paid FROM milestone_payout WHERE milestone_id = $1',
      [milestoneId],
    );
    return rows[0]!.paid;
  }

  /** What each pledge has put in, oldest first. */
  async fundings(tx: Tx, milestone: Milestone): Promise<Funding[]> {
    const rows = await tx.manager.query<{ pledge_id: Id<'plg'>; amount_minor: string }[]>(
      'SELECT pledge_id, amount_minor FROM milestone_funding WHERE milestone_id = $1 ORDER BY assigned_at, pledge_id',
      [milestone.id],
    );
    return rows.map((row) => ({
      pledgeId: row.pledge_id,
      amount: money(BigInt(row.amount_minor), milestone.currency),
    }));
  }

  /** Whether somebody still counts on the person: a need that takes money, or paid work that is not done and paid out. */
  async hasOpenWork(tx: Tx, personId: Id<'usr'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      `WITH own AS (SELECT id FROM need WHERE recipient_person_id = $1
                    UNION SELECT need_id FROM need_payee WHERE person_id = $1 AND status = 'accepted')
       SELECT 1 FROM need JOIN own USING (id) WHERE need.status = 'published'
       UNION ALL
       SELECT 1 FROM milestone JOIN own ON own.id = milestone.need_id
        WHERE milestone.funded_minor > 0 AND milestone.status NOT IN ('paid', 'cancelled') LIMIT 1`,
      [personId],
    );
    return rows.length === 1;
  }

  /** Whether the person has taken a review and not decided it. */
  async hasOpenReview(tx: Tx, personId: Id<'usr'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM milestone WHERE reviewer_id = $1 AND status = 'in_review' LIMIT 1`,
      [personId],
    );
    return rows.length === 1;
  }

  /** Whether the person belongs to an organisation that has put money into the milestone. */
  async isPayer(tx: Tx, milestoneId: Id<'mil'>, personId: Id<'usr'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM milestone_funding funding
         JOIN pledge ON pledge.id = funding.pledge_id
         JOIN membership ON membership.organisation_id = pledge.organisation_id
        WHERE funding.milestone_id = $1 AND membership.person_id = $2 LIMIT 1`,
      [milestoneId, personId],
    );
    return rows.length === 1;
  }
}
