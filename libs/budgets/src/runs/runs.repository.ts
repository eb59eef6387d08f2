import { Injectable } from '@nestjs/common';
import { clear, isDatabaseError, type Tx } from '#platform/database';
import { clearanceForOrganisation, formatId, parseId, present, type Id } from '#platform/kernel';
import { RunOpenError } from '../budget.errors.js';
import type { RunInputs } from '../plan/inputs.js';
import type { PromisedLine } from '../plan/invoice-lines.js';
import type { RunResult } from '../plan/result.js';
import { AllocationRun } from './allocation-run.entity.js';

const UNIQUE_VIOLATION = '23505';

/** A line with money, as it is promised and paid. */
export interface MoneyLine {
  readonly needId: Id<'need'>;
  readonly amountMinor: string;
  readonly promisedMinor: string | null;
  readonly pledgeId: Id<'plg'> | null;
}

/** What of a need's line was promised, in minor units. */
export interface PromisedPart {
  readonly needId: Id<'need'>;
  readonly minor: bigint;
}

/** What earlier runs of a budget have left for the next one. */
export interface LeftOver extends Pick<RunInputs, 'reserves' | 'rolledOver'> {
  /** Of the reserves, what was paid in: a run that planned less than it had paid already. */
  readonly paidReservesMinor: bigint;
}

/** What of the reserve of a run is in the balance: it had more of held money than it planned. */
const PAID_RESERVE = 'least(reserve_minor, greatest(0, prepaid_minor - planned_minor))';

/** Money came for it, though it may have ended without giving any. */
const WAS_PAID = `funded_at IS NOT NULL AND method <> 'balance' AND planned_minor > prepaid_minor`;

/** Runs with their texts and lines. The transaction has the clearance for the organisation. */
@Injectable()
export class RunsRepository {
  /** @throws RunOpenError when the budget has one that is not over */
  async insert(tx: Tx, run: AllocationRun): Promise<void> {
    try {
      await tx.manager.insert(AllocationRun, run);
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new RunOpenError();
      throw error;
    }
  }

  /** Whether the budget has one that is not over. */
  async hasOpen(tx: Tx, budgetId: Id<'bdg'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM allocation_run WHERE budget_id = $1 AND status NOT IN ('distributed', 'void')`,
      [budgetId],
    );
    return rows.length > 0;
  }

  find(tx: Tx, id: Id<'alr'>): Promise<AllocationRun | null> {
    return tx.manager.findOne(AllocationRun, { where: { id } });
  }

  /** Locks one that is known to be there: none is ever deleted. */
  async lock(tx: Tx, id: Id<'alr'>): Promise<AllocationRun> {
    return present(await tx.manager.findOne(AllocationRun, { where: { id }, lock: { mode: 'pessimistic_write' } }));
  }

  /** The same for a decision or a message about it, which has no clearance yet. */
  async lockCleared(tx: Tx, id: Id<'alr'>): Promise<AllocationRun> {
    const run = await this.lock(tx, id);
    await clear(tx, clearanceForOrganisation(run.organisationId));
    return run;
  }

  /** The needs that get money. */
  async needsWithin(
    tx: Tx,
    { id, organisationId }: Pick<AllocationRun, 'id' | 'organisationId'>,
  ): Promise<Id<'need'>[]> {
    await clear(tx, clearanceForOrganisation(organisationId));
    return (await this.moneyLines(tx, id)).map(({ needId }) => needId);
  }

  async save(tx: Tx, run: AllocationRun): Promise<void> {
    const { id, version } = run;
    await tx.manager.update(
      AllocationRun,
      { id, version },
      {
        lockedBy: run.lockedBy,
        rolledInMinor: run.rolledInMinor,
        prepaidMinor: run.prepaidMinor,
        status: run.status,
        inputsSha256: run.inputsSha256,
        plannedMinor: run.plannedMinor,
        lineCount: run.lineCount,
        reserveMinor: run.reserveMinor,
        voidReason: run.voidReason,
        previewedAt: run.previewedAt,
        lockedAt: run.lockedAt,
        approvedAt: run.approvedAt,
        fundedAt: run.fundedAt,
        distributedAt: run.distributedAt,
        voidedAt: run.voidedAt,
        version: version + 1,
      },
    );
    run.version = version + 1;
  }

  /** New money that runs of a period take, other than this one. Of those that are void it is what was paid all the same. */
  async takenOf(tx: Tx, budgetId: Id<'bdg'>, periodOn: string, but: Id<'alr'> | null): Promise<bigint> {
    const rows = await tx.manager.query<{ taken: string }[]>(
      `SELECT coalesce(sum(amount_minor), 0) AS taken FROM allocation_run
        WHERE budget_id = $1 AND period_on = $2 AND (status <> 'void' OR ${WAS_PAID}) AND id IS DISTINCT FROM $3`,
      [budgetId, periodOn, but],
    );
    return BigInt(rows[0]!.taken);
  }

  async leftOver(tx: Tx, budgetId: Id<'bdg'>): Promise<LeftOver> {
    const reserves = await tx.manager.query<{ id: string; minor: string; paid: string }[]>(
      `SELECT id, reserve_minor AS minor, ${PAID_RESERVE} AS paid FROM allocation_run
        WHERE budget_id = $1 AND (status = 'distributed' OR status = 'void' AND ${WAS_PAID}) AND reserve_minor > 0 AND rolled_into IS NULL ORDER BY id`,
      [budgetId],
    );
    const held = await tx.manager.query<{ runId: string; needId: string; minor: string }[]>(
      `SELECT line.run_id AS "runId", line.need_id AS "needId", line.held_minor AS minor
         FROM allocation_line line JOIN allocation_run run ON run.id = line.run_id
        WHERE run.budget_id = $1 AND line.held_fallback = 'ROLL_OVER' AND line.rolled_into IS NULL ORDER BY line.run_id, line.need_id`,
      [budgetId],
    );
    return {
      reserves: reserves.map(({ id, minor }) => ({ runId: formatId('alr', id), minor })),
      paidReservesMinor: reserves.reduce((sum, { paid }) => sum + BigInt(paid), 0n),
      rolledOver: held.map(({ runId, needId, minor }) => ({
        runId: formatId('alr', runId),
        needId: formatId('need', needId),
        minor,
      })),
    };
  }

  /** Gives what is left over to a run, or takes it from one that is void. */
  async rollInto(
    tx: Tx,
    { budgetId, id }: AllocationRun,
    { reserves, rolledOver }: Pick<RunInputs, 'reserves' | 'rolledOver'>,
  ): Promise<void> {
    await tx.manager.query(`UPDATE allocation_run SET rolled_into = $2 WHERE budget_id = $1 AND id = ANY($3)`, [
      budgetId,
      id,
      reserves.map(({ runId }) => parseId('alr', runId)),
    ]);
    for (const { runId, needId } of rolledOver)
      await tx.manager.query(
        `UPDATE allocation_line SET rolled_into = $3, held_outcome = 'ROLL_OVER' WHERE run_id = $1 AND need_id = $2`,
        [parseId('alr', runId), parseId('need', needId), id],
      );
  }

  /**
   * Takes the reserves that a run saw for good, though it has ended: they are part of what was paid for it. Those that were paid before
   * are not, and stay with the run that left them.
   * @returns what of the others cannot be taken, in minor units: another run has them, or they are one with what was paid
   */
  async keepReserves(tx: Tx, id: Id<'alr'>): Promise<bigint> {
    const { reserves } = JSON.parse(present(await this.inputs(tx, id))) as RunInputs;
    const rows = await tx.manager.query<{ id: string; paid: string; isKept: boolean }[]>(
      `WITH kept AS (
         UPDATE allocation_run SET rolled_into = $1 WHERE id = ANY($2) AND rolled_into IS NULL AND prepaid_minor <= planned_minor RETURNING id)
       SELECT run.id, ${PAID_RESERVE} AS paid, kept.id IS NOT NULL AS "isKept"
         FROM allocation_run run LEFT JOIN kept ON kept.id = run.id WHERE run.id = ANY($2)`,
      [id, reserves.map(({ runId }) => parseId('alr', runId))],
    );
    const left = new Map(
      rows.filter(({ isKept }) => !isKept).map((row) => [formatId('alr', row.id), BigInt(row.paid)]),
    );
    return reserves.reduce((sum, { runId, minor }) => {
      const paid = left.get(runId);
      return paid === undefined ? sum : sum + BigInt(minor) - paid;
    }, 0n);
  }

  /** What is held for lines of the organisation in a currency, and has not been given to a run. */
  async openHeld(tx: Tx, organisationId: Id<'org'>, currency: string): Promise<bigint> {
    const rows = await tx.manager.query<{ held: string }[]>(
      `SELECT coalesce(sum(line.held_minor), 0) AS held FROM allocation_line line JOIN allocation_run run ON run.id = line.run_id
        WHERE run.organisation_id = $1 AND run.currency = $2 AND line.held_outcome IS NULL AND line.rolled_into IS NULL`,
      [organisationId, currency],
    );
    return BigInt(rows[0]!.held);
  }

  /** A line whose day is still to come is held again; what became of one whose day was before stays as it is. */
  async giveBack(tx: Tx, id: Id<'alr'>): Promise<void> {
    await tx.manager.query('UPDATE allocation_run SET rolled_into = NULL WHERE rolled_into = $1', [id]);
    await tx.manager.query(
      `UPDATE allocation_line SET rolled_into = NULL, held_outcome = CASE WHEN held_until > $2 THEN NULL ELSE held_outcome END
        WHERE rolled_into = $1`,
      [id, tx.now.toISOString()],
    );
  }

  async inputs(tx: Tx, id: Id<'alr'>): Promise<string | null> {
    const rows = await tx.manager.query<{ inputs: string }[]>('SELECT inputs FROM allocation_plan WHERE run_id = $1', [
      id,
    ]);
    return rows[0]?.inputs ?? null;
  }

  /** Replaces what a run saw and gives. */
  async store(
    tx: Tx,
    { id, organisationId }: AllocationRun,
    plan: { readonly inputs: string; readonly result: string; readonly isFull: boolean },
    of: { readonly inputs: RunInputs; readonly result: RunResult },
  ): Promise<void> {
    await tx.manager.query(
      `INSERT INTO allocation_plan (run_id, organisation_id, inputs, result, is_full) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (run_id) DO UPDATE SET inputs = excluded.inputs, result = excluded.result, is_full = excluded.is_full`,
      [id, organisationId, plan.inputs, plan.result, plan.isFull],
    );
    await tx.manager.query('DELETE FROM allocation_line WHERE run_id = $1', [id]);
    const rows = of.result.lines.map((line, index) => {
      const need = of.inputs.needs[index]!;
      return {
        need_id: parseId('need', line.needId),
        project_id: parseId('prj', need.projectId),
        tenths: need.tenths,
        tier: need.tier,
        weight: line.weight,
        amount_minor: line.amountMinor,
        reason: line.reason,
        opens_at_minor: line.opensAtMinor,
        parts: line.parts,
      };
    });
    await tx.manager.query(
      `INSERT INTO allocation_line (run_id, organisation_id, position, need_id, project_id, tenths, tier, weight, amount_minor, reason, opens_at_minor, parts)
       SELECT $1, $2, row_number() OVER (ORDER BY line.amount_minor DESC, seen.place), line.*
         FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS seen (line, place),
              jsonb_to_record(seen.line) AS line (need_id uuid, project_id uuid, tenths int, tier text, weight int, amount_minor bigint, reason text,
                                                  opens_at_minor bigint, parts jsonb)`,
      [id, organisationId, JSON.stringify(rows)],
    );
  }

  /** Lines that give money, in the order in which their needs are locked. */
  moneyLines(tx: Tx, id: Id<'alr'>): Promise<MoneyLine[]> {
    return tx.manager.query<MoneyLine[]>(
      `SELECT need_id AS "needId", amount_minor AS "amountMinor", promised_minor AS "promisedMinor", pledge_id AS "pledgeId"
         FROM allocation_line WHERE run_id = $1 AND amount_minor > 0 ORDER BY need_id`,
      [id],
    );
  }

  /** Lines that were promised, in the order of the run. */
  async promisedLines(tx: Tx, id: Id<'alr'>): Promise<PromisedLine[]> {
    const rows = await tx.manager.query<(Omit<PromisedLine, 'minor'> & { readonly minor: string })[]>(
      `SELECT need.title AS need, project.name AS project, line.project_id AS "projectId", line.promised_minor AS minor
         FROM allocation_line line JOIN need ON need.id = line.need_id JOIN project ON project.id = line.project_id
        WHERE line.run_id = $1 AND line.promised_minor > 0 ORDER BY line.position`,
      [id],
    );
    return rows.map(({ minor, ...row }) => ({ ...row, minor: BigInt(minor) }));
  }

  /** What was promised, the first of the run first. */
  async promisedInOrder(tx: Tx, id: Id<'alr'>): Promise<PromisedPart[]> {
    const rows = await tx.manager.query<{ needId: Id<'need'>; minor: string }[]>(
      `SELECT need_id AS "needId", promised_minor AS minor FROM allocation_line WHERE run_id = $1 AND promised_minor > 0 ORDER BY position`,
      [id],
    );
    return rows.map(({ needId, minor }) => ({ needId, minor: BigInt(minor) }));
  }

  async setPromised(
    tx: Tx,
    id: Id<'alr'>,
    line: { needId: string; promised: bigint; shortage: string | null; pledgeId: string | null },
  ): Promise<void> {
    await tx.manager.query(
      'UPDATE allocation_line SET promised_minor = $3, shortage = $4, pledge_id = $5 WHERE run_id = $1 AND need_id = $2',
      [id, line.needId, line.promised.toString(), line.shortage, line.pledgeId],
    );
  }
}
