import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { heldLineDue, moneyPayload, payerNoticeDue } from '#platform/contracts';
import { clear, type Tx } from '#platform/database';
import {
  DAY_MS,
  addMs,
  clearanceForOrganisation,
  formatId,
  holdTimes,
  money,
  present,
  type Id,
} from '#platform/kernel';
import type { RunInputs } from '../plan/inputs.js';
import type { AllocationRun } from './allocation-run.entity.js';
import { RunBalance } from './run-balance.js';
import { paymentOf } from './run-payment.js';
import { RunsRepository, type PromisedPart } from './runs.repository.js';

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
    private readonly balance: RunBalance,
  ) {}

  /** The money of a run that had ended by then. It counts as paid from here on, so that a second report changes nothing. */
  async paidLate(tx: Tx, run: AllocationRun): Promise<void> {
    if (run.fundedAt !== null) return;
    run.fundedAt = tx.now;
    const minor = await this.holdPaid(tx, run);
    await this.runs.save(tx, run);
    if (minor === 0n) return;
    tx.emit(payerNoticeDue, {
      organisationId: run.organisationId,
      notice: 'run_paid_late',
      amount: moneyPayload(money(minor, run.currency)),
      reference: formatId('alr', run.id),
    });
  }

  /**
   * What was paid for a run that has ended, over its lines in their order: no more than came for it, since what it had of earlier
   * runs is theirs again, and no more than the balance still has. The caller saves the run.
   * @returns how much is held
   */
  async holdPaid(tx: Tx, run: AllocationRun): Promise<bigint> {
    const paid = paymentOf(run)?.minor ?? 0n;
    if (paid === 0n) return 0n;
    // Its payment was as much as its new money and the reserves that it had: they are used up, and what it left is a reserve.
    const gone = await this.runs.keepReserves(tx, run.id);
    run.reserveMinor = run.reserveMinor > gone ? run.reserveMinor - gone : 0n;
    const { organisationId, currency } = run;
    // What the balance has beside lines that are held already, those of earlier runs among them.
    const free =
      (await this.balance.held(tx, organisationId, currency)) -
      (await this.runs.openHeld(tx, organisationId, currency));
    if (free <= 0n) return 0n;
    const total = paid < free ? paid : free;
    await this.hold(tx, run, sharedInOrder(await this.runs.promisedInOrder(tx, run.id), total));
    tx.audit('allocationRun', run.id, 'holdLines', { minor: total.toString() });
    return total;
  }

  /** Lines that were promised as much or more, and are not held yet. */
  async hold(tx: Tx, run: AllocationRun, lines: readonly PromisedPart[]): Promise<void> {
    if (lines.length === 0) return;
    const { policy } = JSON.parse(present(await this.runs.inputs(tx, run.id))) as RunInputs;
    const until = this.endOf(tx.now);
    await tx.manager.query(
      `UPDATE allocation_line line SET held_minor = part.minor, held_until = $4, held_fallback = $5
         FROM unnest($2::uuid[], $3::bigint[]) AS part (need_id, minor) WHERE line.run_id = $1 AND line.need_id = part.need_id`,
      [
        run.id,
        lines.map(({ needId }) => needId),
        lines.map(({ minor }) => minor.toString()),
        until.toISOString(),
        policy.fallback,
      ],
    );
    for (const { needId } of lines)
      tx.emit(heldLineDue, { runId: run.id, needId, organisationId: run.organisationId }, until);
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

/** As much as there is, the first lines whole. */
function sharedInOrder(lines: readonly PromisedPart[], total: bigint): PromisedPart[] {
  let left = total;
  return lines.flatMap(({ needId, minor }) => {
    const part = minor < left ? minor : left;
    left -= part;
    return part > 0n ? [{ needId, minor: part }] : [];
  });
}
