import { Injectable } from '@nestjs/common';
import { stripeCallRequested } from '#platform/contracts';
import { DataKeys, UnitOfWork, clear, type Tx } from '#platform/database';
import { HOUR_MS, clearanceForSubject, present, systemActor, uuidv7 } from '#platform/kernel';
import { StripeClient, isFinalRefusal } from './stripe-client.js';
import { lookUp } from './stripe-look-ups.js';
import { callStripe, type StripeOperation, type StripeOperations, type StripeResult } from './stripe-operations.js';

const ACTOR = systemActor('payments.call-stripe');
const SEALED_FIELD = 'stripe call';
/** Stripe keeps the answer to a key for at least 24 hours. An hour before that a call is not sent any more. */
const SENT_FOR_MS = 23 * HOUR_MS;
/** From then on it is looked for: nothing that was sent with its key can be on the way still. */
const LOOKED_FOR_AFTER_MS = 24 * HOUR_MS;

/** Stands between the key of a call and the instant of its renewal. */
const RENEWAL = ':renewed:';

export interface StripeCallRow {
  readonly id: string;
  readonly operation: StripeOperation;
  readonly idempotencyKey: string;
  readonly parameters: unknown;
  readonly subjectId: string;
  readonly status: 'ready' | 'sending' | 'done' | 'refused' | 'dead';
  readonly firstSentAt: Date | null;
  readonly sealedParameters: Buffer | null;
  readonly sealedFor: string | null;
}

interface BegunCall extends StripeCallRow {
  /** It was sent so long ago that its key protects from nothing any more. */
  readonly isForgotten: boolean;
}

/** Parameters that are personal data, and whose key seals them while the call waits; the key has to be there. */
interface ConfidentialParameters {
  readonly subjectId: string;
  readonly parameters: object;
}

interface CallSubject {
  readonly id: string;
  readonly attempt: string;
}

/** What has to happen, in the same transaction, when a call has ended. */
export interface StripeCallOutcome {
  done(tx: Tx, subjectId: string, result: StripeResult): Promise<void>;
  refused(tx: Tx, subjectId: string, code: string): Promise<void>;
}

/**
 * Calls to Stripe are rows before they are requests: written with the state change that wants them, made by a job, and
 * ended together with their effect. A crash at any point leads to the same call with the same key.
 */
@Injectable()
export class StripeCallsService {
  private readonly outcomes = new Map<StripeOperation, StripeCallOutcome>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stripe: StripeClient,
    private readonly keys: DataKeys,
  ) {}

  /** Says who takes the results of an operation. */
  onOutcome(operation: StripeOperation, outcome: StripeCallOutcome): void {
    this.outcomes.set(operation, outcome);
  }

  /** Writes a call. `attempt` tells apart two calls that a person wanted; a repetition of one is no new attempt. */
  async request<Operation extends StripeOperation>(
    tx: Tx,
    operation: Operation,
    subject: CallSubject,
    parameters: StripeOperations[Operation],
  ): Promise<void> {
    await this.write(tx, operation, subject, { parameters, confidential: null });
  }

  /** Whether a call about this subject was written before; its row is to be locked. */
  async wasRequested(tx: Tx, operation: StripeOperation, subjectId: string): Promise<boolean> {
    const sql = 'SELECT 1 FROM stripe_call WHERE operation = $1 AND subject_id = $2 LIMIT 1';
    return (await tx.manager.query<unknown[]>(sql, [operation, subjectId])).length > 0;
  }

  /** Writes a call of which a part names people: that part is sealed for its subject until the call has ended. */
  async requestConfidential<Operation extends StripeOperation>(
    tx: Tx,
    operation: Operation,
    subject: CallSubject,
    parts: {
      readonly parameters: Partial<StripeOperations[Operation]>;
      readonly confidential: { readonly subjectId: string; readonly parameters: Partial<StripeOperations[Operation]> };
    },
  ): Promise<void> {
    await this.write(tx, operation, subject, parts);
  }

  private async write(
    tx: Tx,
    operation: StripeOperation,
    subject: CallSubject,
    { parameters, confidential }: { readonly parameters: object; readonly confidential: ConfidentialParameters | null },
  ): Promise<void> {
    const id = uuidv7(tx.now.getTime());
    await tx.manager.query(
      `INSERT INTO stripe_call (id, operation, idempotency_key, parameters, subject_id, status, created_at, sealed_parameters, sealed_for)
       VALUES ($1, $2, $3, $4, $5, 'ready', $6, $7, $8)`,
      [
        id,
        operation,
        `mainstay:${operation}:${subject.id}:${subject.attempt}`,
        JSON.stringify(parameters),
        subject.id,
        tx.now.toISOString(),
        confidential && (await this.seal(tx, confidential)),
        confidential?.subjectId ?? null,
      ],
    );
    tx.emit(stripeCallRequested, { stripeCallId: id });
  }

  /** The job. It may run twice at once: Stripe answers both with the one result, and the second end finds it ended. */
  async execute(callId: string): Promise<void> {
    const call = await this.unitOfWork.run(ACTOR, (tx) => this.begin(tx, callId));
    if (!call) return;
    if (!call.isForgotten) return this.send(call);
    const sentAt = present(call.firstSentAt);
    const found = await lookUp(this.stripe.api, { ...call, sentAt, parameters: call.parameters as never });
    if (found && 'result' in found) return this.succeed(call, found.result);
    if (found) return this.refuse(call, found.refusal);
    const renewed = await this.unitOfWork.run(ACTOR, (tx) => this.renew(tx, call));
    if (renewed) await this.send(renewed);
  }

  private async send(call: StripeCallRow): Promise<void> {
    let result: StripeResult;
    try {
      result = await callStripe(this.stripe.api, call.operation, call.parameters, call.idempotencyKey);
    } catch (error) {
      if (!isFinalRefusal(error)) throw error;
      return this.refuse(call, error.code ?? error.type);
    }
    await this.succeed(call, result);
  }

  private succeed(call: StripeCallRow, result: StripeResult): Promise<void> {
    return this.end(call, 'done', null, result.id, (tx, outcome) => outcome.done(tx, call.subjectId, result));
  }

  private refuse(call: StripeCallRow, code: string): Promise<void> {
    return this.end(call, 'refused', code, null, (tx, outcome) => outcome.refused(tx, call.subjectId, code));
  }

  /**
   * The result of a call came by an event, before its answer or instead of it: the call is done, and is not made again
   * when its key is too old for that. Locks the call, as the end of a call does before it locks the subject.
   */
  async learn(tx: Tx, operation: StripeOperation, subjectId: string, resultId: string): Promise<void> {
    await tx.manager.query(
      `UPDATE stripe_call SET status = 'done', result_id = $3, finished_at = $4, sealed_parameters = NULL
        WHERE operation = $1 AND subject_id = $2 AND status = 'sending'`,
      [operation, subjectId, resultId, tx.now.toISOString()],
    );
  }

  private async begin(tx: Tx, callId: string): Promise<BegunCall | null> {
    const call = await lock(tx, callId);
    if (!call || (call.status !== 'ready' && call.status !== 'sending')) return null;
    const parameters = await this.parametersOf(tx, call);
    if (parameters === null) {
      await tx.manager.query(
        `UPDATE stripe_call SET status = 'dead', finished_at = $2, sealed_parameters = NULL WHERE id = $1`,
        [callId, tx.now.toISOString()],
      );
      tx.audit('stripeCall', callId, 'giveUp', { operation: call.operation });
      return null;
    }
    const age = call.firstSentAt === null ? 0 : tx.now.getTime() - call.firstSentAt.getTime();
    if (age > SENT_FOR_MS && age <= LOOKED_FOR_AFTER_MS)
      throw new Error(`${call.operation} is not sent with a key that Stripe may forget meanwhile`);
    await tx.manager.query(
      `UPDATE stripe_call SET status = 'sending', first_sent_at = coalesce(first_sent_at, $2) WHERE id = $1`,
      [callId, tx.now.toISOString()],
    );
    return { ...call, parameters, isForgotten: age > LOOKED_FOR_AFTER_MS };
  }

  /** Another key for a call that did nothing at Stripe. Null when somebody else has ended or renewed it meanwhile. */
  private async renew(tx: Tx, call: StripeCallRow): Promise<StripeCallRow | null> {
    const locked = await lock(tx, call.id);
    if (locked?.status !== 'sending' || locked.idempotencyKey !== call.idempotencyKey) return null;
    const [base] = call.idempotencyKey.split(RENEWAL);
    const idempotencyKey = `${base!}${RENEWAL}${String(tx.now.getTime())}`;
    await tx.manager.query('UPDATE stripe_call SET idempotency_key = $2, first_sent_at = $3 WHERE id = $1', [
      call.id,
      idempotencyKey,
      tx.now.toISOString(),
    ]);
    tx.audit('stripeCall', call.id, 'askAgain', { operation: call.operation });
    return { ...call, idempotencyKey };
  }

  private async seal(tx: Tx, { subjectId, parameters }: ConfidentialParameters): Promise<Buffer> {
    await clear(tx, clearanceForSubject(subjectId));
    const key = await this.keys.find(tx, subjectId, 'private');
    if (!key) throw new Error('personal parameters need the key of their subject');
    return key.seal(SEALED_FIELD, JSON.stringify(parameters));
  }

  /** Null when their key is gone: the call can never be made again as it was. */
  private async parametersOf(tx: Tx, { parameters, sealedParameters, sealedFor }: StripeCallRow): Promise<unknown> {
    if (sealedParameters === null || sealedFor === null) return parameters;
    await clear(tx, clearanceForSubject(sealedFor));
    const key = await this.keys.find(tx, sealedFor, 'private');
    return key && { ...(parameters as object), ...(JSON.parse(key.open(SEALED_FIELD, sealedParameters)) as object) };
  }

  private async end(
    call: StripeCallRow,
    status: 'done' | 'refused',
    refusalCode: string | null,
    resultId: string | null,
    effect: (tx: Tx, outcome: StripeCallOutcome) => Promise<void>,
  ): Promise<void> {
    const outcome = this.outcomes.get(call.operation);
    if (!outcome) throw new Error(`nobody takes the outcome of ${call.operation}`);
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const locked = await lock(tx, call.id);
      if (locked?.status !== 'sending') return;
      await tx.manager.query(
        'UPDATE stripe_call SET status = $2, refusal_code = $3, result_id = $4, finished_at = $5, sealed_parameters = NULL WHERE id = $1',
        [call.id, status, refusalCode, resultId, tx.now.toISOString()],
      );
      await effect(tx, outcome);
    });
  }
}

async function lock(tx: Tx, callId: string): Promise<StripeCallRow | null> {
  const rows = await tx.manager.query<StripeCallRow[]>(
    `SELECT id, operation, idempotency_key AS "idempotencyKey", parameters, subject_id AS "subjectId", status, first_sent_at AS "firstSentAt",
            sealed_parameters AS "sealedParameters", sealed_for AS "sealedFor"
       FROM stripe_call WHERE id = $1 FOR UPDATE`,
    [callId],
  );
  return rows[0] ?? null;
}
