import { Client } from 'pg';
import type { StoryRig } from './story-rig.js';

const FIRST_LOCK = 4_711;
const TRANSFER_CALL = `EXISTS (SELECT 1 FROM stripe_call call WHERE call.id::text = NEW.payload ->> 'stripeCallId' AND call.operation = 'transfer.create')`;

/** A place in the work of a process where it can be killed: before it changes a row that a condition is true of. */
export interface CrashPoint {
  readonly name: string;
  readonly victim: 'api' | 'worker';
  readonly table: string;
  readonly change: 'INSERT' | 'UPDATE';
  /** SQL about NEW, and OLD where a row is updated. */
  readonly condition: string;
}

/** The consumers of a message have committed, and the mark that says so is missing. */
export function beforeCompletionOf(topic: string): CrashPoint {
  return {
    name: `before a message of ${topic} was completed`,
    victim: 'worker',
    table: 'outbox_message',
    change: 'UPDATE',
    condition: `NEW.topic = '${topic}' AND NEW.completed_at IS NOT NULL`,
  };
}

export const BEFORE_THE_COMMIT: CrashPoint = {
  name: 'before state, posting and proof of a payment were committed',
  victim: 'worker',
  table: 'audit_entry',
  change: 'INSERT',
  condition: `NEW.canonical LIKE '%"subject":"payment:%' AND NEW.canonical LIKE '%"action":"succeed"%'`,
};

/** How the worker stands while it reads an upload of so many components, from its first step to its last. */
export function readingPoints(components: number): readonly CrashPoint[] {
  const worker = (name: string, change: CrashPoint['change'], table: string, condition: string): CrashPoint => ({
    name,
    victim: 'worker',
    table,
    change,
    condition,
  });
  const stage = (name: string): string => `NEW.progress ->> 'stage' = '${name}'`;
  return [
    worker('while the thread parsed', 'UPDATE', 'upload', stage('parsing')),
    worker('while the thread measured', 'UPDATE', 'upload', stage('measuring')),
    worker(
      'when half of the components were stored',
      'INSERT',
      'inventory_component',
      `NEW.ordinal = ${String(components / 2)}`,
    ),
    worker(
      'after the upload was ready, before the commit',
      'INSERT',
      'audit_entry',
      `NEW.canonical LIKE '%"action":"replaceInventory"%'`,
    ),
    beforeCompletionOf('inventory.upload_received'),
    beforeCompletionOf('inventory.conformance_due'),
  ];
}

/** The way of a run from its approval to its distribution; the worker is there when it is paid on a page. */
export const RUN_POINTS = {
  approval: {
    name: 'before the approval was committed',
    victim: 'api',
    table: 'audit_entry',
    change: 'INSERT',
    condition: `NEW.canonical LIKE '%"action":"approve"%' AND NEW.canonical LIKE '%"subject":"allocationRun:%'`,
  },
  payment: beforeCompletionOf('budgets.run_payment_requested'),
  /** Whichever news of the payment comes first: any of them is enough for the rest of the way. */
  news: {
    name: 'while the API wrote the first news of the payment down',
    victim: 'api',
    table: 'stripe_event',
    change: 'INSERT',
    condition: `NEW.type IN ('checkout.session.completed', 'payment_intent.succeeded', 'charge.succeeded')`,
  },
  arrival: {
    name: 'after the payment had succeeded, before the run was funded',
    victim: 'worker',
    table: 'allocation_run',
    change: 'UPDATE',
    condition: `NEW.status = 'funded'`,
  },
  secondLine: secondLineBy('worker'),
  distribution: beforeCompletionOf('payments.run_paid'),
  secondLineOfBalance: secondLineBy('api'),
} as const satisfies Readonly<Record<string, CrashPoint>>;

/** Every run has two lines, and what is posted of a transaction is counted inside of it. */
function secondLineBy(victim: CrashPoint['victim']): CrashPoint {
  return {
    name: `before the ${victim === 'api' ? 'API' : 'worker'} paid the second of two lines`,
    victim,
    table: 'ledger_tx',
    change: 'INSERT',
    condition: `NEW.kind = 'pledge_from_balance' AND (SELECT count(*) FROM ledger_tx WHERE kind = 'pledge_from_balance') % 2 = 1`,
  };
}

/** How the API stands at the end of taking in the bytes of an upload. */
export const RECEIVING_POINTS: readonly CrashPoint[] = [
  {
    name: 'before the file had its name',
    victim: 'api',
    table: 'upload',
    change: 'UPDATE',
    condition: `NEW.status = 'received' AND OLD.status = 'receiving'`,
  },
  {
    name: 'after the file had its name, before the commit',
    victim: 'api',
    table: 'outbox_message',
    change: 'INSERT',
    condition: `NEW.topic = 'inventory.upload_received'`,
  },
];

/** The way of a payment and of a transfer from one commit to the next. */
export const CRASH_POINTS: readonly CrashPoint[] = [
  {
    name: 'while the API wrote an event of Stripe down',
    victim: 'api',
    table: 'stripe_event',
    change: 'INSERT',
    condition: `NEW.type = 'payment_intent.succeeded'`,
  },
  BEFORE_THE_COMMIT,
  {
    name: 'before an event was marked as handled',
    victim: 'worker',
    table: 'stripe_event',
    change: 'UPDATE',
    condition: `NEW.type = 'charge.updated' AND NEW.status = 'done'`,
  },
  {
    name: 'before a call to Stripe was committed with its state',
    victim: 'worker',
    table: 'stripe_call',
    change: 'INSERT',
    condition: `NEW.operation = 'transfer.create'`,
  },
  {
    name: 'before the message of a call was claimed',
    victim: 'worker',
    table: 'outbox_message',
    change: 'UPDATE',
    condition: `NEW.leased_until IS NOT NULL AND NEW.completed_at IS NULL AND ${TRANSFER_CALL}`,
  },
  {
    name: 'after the claim, before the call was sent',
    victim: 'worker',
    table: 'stripe_call',
    change: 'UPDATE',
    condition: `NEW.operation = 'transfer.create' AND NEW.status = 'sending' AND OLD.status = 'ready'`,
  },
  {
    name: 'after the answer, before its effect was committed',
    victim: 'worker',
    table: 'stripe_call',
    change: 'UPDATE',
    condition: `NEW.operation = 'transfer.create' AND NEW.status = 'done'`,
  },
  {
    name: 'after the effect of a call, before its message was completed',
    victim: 'worker',
    table: 'outbox_message',
    change: 'UPDATE',
    condition: `NEW.completed_at IS NOT NULL AND ${TRANSFER_CALL}`,
  },
];

/**
 * Holds up whoever comes to a crash point, from outside the product: the change of the row waits for a lock. Once opened it
 * stays open.
 */
export class CrashGate {
  isOpen = false;

  private constructor(
    readonly point: CrashPoint,
    private readonly lock: number,
    private readonly holder: Client,
  ) {}

  static async close(rig: StoryRig, point: CrashPoint, place: number): Promise<CrashGate> {
    const [holder, lock] = [new Client({ connectionString: rig.stack.databaseUrl }), FIRST_LOCK + place];
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [lock]);
    await holder.query(`
      CREATE FUNCTION trial_gate_${String(lock)}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF ${point.condition} THEN
          PERFORM pg_advisory_xact_lock(${String(lock)});
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER trial_gate_${String(lock)} BEFORE ${point.change} ON ${point.table} FOR EACH ROW EXECUTE FUNCTION trial_gate_${String(lock)}()`);
    return new CrashGate(point, lock, holder);
  }

  /** Whether somebody stands before the gate now. */
  async isReached(): Promise<boolean> {
    return !this.isOpen && (await this.waiting()).length > 0;
  }

  /** After the kill: the session of the dead process ends, as it does when its machine is gone, and the gate opens. */
  async open(): Promise<void> {
    this.isOpen = true;
    for (const pid of await this.waiting()) await this.holder.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
    await this.holder.query('SELECT pg_advisory_unlock($1)', [this.lock]);
  }

  end(): Promise<void> {
    return this.holder.end();
  }

  private async waiting(): Promise<number[]> {
    const { rows } = await this.holder.query<{ pid: number }>(
      `SELECT pid FROM pg_locks
        WHERE locktype = 'advisory' AND objid = $1 AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [this.lock],
    );
    return rows.map(({ pid }) => pid);
  }
}
