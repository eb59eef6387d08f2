import { money, type Money } from '#platform/kernel';

/** Whose money a statement is about: `payer` for what is held for an organisation, `payee` for what is owed to somebody. */
export type PartyKind = 'payer' | 'payee';

/** What stands on one kind of account of a party: positive is what the party has there. */
export interface PartyBalance {
  readonly code: string;
  readonly balance: Money;
}

/** One posting on an account of a party. Positive is more for the party. */
export interface PartyLine {
  readonly txId: string;
  readonly seq: number;
  readonly postedAt: Date;
  /** When it happened at Stripe or at a bank; a day for a bank. */
  readonly occurredAt: Date;
  readonly kind: string;
  readonly code: string;
  readonly amount: Money;
  readonly needId: string | null;
  readonly needTitle: string | null;
  readonly projectName: string | null;
  readonly milestoneTitle: string | null;
  /** Stripe's code of what was refused. */
  readonly refusal: string | null;
  /** Of what was released to a payee: before the fee of the platform, and that fee. */
  readonly gross: Money | null;
  readonly platformFee: Money | null;
  /** What a fiscal host got as its fee. */
  readonly hostFee: Money | null;
}

export interface RawBalance {
  readonly code: string;
  readonly currency: string;
  readonly minor: string;
}

export interface RawLine extends RawBalance {
  readonly txId: string;
  readonly seq: number;
  readonly postedAt: Date;
  readonly occurredAt: Date;
  readonly kind: string;
  readonly needId: string | null;
  readonly needTitle: string | null;
  readonly projectName: string | null;
  readonly milestoneTitle: string | null;
  readonly refusal: string | null;
  readonly feeMinor: string | null;
  readonly isHostFee: boolean | null;
}

/** The accounts of a party, and the lines on them as the party sees them: credits of ours and debits of Stripe's are theirs. */
const SCOPE: Readonly<Record<PartyKind, string>> = {
  payer: `line.account_id = ANY(ARRAY(SELECT account_id FROM payer_account WHERE payer_id = $1)) AND line.payer_id = $1 AND line.book = 'cash'`,
  payee: `line.account_id = ANY(ARRAY(SELECT account_id FROM payee_account WHERE payee_id = $1)) AND line.payee_id = $1 AND line.code <> 'mirror.source'`,
};

const MINOR = `CASE WHEN line.book = 'cash' THEN -line.amount ELSE line.amount END`;

/**
 * Of a credit to a payee out of a milestone: its part of the fee of the platform, and whether it is the fee of a host. The
 * parts of the fee go by the amounts, each the difference of two rounded sums, so that they add up to the fee.
 */
const FEES = `
  LEFT JOIN LATERAL (
    SELECT div(fee * (above - line.amount), whole) - div(fee * above, whole) AS "feeMinor", "isHostFee"
      FROM (SELECT -coalesce(sum(other.amount) FILTER (WHERE account.code = 'income.platform_fee'), 0) AS fee,
                   -sum(other.amount) FILTER (WHERE account.code IN ('payable', 'held.project')) AS whole,
                   -coalesce(sum(other.amount) FILTER (WHERE account.code IN ('payable', 'held.project') AND other.seq < line.seq), 0) AS above,
                   coalesce(bool_or(account.code = 'held.project' AND split_part(account.owner, '/', 1) = line.owner), false) AS "isHostFee"
              FROM ledger_posting other JOIN ledger_account account ON account.id = other.account_id WHERE other.tx_id = line.tx_id) AS release
  ) AS fees ON line.code = 'payable' AND line.kind = 'milestone_released'`;

/** Lines of a party. Parameters: the party. */
export function linesOf(party: PartyKind, condition: string): string {
  return `
    SELECT line.tx_id AS "txId", line.seq, line.posted_at AS "postedAt", line.occurred_at AS "occurredAt", line.kind, line.code, line.currency,
           ${MINOR} AS minor, line.need_id AS "needId", need.title AS "needTitle", project.name AS "projectName",
           milestone.title AS "milestoneTitle", CASE WHEN line.kind = 'transfer_refused' THEN line.cause ->> 'code' END AS refusal,
           ${party === 'payee' ? 'fees."feeMinor", fees."isHostFee"' : 'NULL::numeric AS "feeMinor", NULL::boolean AS "isHostFee"'}
      FROM statement_line line
      LEFT JOIN need ON need.id = line.need_id LEFT JOIN project ON project.id = line.project_id
      LEFT JOIN milestone ON milestone.id = line.milestone_id ${party === 'payee' ? FEES : ''}
     WHERE ${SCOPE[party]} AND ${condition}`;
}

/** Balances of a party at an instant. Parameters: the party. */
export function balancesOf(party: PartyKind, at: string): string {
  return `SELECT line.code, line.currency, sum(${MINOR}) AS minor
            FROM statement_line line WHERE ${SCOPE[party]} AND line.posted_at < ${at} GROUP BY line.code, line.currency HAVING sum(line.amount) <> 0`;
}

export function partyBalance({ code, currency, minor }: RawBalance): PartyBalance {
  return { code, balance: money(BigInt(minor), currency) };
}

export function partyLine({ minor, currency, feeMinor, isHostFee, ...line }: RawLine): PartyLine {
  const amount = money(BigInt(minor), currency);
  const fee = feeMinor === null ? null : money(BigInt(feeMinor), currency);
  return {
    ...line,
    amount,
    gross: fee && money(amount.minor + fee.minor, currency),
    platformFee: fee,
    hostFee: fee && (isHostFee === true ? amount : money(0n, currency)),
  };
}
