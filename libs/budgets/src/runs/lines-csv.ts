import { amountCells, csvRecord, formatId } from '#platform/kernel';
import type { ShownLine } from './run-figures.service.js';

const HEADS = [
  ...['position', 'need_id', 'need', 'project_id', 'project', 'tier', 'points_tenths', 'weight'],
  ...['amount_minor', 'currency', 'exponent', 'reason', 'opens_at_minor'],
  ...['promised_minor', 'shortage', 'pledge_id', 'held_minor', 'held_until', 'held_fallback', 'held_outcome'],
];

/** The lines of a run, one record of RFC 4180 each. Points that the organisation may not know are empty. */
export function linesCsv(lines: readonly ShownLine[]): string {
  return csvRecord(HEADS) + lines.map(record).join('');
}

function record(line: ShownLine): string {
  const { position, need, project, tier, tenths, weight, amountMinor, currency, reason, opensAtMinor } = line;
  return csvRecord([
    ...[position, formatId('need', line.needId), need, formatId('prj', line.projectId), project, tier, tenths, weight],
    ...[...amountCells(BigInt(amountMinor), currency), reason, minorOrNull(opensAtMinor)],
    ...[minorOrNull(line.promisedMinor), line.shortage, line.pledgeId && formatId('plg', line.pledgeId)],
    ...[minorOrNull(line.heldMinor), line.heldUntil, line.heldFallback, line.heldOutcome],
  ]);
}

function minorOrNull(minor: string | null): bigint | null {
  return minor === null ? null : BigInt(minor);
}
