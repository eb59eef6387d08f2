import type { Stack } from '../../apps/cli/src/index.js';

/** One request as the emulator's journal keeps it, as far as the stories look at it. */
export interface JournalRequest {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | null;
  readonly status: number | null;
  readonly replayed: boolean;
  readonly objectId: string | null;
  readonly errorCode: string | null;
}

interface Journal {
  readonly requests: readonly JournalRequest[];
  readonly deliveries: readonly { readonly status: string; readonly held: boolean }[];
}

export interface FaultRule {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly nth?: number;
  readonly times?: number;
  readonly action: 'delay' | 'drop_before' | 'drop_after' | 'status';
  readonly ms?: number;
  readonly status?: 409 | 429 | 500;
}

/** The control plane of a running emulator: what happened there, and what is to go wrong. */
export class EmulatorControl {
  constructor(
    private readonly port: number,
    private readonly secrets: Pick<Stack['secrets'], 'control'>,
  ) {}

  async journal(): Promise<Journal> {
    return (await this.ask('GET', 'journal')) as Journal;
  }

  /** Writes that had an effect or were given their old answer again, oldest first. */
  async posts(path: string): Promise<readonly JournalRequest[]> {
    return (await this.journal()).requests.filter((request) => request.method === 'POST' && request.path === path);
  }

  async faults(rules: readonly FaultRule[]): Promise<void> {
    await this.ask('POST', 'faults', { rules });
  }

  async holdWebhooks(): Promise<void> {
    await this.ask('POST', 'webhooks/mode', { hold: true });
  }

  /** Lets go of everything held, in its order, and holds nothing back from now on. */
  async releaseWebhooks(): Promise<void> {
    await this.ask('POST', 'webhooks/mode', { hold: false, release: 'all' });
  }

  /** Lets go of what is held, by type in the order given, and goes on holding what comes. */
  async releaseInOrder(types: readonly string[]): Promise<void> {
    await this.ask('POST', 'webhooks/mode', { release: types });
  }

  /** The bank of a payer sends a refund back. */
  async failRefund(refund: string, reason: string): Promise<void> {
    await this.ask('POST', 'refunds/fail', { refund, reason });
  }

  async invariants(): Promise<{
    readonly ok: boolean;
    readonly rules: readonly { readonly rule: string; readonly ok: boolean }[];
  }> {
    return (await this.ask('GET', 'invariants')) as Awaited<ReturnType<EmulatorControl['invariants']>>;
  }

  private async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${String(this.port)}/_sim/${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.secrets.control}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`the control plane refused ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
