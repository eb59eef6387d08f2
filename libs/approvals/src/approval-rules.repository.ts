import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import { DuplicateApprovalRuleError } from './approval.errors.js';

/** From this amount on so many people have to approve. */
export interface ApprovalRule {
  readonly from: Money;
  readonly required: number;
}

export interface RuleOfOrganisation extends ApprovalRule {
  readonly organisationId: Id<'org'>;
}

type RawRule = Omit<RuleOfOrganisation, 'from'> & { readonly currency: string; readonly minor: string };

/** How many people have to approve what, as each organisation has set it. */
@Injectable()
export class ApprovalRules {
  constructor(private readonly dataSource: DataSource) {}

  /** Replaces the rules of an organisation for one type of subject. Requests that are open keep what they were opened with. */
  async set(tx: Tx, organisationId: Id<'org'>, subjectType: string, rules: readonly ApprovalRule[]): Promise<void> {
    const begins = new Set(rules.map(({ from }) => `${from.minor.toString()} ${from.currency}`));
    if (begins.size < rules.length) throw new DuplicateApprovalRuleError();
    await tx.manager.query('DELETE FROM approval_rule WHERE organisation_id = $1 AND subject_type = $2', [
      organisationId,
      subjectType,
    ]);
    await tx.manager.query(
      `INSERT INTO approval_rule (organisation_id, subject_type, currency, from_minor, required)
       SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[], $5::int[])`,
      [
        organisationId,
        subjectType,
        rules.map(({ from }) => from.currency),
        rules.map(({ from }) => from.minor.toString()),
        rules.map(({ required }) => required),
      ],
    );
    tx.audit('organisation', organisationId, 'setApprovalRules', {
      subjectType,
      rules: rules.map(({ from, required }) => ({ currency: from.currency, minor: from.minor.toString(), required })),
    });
  }

  /** The rules of organisations for one type of subject, the lowest amount first. */
  async of(organisationIds: readonly string[], subjectType: string): Promise<RuleOfOrganisation[]> {
    const rows = await this.dataSource.query<RawRule[]>(
      `SELECT organisation_id AS "organisationId", currency, from_minor AS minor, required FROM approval_rule
        WHERE organisation_id = ANY($1) AND subject_type = $2 ORDER BY currency, from_minor`,
      [organisationIds, subjectType],
    );
    return rows.map(({ currency, minor, ...row }) => ({ ...row, from: money(BigInt(minor), currency) }));
  }
}
