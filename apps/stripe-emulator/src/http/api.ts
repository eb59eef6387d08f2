import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestRow } from '../store/records/request.js';
import type { Fault, Faults } from '../control/faults.js';
import { ApiError } from '../errors.js';
import { operate, type Operation } from '../operation.js';
import type { Services } from '../services.js';
import { API_VERSION } from '../version.js';
import { authenticate, checkVersion, contextAccount } from './authentication.js';
import { expandBody } from './expand.js';
import type { DecodedObject } from './form.js';
import { checkKey, findStored, idempotencyId, keyInUse, requestHash, store } from './idempotency.js';
import { decodeParameters, header, type Answer, type Incoming } from './incoming.js';
import { parseParameters } from './parameters.js';
import type { Match, Router } from './router.js';

/** A request that passed the door, ready to be executed once. */
interface Call {
  readonly requestId: string;
  readonly pathname: string;
  readonly account: string;
  readonly match: Match;
  readonly decoded: DecodedObject;
  /** Only writes have one: reads are idempotent by themselves. */
  readonly key: string | null;
  readonly hash: string;
  readonly isV2: boolean;
}

interface Outcome {
  readonly status: number;
  readonly body: object;
  readonly replayed: boolean;
}

/** Everything under /v1 and /v2: who asks, may the request run, run it once, and remember what was answered. */
export class Api {
  /** Keys being executed. Only a delayed request is ever found here by another: execution itself does not wait. */
  private readonly running = new Set<string>();

  constructor(
    private readonly services: Services,
    private readonly router: Router,
    private readonly faults: Faults,
  ) {}

  async answer(incoming: Incoming): Promise<Answer> {
    const requestId = this.services.ids.next('req');
    let fault: Fault | null = null;
    let call: Call | null = null;
    try {
      authenticate(incoming, this.services.options.secretKey);
      checkVersion(incoming, this.services.options.isLenient);
      fault = this.faults.take(incoming.method, incoming.pathname);
      call = this.admit(incoming, requestId);
      if (fault?.action === 'drop_before') return this.dropBefore(incoming, call, fault);
      if (fault?.action === 'lock_timeout') throw this.faults.lockTimeout();
      if (fault?.action === 'status') throw this.faults.errorFor(fault);
      const outcome = await this.executeOnce(call, fault);
      return toAnswer(requestId, call, outcome, fault?.action === 'drop_after');
    } catch (error) {
      const refusal = error instanceof ApiError ? error : internalError(error);
      const outcome = this.recordFailure(incoming, requestId, call, fault, refusal);
      return toAnswer(requestId, call, outcome, fault?.action === 'drop_after');
    }
  }

  private admit(incoming: Incoming, requestId: string): Call {
    const account = contextAccount(incoming, this.services.store);
    const match = this.router.find(incoming.method, incoming.pathname);
    if (match === null) {
      throw new ApiError(404, `Unrecognized request URL (${incoming.method}: ${incoming.pathname}).`);
    }
    const decoded = decodeParameters(incoming);
    const key = incoming.method === 'GET' ? null : header(incoming, 'idempotency-key');
    if (key !== null) checkKey(key);
    const hash = requestHash(incoming.method, incoming.pathname, decoded);
    const { pathname } = incoming;
    return { requestId, pathname, account, match, decoded, key, hash, isV2: pathname.startsWith('/v2/') };
  }

  private async executeOnce(call: Call, fault: Fault | null): Promise<Outcome> {
    const id = call.key === null ? null : idempotencyId(call.account, call.key);
    if (id !== null && this.running.has(id)) throw keyInUse(call.key!);
    if (id !== null) this.running.add(id);
    try {
      // The wait stands inside the execution, where a slow request holds its key.
      if (fault?.action === 'delay') await sleep(fault.ms);
      const request = { id: call.requestId, idempotencyKey: call.key };
      return operate(this.services, (operation) => this.execute(operation, call, fault), {
        account: call.account,
        request,
      });
    } finally {
      if (id !== null) this.running.delete(id);
    }
  }

  private execute(operation: Operation, call: Call, fault: Fault | null): Outcome {
    const id = call.key === null ? null : idempotencyId(call.account, call.key);
    const stored = id === null ? null : findStored(operation, id, call.hash, call.key!);
    if (stored !== null) {
      const outcome = { status: stored.status, body: stored.body, replayed: true };
      this.journal(operation, call, outcome, fault);
      return outcome;
    }
    const { route, path } = call.match;
    const parameters = parseParameters(route.parameters, call.decoded, route.removed);
    const result = route.handle(operation, parameters, path);
    const outcome = { ...answerOf(operation, result, parameters), replayed: false };
    if (id !== null) {
      const { status, body } = outcome;
      store(operation, id, { requestHash: call.hash, status, body, requestId: call.requestId });
    }
    this.journal(operation, call, outcome, fault);
    return outcome;
  }

  /** Its own transaction, since the one that failed was undone. */
  private recordFailure(
    incoming: Incoming,
    requestId: string,
    call: Call | null,
    fault: Fault | null,
    refusal: ApiError,
  ): Outcome {
    const outcome = { status: refusal.status, body: refusal.body(), replayed: false };
    operate(this.services, (operation) => {
      // A v2 retry runs again what failed; only v1 replays failures.
      if (call?.key != null && refusal.executed && !call.isV2) {
        const id = idempotencyId(call.account, call.key);
        store(operation, id, { requestHash: call.hash, status: outcome.status, body: outcome.body, requestId });
      }
      if (call !== null) this.journal(operation, call, outcome, fault);
      else this.put(operation, { ...journalBase(incoming, requestId), ...journalOutcome(outcome, fault) });
    });
    return outcome;
  }

  private dropBefore(incoming: Incoming, call: Call, fault: Fault): Answer {
    operate(this.services, (operation) => {
      this.put(operation, { ...journalBase(incoming, call.requestId), parameters: call.decoded, fault: fault.action });
    });
    return { status: 0, headers: {}, body: '', drop: true };
  }

  private journal(operation: Operation, call: Call, outcome: Outcome, fault: Fault | null): void {
    this.put(operation, {
      id: call.requestId,
      method: call.match.route.method,
      path: call.pathname,
      account: call.account,
      idempotencyKey: call.key,
      parameters: call.decoded,
      eventIds: outcome.replayed ? [] : operation.eventIds,
      ...journalOutcome(outcome, fault),
    });
  }

  private put(operation: Operation, row: JournalInput): void {
    operation.tx.put('request', row.id, { ...EMPTY_ROW, ...row, atMs: operation.instant.getTime() });
  }
}

type JournalInput = Partial<RequestRow> & Pick<RequestRow, 'id' | 'method' | 'path'>;

const EMPTY_ROW = {
  account: null,
  idempotencyKey: null,
  parameters: {},
  status: null,
  replayed: false,
  errorCode: null,
  objectId: null,
  eventIds: [],
  fault: null,
};

function journalBase(incoming: Incoming, id: string): JournalInput {
  return {
    id,
    method: incoming.method,
    path: incoming.pathname,
    idempotencyKey: header(incoming, 'idempotency-key'),
  };
}

function journalOutcome(outcome: Outcome, fault: Fault | null): Partial<RequestRow> {
  const body = outcome.body as { id?: string; error?: { code?: string } };
  return {
    status: outcome.status,
    replayed: outcome.replayed,
    errorCode: body.error?.code ?? null,
    objectId: body.id ?? null,
    fault: fault?.action ?? null,
  };
}

/** An error that a handler returns, rather than throws, keeps what was done: a declined payment leaves its traces. */
function answerOf(operation: Operation, result: object, parameters: unknown): { status: number; body: object } {
  if (result instanceof ApiError) return { status: result.status, body: result.body() };
  return { status: 200, body: expandBody(operation, result, expandPaths(parameters)) };
}

function expandPaths(parameters: unknown): readonly string[] {
  const { expand } = parameters as { expand?: readonly string[] };
  return expand ?? [];
}

function internalError(error: unknown): ApiError {
  console.error(error);
  return new ApiError(500, 'An unexpected error occurred in the simulated server.', {
    type: 'api_error',
    executed: true,
  });
}

function toAnswer(requestId: string, call: Call | null, outcome: Outcome, drop: boolean): Answer {
  return {
    status: outcome.status,
    drop,
    body: JSON.stringify(outcome.body, null, 2),
    headers: {
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': API_VERSION,
      ...(call?.key == null ? {} : { 'idempotency-key': call.key }),
      ...(outcome.replayed ? { 'idempotent-replayed': 'true' } : {}),
    },
  };
}
