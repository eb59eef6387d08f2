import { Injectable } from '@nestjs/common';
import { approvalExpiryDue } from '#platform/contracts';
import { isDatabaseError, type Tx } from '#platform/database';
import {
  DAY_MS,
  addMs,
  canonicalJson,
  newId,
  sha256Hex,
  type Canonical,
  type Id,
  type Money,
  type OrganisationRole,
} from '#platform/kernel';
import {
  AlreadyDecidedError,
  ApprovalStaleError,
  ApproverBenefitsError,
  RoleTooYoungError,
  SeparationOfDutiesError,
} from './approval.errors.js';
import { STANDING_APPROVALS } from './approval-outlook.queries.js';
import { ApprovalRequest } from './approval-request.entity.js';
import type { ApprovalAction } from './approval.states.js';

/** How long a request waits for a decision. */
export const REQUEST_LIFETIME_MS = 14 * DAY_MS;
const UNIQUE_VIOLATION = '23505';
const REQUESTER_APPROVES = 'MS007';
const BENEFICIARY_APPROVES = 'MS011';
const NO_ROLE_OF_THAT_TIME = 'MS012';

export interface ApprovalSubject {
  readonly type: string;
  readonly id: string;
  /** The type whose rules of the organisation apply; its own unless given. */
  readonly rulesOf?: string;
  /** Everything that the decision is about: amount, currency, payee. A change of it makes the approval stale. */
  readonly facts: Canonical;
  readonly organisationId: Id<'org'>;
  /** What it costs; the organisation's rules say from it how many people have to approve. */
  readonly amount: Money;
  readonly requestedBy: Id<'usr'>;
  readonly requestedAt: Date;
  /** One of these roles in the organisation lets a person approve. */
  readonly approverRoles: readonly OrganisationRole[];
  /** People who gain by it; they do not approve. */
  readonly beneficiaries: readonly Id<'usr'>[];
}

/** The one quorum policy. It does not know what is approved; whoever asks it acts on the answer in the same transaction. */
@Injectable()
export class ApprovalsService {
  /** Opens the request for a subject; asking again changes nothing. */
  async open(tx: Tx, subject: ApprovalSubject): Promise<void> {
    const id = newId<'apr'>();
    const rows = await tx.manager.query<{ required: number }[]>(
      `INSERT INTO approval_request (id, subject_type, subject_id, organisation_id, requested_by, approver_roles, beneficiaries, digest,
                                     required, status, requested_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
               (SELECT coalesce(max(rule.required), 1) FROM approval_rule rule
                 WHERE rule.organisation_id = $4 AND rule.subject_type = $13 AND rule.currency = $11 AND rule.from_minor <= $12),
               'open', $9, $10)
       ON CONFLICT ON CONSTRAINT approval_request_subject DO NOTHING RETURNING required`,
      [
        id,
        subject.type,
        subject.id,
        subject.organisationId,
        subject.requestedBy,
        [...subject.approverRoles],
        [...subject.beneficiaries],
        digestOf(subject),
        subject.requestedAt.toISOString(),
        addMs(subject.requestedAt, REQUEST_LIFETIME_MS).toISOString(),
        subject.amount.currency,
        subject.amount.minor.toString(),
        subject.rulesOf ?? subject.type,
      ],
    );
    if (!rows[0]) return;
    tx.emit(approvalExpiryDue, { approvalId: id }, addMs(subject.requestedAt, REQUEST_LIFETIME_MS));
    tx.audit('approval', id, 'open', {
      subjectType: subject.type,
      subjectId: subject.id,
      required: rows[0].required,
    });
  }

  /**
   * Records an approval and answers whether the quorum is met by it.
   * @throws SeparationOfDutiesError for the requester, ApproverBenefitsError, RoleTooYoungError, or ApprovalStaleError when
   *   the subject has changed
   */
  async approve(tx: Tx, subject: ApprovalSubject, personId: Id<'usr'>): Promise<boolean> {
    await this.open(tx, subject);
    const request = await lock(tx, subject);
    if (request.digest !== digestOf(subject)) throw new ApprovalStaleError();
    if (request.status !== 'open' || request.expiresAt <= tx.now) throw new AlreadyDecidedError();
    await decide(tx, request.id, personId, 'approve');
    const met = (await countStanding(tx, request)) >= request.required;
    if (met) await finish(tx, request, 'approve');
    return met;
  }

  /** The timer: nobody has decided in time. */
  async expire(tx: Tx, approvalId: Id<'apr'>): Promise<void> {
    const request = await tx.manager.findOne(ApprovalRequest, {
      where: { id: approvalId },
      lock: { mode: 'pessimistic_write' },
    });
    if (request?.status === 'open') await finish(tx, request, 'expire');
  }

  /** Ends the request. The requester may reject too: that is taking back what was asked for. */
  async reject(tx: Tx, subject: ApprovalSubject, personId: Id<'usr'>): Promise<void> {
    await this.open(tx, subject);
    const request = await lock(tx, subject);
    if (request.status !== 'open') throw new AlreadyDecidedError();
    await decide(tx, request.id, personId, 'reject');
    await finish(tx, request, 'reject');
  }
}

async function lock(tx: Tx, { type, id }: ApprovalSubject): Promise<ApprovalRequest> {
  return tx.manager.findOneOrFail(ApprovalRequest, {
    where: { subjectType: type, subjectId: id },
    lock: { mode: 'pessimistic_write' },
  });
}

async function countStanding(tx: Tx, { id }: ApprovalRequest): Promise<number> {
  const [row] = await tx.manager.query<{ approvals: number }[]>(
    `SELECT ${STANDING_APPROVALS} AS approvals FROM approval_request request WHERE request.id = $1`,
    [id],
  );
  return row!.approvals;
}

async function decide(tx: Tx, requestId: string, personId: string, decision: 'approve' | 'reject'): Promise<void> {
  try {
    await tx.manager.query(
      'INSERT INTO approval_decision (request_id, person_id, decision, decided_at) VALUES ($1, $2, $3, $4)',
      [requestId, personId, decision, tx.now.toISOString()],
    );
  } catch (error) {
    if (isDatabaseError(error, [REQUESTER_APPROVES])) throw new SeparationOfDutiesError();
    if (isDatabaseError(error, [BENEFICIARY_APPROVES])) throw new ApproverBenefitsError();
    if (isDatabaseError(error, [NO_ROLE_OF_THAT_TIME])) throw new RoleTooYoungError();
    if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new AlreadyDecidedError();
    throw error;
  }
  tx.audit('approval', requestId, 'decide', { personId, decision });
}

async function finish(tx: Tx, request: ApprovalRequest, action: ApprovalAction): Promise<void> {
  const change = request.apply(action);
  await tx.manager.update(ApprovalRequest, { id: request.id }, { status: request.status, decidedAt: tx.now });
  tx.audit('approval', request.id, action, change);
}

function digestOf({ type, id, facts }: ApprovalSubject): string {
  return sha256Hex(canonicalJson({ type, id, facts }));
}
