import { Injectable } from '@nestjs/common';
import { LedgerService } from '#libs/ledger';
import type { Tx } from '#platform/database';
import { present, type Id } from '#platform/kernel';
import { commitmentEnded, commitmentPromised } from './recurring-pledge.postings.js';
import { RecurringPledge } from './recurring-pledge.entity.js';
import { expectsPeriod } from './recurring-pledge.rules.js';

export type ChangeAction = 'pause' | 'resume' | 'end' | 'keep' | 'cancel';
export type ChangeCause = 'person' | 'need_funded' | 'payment_failed';

/** Something that was asked for, and why. */
export interface RecordedChange {
  readonly action: ChangeAction;
  readonly cause: ChangeCause;
  readonly personId: Id<'usr'> | null;
  readonly reason: string | null;
}

@Injectable()
export class RecurringPledgesRepository {
  constructor(private readonly ledger: LedgerService) {}

  async insert(tx: Tx, pledge: RecurringPledge): Promise<void> {
    await tx.manager.insert(RecurringPledge, pledge);
  }

  async find(tx: Tx, id: Id<'rpl'>): Promise<RecurringPledge | null> {
    return tx.manager.findOne(RecurringPledge, { where: { id } });
  }

  async lock(tx: Tx, id: Id<'rpl'>): Promise<RecurringPledge> {
    return present(await tx.manager.findOne(RecurringPledge, { where: { id }, lock: { mode: 'pessimistic_write' } }));
  }

  /** Saves what has changed, and brings the promise of the memo book to what the new state expects. */
  async save(tx: Tx, pledge: RecurringPledge): Promise<void> {
    if (pledge.isPromised && !expectsPeriod(pledge)) await this.endPromise(tx, pledge, pledge.status);
    if (!pledge.isPromised && expectsPeriod(pledge)) {
      pledge.promisedPeriods += 1;
      pledge.isPromised = true;
      await this.ledger.post(tx, commitmentPromised(pledge, tx.now));
    }
    const { id, version } = pledge;
    await tx.manager.update(
      RecurringPledge,
      { id, version },
      {
        status: pledge.status,
        approvedAt: pledge.approvedAt,
        startedAt: pledge.startedAt,
        currentPeriodEnd: pledge.currentPeriodEnd,
        endsAt: pledge.endsAt,
        endedAt: pledge.endedAt,
        paymentUrl: pledge.paymentUrl,
        promisedPeriods: pledge.promisedPeriods,
        isPromised: pledge.isPromised,
        dunningSince: pledge.dunningSince,
        syncedAt: pledge.syncedAt,
        version: version + 1,
      },
    );
    pledge.version = version + 1;
  }

  /** The promised period is not waited for any more; the caller saves the pledge. */
  async endPromise(tx: Tx, pledge: RecurringPledge, reason: string): Promise<void> {
    if (!pledge.isPromised) return;
    pledge.isPromised = false;
    await this.ledger.post(tx, commitmentEnded(pledge, tx.now, reason));
  }

  /** Under the lock of the pledge, which keeps the positions apart. */
  async record(tx: Tx, id: Id<'rpl'>, { action, cause, personId, reason }: RecordedChange): Promise<void> {
    await tx.manager.query(
      `INSERT INTO recurring_pledge_change (recurring_pledge_id, position, action, cause, person_id, reason, changed_at)
       SELECT $1, count(*) + 1, $2, $3, $4, $5, $6 FROM recurring_pledge_change WHERE recurring_pledge_id = $1`,
      [id, action, cause, personId, reason, tx.now.toISOString()],
    );
  }

  async isPeriodKnown(tx: Tx, pledgeId: Id<'plg'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>('SELECT 1 FROM recurring_pledge_period WHERE pledge_id = $1', [
      pledgeId,
    ]);
    return rows.length > 0;
  }

  async addPeriod(tx: Tx, id: Id<'rpl'>, pledgeId: Id<'plg'>): Promise<void> {
    await tx.manager.query(
      'INSERT INTO recurring_pledge_period (pledge_id, recurring_pledge_id, paid_at) VALUES ($1, $2, $3)',
      [pledgeId, id, tx.now.toISOString()],
    );
  }
}
