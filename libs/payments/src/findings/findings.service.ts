import { Injectable } from '@nestjs/common';
import { LedgerQueries } from '#libs/ledger';
import { financeNoticeDue } from '#platform/contracts';
import { UnitOfWork, failingMessages, type Tx } from '#platform/database';
import { formatId, newId, systemActor, type Id, type Money } from '#platform/kernel';
import type { FindingKind } from './finding.queries.js';

const ACTOR = systemActor('payments.look-for-findings');

interface Seen {
  readonly kind: FindingKind;
  readonly subject: string;
  readonly amount: Money | null;
  readonly since: Date;
}

/** Looks for what should have ended by itself and has not. Nothing is healed here: a person is told, and sees when it is over. */
@Injectable()
export class FindingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerQueries,
  ) {}

  /** Writes down what is new, once, and marks what is over. Finance operators get one message for all that is new. */
  async look(): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const seen = [...(await this.staleClearing(tx)), ...(await deadCalls(tx)), ...(await failingJobs(tx))];
      const [first, ...more] = await keep(tx, seen);
      for (const { id, kind, subject } of await clearOthers(tx, seen))
        tx.audit('finding', id, 'clear', { kind, subject });
      if (first === undefined) return;
      for (const { id, kind, subject } of [first, ...more]) tx.audit('finding', id, 'open', { kind, subject });
      tx.emit(financeNoticeDue, { notice: 'finding_new', subjectId: formatId('fnd', first.id), by: null });
    });
  }

  private async staleClearing(tx: Tx): Promise<Seen[]> {
    return (await this.ledger.staleItems(tx)).map(({ code, item, amount, since }) => ({
      kind: 'stale_clearing',
      subject: `${code} ${item}`,
      amount,
      since,
    }));
  }
}

async function deadCalls(tx: Tx): Promise<Seen[]> {
  const rows = await tx.manager.query<{ subject: string; since: Date }[]>(
    `SELECT operation || ' ' || subject_id AS subject, finished_at AS since FROM stripe_call WHERE status = 'dead' ORDER BY finished_at`,
  );
  return rows.map((row) => ({ ...row, kind: 'dead_call', amount: null }));
}

async function failingJobs(tx: Tx): Promise<Seen[]> {
  return (await failingMessages(tx.manager)).map(({ id, topic, createdAt }) => ({
    kind: 'failing_job',
    subject: `${topic} ${id}`,
    amount: null,
    since: createdAt,
  }));
}

interface Changed {
  readonly id: Id<'fnd'>;
  readonly kind: FindingKind;
  readonly subject: string;
}

/** Columns of what was seen, for `unnest`. */
function columnsOf(seen: readonly Seen[]): unknown[][] {
  return [
    seen.map(({ kind }) => kind),
    seen.map(({ subject }) => subject),
    seen.map(({ amount }) => amount?.currency ?? null),
    seen.map(({ since }) => since.toISOString()),
  ];
}

/** The new ones, with those that seemed to be over. */
function keep(tx: Tx, seen: readonly Seen[]): Promise<Changed[]> {
  return tx.manager.query<Changed[]>(
    `INSERT INTO finding (kind, subject, currency, since, amount_minor, id, found_at)
     SELECT *, $7::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[], $6::uuid[])
     ON CONFLICT ON CONSTRAINT finding_once DO UPDATE SET cleared_at = NULL WHERE finding.cleared_at IS NOT NULL
     RETURNING id, kind, subject`,
    [
      ...columnsOf(seen),
      seen.map(({ amount }) => amount?.minor.toString() ?? null),
      seen.map(() => newId<'fnd'>()),
      tx.now.toISOString(),
    ],
  );
}

async function clearOthers(tx: Tx, seen: readonly Seen[]): Promise<Changed[]> {
  const [rows] = await tx.manager.query<[Changed[], number]>(
    `UPDATE finding SET cleared_at = $5
      WHERE cleared_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) AS seen (kind, subject, currency, since)
         WHERE seen.kind = finding.kind AND seen.subject = finding.subject AND seen.since = finding.since
           AND seen.currency IS NOT DISTINCT FROM finding.currency::text)
     RETURNING id, kind, subject`,
    [...columnsOf(seen), tx.now.toISOString()],
  );
  return rows;
}
