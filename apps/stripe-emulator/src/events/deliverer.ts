import { DAY_MS, MINUTE_MS, SECOND_MS } from '#platform/kernel';
import type { DeliveryFault, Faults } from '../control/faults.js';
import type { Services } from '../services.js';
import type { Attempt, DeliveryRow } from '../store/records/delivery.js';
import type { EndpointRow } from '../store/records/endpoint.js';
import { corruptHeader, signatureHeader } from './signature.js';
import type { WebhookMode } from '../store/records/setting.js';
import { thinNotification } from './v2-events.js';
import { modeFor } from './webhook-mode.js';

/** Waits after the first failures; afterwards every 15 seconds, until the delivery is three days old by the clock. */
const BACKOFF_MS = [200, SECOND_MS, 5 * SECOND_MS];
const STEADY_RETRY_MS = 15 * SECOND_MS;
const GIVE_UP_AFTER_MS = 3 * DAY_MS;
const OLD_MS = 10 * MINUTE_MS;
const ANSWER_TIMEOUT_MS = 10 * SECOND_MS;
const MAX_TIMER_MS = 60 * SECOND_MS;

/**
 * Sends queued deliveries: one at a time per endpoint in the order they fall due, so that the default order is the
 * natural one, while a failing delivery steps back and lets the others pass. State is in the store only: after a
 * restart everything undelivered is due.
 */
export class Deliverer {
  private readonly busy = new Set<string>();
  private readonly abort = new AbortController();
  private readonly active = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  private paused = false;

  constructor(
    private readonly services: Services,
    private readonly faults: Faults,
  ) {
    services.store.onCommit(() => this.wake());
  }

  /** Looks for due deliveries now and arms the timer for the next. */
  wake(): void {
    if (this.closed || this.paused) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const nowMs = this.services.clock.now().getTime();
    const waiting = this.waiting();
    for (const delivery of waiting) {
      if (delivery.nextAttemptAtMs <= nowMs && !this.busy.has(delivery.endpointId)) this.start(delivery);
    }
    const later = waiting.filter((delivery) => !this.busy.has(delivery.endpointId));
    if (later.length === 0) return;
    const waitMs = Math.min(...later.map((delivery) => delivery.nextAttemptAtMs)) - nowMs;
    this.timer = setTimeout(() => this.wake(), Math.min(Math.max(waitMs, 1), MAX_TIMER_MS));
  }

  /**
   * Sends nothing while `work` moves the clock: signatures carry the time, and one from the middle of a jump would be
   * too old for a receiver that has made the whole of it.
   */
  pausedWhile<R>(work: () => R): R {
    this.paused = true;
    try {
      return work();
    } finally {
      this.paused = false;
      this.wake();
    }
  }

  /** Sends held deliveries one after the other in the order given by event ids or types; all when null. */
  async release(order: readonly string[] | null): Promise<DeliveryRow[]> {
    const held = this.services.store.rows('delivery').map((row) => row.value);
    const waiting = held.filter((delivery) => delivery.held && delivery.status === 'pending');
    const chosen =
      order === null
        ? waiting
        : order.flatMap((name) => waiting.filter(({ eventId, eventType }) => eventId === name || eventType === name));
    const sent: DeliveryRow[] = [];
    for (const { id } of new Set(chosen)) {
      await this.attempt(id);
      sent.push(this.services.store.get('delivery', id)!);
    }
    return sent;
  }

  /** Stops sending; what was under way counts as not delivered and is sent again after the next start. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.abort.abort();
    await Promise.allSettled(this.active);
  }

  /** Whether nothing is being sent, nor is going to be within the time; what is held waits for somebody else. */
  isQuiet(withinMs: number): boolean {
    const soonMs = this.services.clock.now().getTime() + withinMs;
    return this.active.size === 0 && this.waiting().every(({ nextAttemptAtMs }) => nextAttemptAtMs > soonMs);
  }

  private waiting(): DeliveryRow[] {
    return this.services.store
      .rows('delivery')
      .map((row) => row.value)
      .filter((delivery) => delivery.status === 'pending' && !delivery.held)
      .sort((a, b) => a.nextAttemptAtMs - b.nextAttemptAtMs);
  }

  private start(delivery: DeliveryRow): void {
    this.busy.add(delivery.endpointId);
    const work = this.attempt(delivery.id)
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        this.busy.delete(delivery.endpointId);
        this.active.delete(work);
        this.wake();
      });
    this.active.add(work);
  }

  private async attempt(id: string): Promise<void> {
    const { store, clock } = this.services;
    const delivery = store.get('delivery', id);
    if (delivery === undefined) return;
    const endpoint = store.get('endpoint', delivery.endpointId);
    if (endpoint === undefined) return this.finish(id, [], 'failed');
    const fault = this.faults.takeDelivery(id, delivery.eventType);
    if (fault?.action === 'delay') return this.putOff(id, fault.ms);
    const atMs = clock.now().getTime();
    if (fault?.action === 'lose' || fault?.action === 'drop_before') {
      const attempt = { atMs, status: null, error: `fault rule: ${fault.action}` };
      return this.finish(id, [attempt], fault.action === 'lose' ? 'failed' : 'pending');
    }
    const mode = modeWith(modeFor(store, delivery.eventType), fault);
    const outcomes = await Promise.all(
      Array.from({ length: mode.duplicate }, () => this.send(delivery, endpoint, mode)),
    );
    if (this.closed) return;
    const isUnheard = fault?.action === 'drop_after';
    const attempts = outcomes.map((outcome) => ({
      atMs,
      ...(isUnheard ? { status: null, error: 'fault rule: drop_after' } : outcome),
    }));
    const delivered = attempts.some(({ status }) => status !== null && status >= 200 && status < 300);
    this.finish(id, attempts, delivered ? 'delivered' : 'pending');
  }

  /** Lets a delivery wait, so that those behind it go first. */
  private putOff(id: string, ms: number): void {
    const nextAttemptAtMs = this.services.clock.now().getTime() + ms;
    this.services.store.transact((tx) => {
      tx.put('delivery', id, { ...tx.get('delivery', id)!, held: false, nextAttemptAtMs });
    });
  }

  private finish(id: string, attempts: readonly Attempt[], status: DeliveryRow['status']): void {
    const nowMs = this.services.clock.now().getTime();
    this.services.store.transact((tx) => {
      const delivery = tx.get('delivery', id);
      // A reset may have taken it away while it was under way.
      if (delivery === undefined) return;
      const all = [...delivery.attempts, ...attempts];
      const retryInMs = BACKOFF_MS[all.length - 1] ?? STEADY_RETRY_MS;
      const isTooOld = status === 'pending' && nowMs - delivery.createdAtMs > GIVE_UP_AFTER_MS;
      tx.put('delivery', id, {
        ...delivery,
        held: false,
        status: isTooOld ? 'failed' : status,
        nextAttemptAtMs: nowMs + retryInMs,
        attempts: all,
      });
    });
  }

  private async send(delivery: DeliveryRow, endpoint: EndpointRow, mode: WebhookMode): Promise<Omit<Attempt, 'atMs'>> {
    const { store, clock } = this.services;
    const v2Event = store.get('v2_event', delivery.eventId);
    const payload = v2Event === undefined ? store.get('event', delivery.eventId) : thinNotification(v2Event);
    const body = JSON.stringify(payload, null, 2);
    const signature = signatureFor(body, endpoint, clock.now(), mode);
    try {
      const response = await fetch(endpoint.object.url, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.abort.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (simulated money)',
          'stripe-signature': signature,
        },
      });
      await response.body?.cancel();
      return { status: response.status, error: null };
    } catch (error) {
      return { status: null, error: error instanceof Error ? error.message : 'unreachable' };
    }
  }
}

/** The mode of a delivery that a rule of faults picked. */
function modeWith(mode: WebhookMode, fault: DeliveryFault | null): WebhookMode {
  const action = fault?.action;
  return {
    ...mode,
    duplicate: action === 'duplicate' ? Math.max(mode.duplicate, 2) : mode.duplicate,
    corruptSignature: mode.corruptSignature || action === 'corrupt_signature',
    oldTimestamp: mode.oldTimestamp || action === 'old_timestamp',
    wrongSecret: mode.wrongSecret || action === 'wrong_secret',
  };
}

/** The signature of a body, wrong in the ways that the mode asks for. */
function signatureFor(body: string, endpoint: EndpointRow, now: Date, mode: WebhookMode): string {
  const atMs = now.getTime() - (mode.oldTimestamp ? OLD_MS : 0);
  const secrets = mode.wrongSecret ? [`${endpoint.secret}_wrong`] : validSecrets(endpoint, now.getTime());
  const signature = signatureHeader(body, secrets, Math.floor(atMs / 1000));
  return mode.corruptSignature ? corruptHeader(signature) : signature;
}

function validSecrets({ retiring, secret }: EndpointRow, nowMs: number): string[] {
  return retiring !== undefined && nowMs < retiring.untilMs ? [secret, retiring.secret] : [secret];
}
