import { amountCells, amountHeads, csvRecord, formatId, type Cell, type IdPrefix } from '#platform/kernel';
import type { JournalRow } from './journal.queries.js';
import type { StatementEntry } from './party-statements.queries.js';
import type { ReceiptMovement, ReceiptRow } from './receipts.queries.js';

const outside = (prefix: IdPrefix, id: string | null): Cell => id && formatId(prefix, id);

/** Receipts, one record each. */
export async function* receiptsCsv(batches: AsyncIterable<readonly ReceiptRow[]>): AsyncGenerator<string> {
  yield csvRecord([
    'number',
    'booked_at',
    'received_at',
    'payer_id',
    'means',
    'project',
    'need',
    ...amountHeads('amount'),
    'returned_minor',
    'payment_id',
    'pledge_id',
    'purchase_order',
  ]);
  for await (const rows of batches) yield rows.map(receiptRecord).join('');
}

function receiptRecord(row: ReceiptRow): string {
  return csvRecord([
    formatId('led', row.id),
    row.postedAt,
    row.occurredAt,
    formatId('org', row.organisationId),
    row.means,
    row.projectName,
    row.needTitle,
    ...amountCells(row.amount.minor, row.amount.currency),
    row.returned.minor,
    outside('pay', row.paymentId),
    outside('plg', row.pledgeId),
    row.purchaseOrder,
  ]);
}

/** One receipt, and what became of its money. */
export function* receiptCsv(
  receipt: ReceiptRow,
  movements: readonly ReceiptMovement[],
  payer: string,
): Generator<string> {
  const number = formatId('led', receipt.id);
  const payerCells = [formatId('org', receipt.organisationId), payer];
  yield csvRecord(['number', 'booked_at', 'entry', 'subject', ...amountHeads('amount'), 'payer_id', 'payer']);
  const subject = receipt.needTitle ?? '';
  yield csvRecord([
    number,
    receipt.postedAt,
    'received',
    subject,
    ...amountCells(receipt.amount.minor, receipt.amount.currency),
    ...payerCells,
  ]);
  for (const { kind, postedAt, amount, milestoneTitle } of movements)
    yield csvRecord([
      number,
      postedAt,
      kind,
      milestoneTitle,
      ...amountCells(amount.minor, amount.currency),
      ...payerCells,
    ]);
}

/** A statement: balances before, lines, balances after; `part` says which. */
export async function* statementCsv(batches: AsyncIterable<readonly StatementEntry[]>): AsyncGenerator<string> {
  yield csvRecord([
    'part',
    'booked_at',
    'occurred_at',
    'transaction',
    'row',
    'entry',
    'account',
    ...amountHeads('amount'),
    'project',
    'need',
    'milestone',
    'gross_minor',
    'platform_fee_minor',
    'host_fee_minor',
    'refusal',
  ]);
  for await (const entries of batches) yield entries.map(entryRecord).join('');
}

function entryRecord(entry: StatementEntry): string {
  if (entry.part !== 'line') {
    const { code, balance } = entry.value;
    const before = [entry.part, null, null, null, null, null, code];
    return csvRecord([...before, ...amountCells(balance.minor, balance.currency), ...Array<Cell>(7).fill(null)]);
  }
  const line = entry.value;
  return csvRecord([
    entry.part,
    line.postedAt,
    line.occurredAt,
    formatId('led', line.txId),
    line.seq,
    line.kind,
    line.code,
    ...amountCells(line.amount.minor, line.amount.currency),
    line.projectName,
    line.needTitle,
    line.milestoneTitle,
    line.gross?.minor ?? null,
    line.platformFee?.minor ?? null,
    line.hostFee?.minor ?? null,
    line.refusal,
  ]);
}

/** The journal, one record for each posting; a positive amount is a debit. */
export async function* journalCsv(batches: AsyncIterable<readonly JournalRow[]>): AsyncGenerator<string> {
  yield csvRecord([
    'transaction',
    'row',
    'booked_at',
    'occurred_at',
    'book',
    'kind',
    'key',
    'account',
    'owner',
    ...amountHeads('amount'),
    'project_id',
    'need_id',
    'milestone_id',
    'pledge_id',
    'payment_id',
    'refund_id',
    'transfer_id',
    'balance_transaction',
    'cause',
    'digest',
  ]);
  for await (const rows of batches) yield rows.map(journalRecord).join('');
}

function journalRecord(row: JournalRow): string {
  return csvRecord([
    formatId('led', row.txId),
    row.seq,
    row.postedAt,
    row.occurredAt,
    row.book,
    row.kind,
    row.idem,
    row.code,
    row.owner,
    ...amountCells(row.amount.minor, row.amount.currency),
    outside('prj', row.projectId),
    outside('need', row.needId),
    outside('mil', row.milestoneId),
    outside('plg', row.pledgeId),
    outside('pay', row.paymentId),
    outside('rfd', row.refundId),
    outside('trf', row.transferId),
    row.stripeTransactionId,
    row.cause,
    row.digest,
  ]);
}
