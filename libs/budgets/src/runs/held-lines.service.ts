import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { heldLineDue, moneyPayload, payerNoticeDue } from '#platform/contracts';
import { clear, type Tx } from '#platform/database';
import { DAY_MS, addMs, clearanceForOrganisation, formatId, holdTimes, present, type Id } from '#platform/kernel';
import type { RunInputs } from '../plan/inputs.js';
import type { AllocationRun } from './allocation-run.entity.js';
import { RunsRepository, type MoneyLine } from './runs.repository.js';

const HELD_DAYS = 90;

/**
 * What was paid for a line and could not be placed. It stays in the balance of the organisation. The next run has it in addition
 * if the policy that the run saw says so; after 90 days, or the day before the balance goes back to its payer, it is told
 * what has become of it.
 */
@Injectable()
export class HeldLines {
  constructor(
    private readonly runs: RunsRepository,
    private readonly config: Config,
  ) {}

  /** All lines of a run that had ended when its money came. A second report finds them held. */
  async holdAll(tx: Tx, run: AllocationRun): Promise<void> {
    let count = 0;
    for (const line of await this.runs.moneyLines(tx, run.id)) if (await this.hold(tx, run, line)) count += 1;
    if (count === 0) return;
    tx.audit('allocationRun', run.id, 'holdLines', { count });
    tx.emit(payerNoticeDue, {
      organisationId: run.organisationId,
      notice: 'run_paid_late',
      amount: moneyPayload(run.planned),
      reference: formatId('alr', run.id),
    });
  }

  /** False for a line without a promise, and for one that is held already. */
  async hold(tx: Tx, run: AllocationRun, { needId, promisedMinor }: MoneyLine): Promise<boolean> {
    if (promisedMinor === null || promisedMinor === '0') return false;
    const { policy } = JSON.parse(present(await this.runs.inputs(tx, run.id))) as RunInputs;
    const until = this.endOf(tx.now);
    const rows = await tx.manager.query<unknown[]>(
      `WITH held AS (UPDATE allocation_line SET held_minor = promised_minor, held_until = $3, held_fallback = $4
        WHERE run_id = $1 AND need_id = $2 AND held_minor IS NULL RETURNING 1) SELECT * FROM held`,
      [run.id, needId, until.toISOString(), policy.fallback],
    );
    if (rows.length === 0) return false;
    tx.emit(heldLineDue, { runId: run.id, needId, organisationId: run.organisationId }, until);
    return true;
  }

  /** The timer. */
  async due(tx: Tx, runId: Id<'alr'>, needId: Id<'need'>, organisationId: Id<'org'>): Promise<void> {
    await clear(tx, clearanceForOrganisation(organisationId));
    const rows = await tx.manager.query<{ outcome: string }[]>(
      `WITH ended AS (UPDATE allocation_line SET held_outcome = held_fallback
        WHERE run_id = $1 AND need_id = $2 AND held_until <= $3 AND held_outcome IS NULL RETURNING held_outcome AS outcome) SELECT * FROM ended`,
      [runId, needId, tx.now.toISOString()],
    );
    if (rows[0]) tx.audit('allocationRun', runId, 'endHeldLine', { needId, outcome: rows[0].outcome });
  }

  /** After 90 days, and before the balance goes back to its payer, which it would have come to with the payment. */
  private endOf(now: Date): Date {
    const latest = addMs(now, HELD_DAYS * DAY_MS);
    const goesBack = addMs(holdTimes(now, this.config.get('HOLD_LIMIT_DAYS')).expiresAt, -DAY_MS);
    return goesBack < latest ? goesBack : latest;
  }
}
