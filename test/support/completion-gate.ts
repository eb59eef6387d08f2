import { Client } from 'pg';
import type { StoryRig } from './story-rig.js';

const LOCK = 4_711;

/**
 * Holds up the completion of the messages of one topic, from outside the product: their consumers have committed, and
 * the mark that says so waits for a lock. That is the moment in which a killed worker has done its work and nobody
 * knows. Once opened it stays open.
 */
export class CompletionGate {
  isOpen = false;

  private constructor(
    readonly topic: string,
    private readonly holder: Client,
  ) {}

  static async close(rig: StoryRig, topic: string): Promise<CompletionGate> {
    const holder = new Client({ connectionString: rig.stack.databaseUrl });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await holder.query(`
      CREATE FUNCTION trial_gate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(${String(LOCK)});
        RETURN NEW;
      END $$;
      CREATE TRIGGER trial_gate BEFORE UPDATE ON outbox_message FOR EACH ROW
        WHEN (NEW.topic = '${topic}' AND NEW.completed_at IS NOT NULL) EXECUTE FUNCTION trial_gate()`);
    return new CompletionGate(topic, holder);
  }

  /** Whether a worker stands before the gate now. */
  async isReached(): Promise<boolean> {
    if (this.isOpen) return false;
    return (await this.waiting()).length > 0;
  }

  /** After the kill: the session of the dead worker ends, as it does when its machine is gone, and the gate opens. */
  async open(): Promise<void> {
    if (this.isOpen) return;
    for (const pid of await this.waiting()) {
      await this.holder.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
      this.isOpen = true;
    }
    if (this.isOpen) await this.holder.query('SELECT pg_advisory_unlock($1)', [LOCK]);
  }

  end(): Promise<void> {
    return this.holder.end();
  }

  private async waiting(): Promise<number[]> {
    const { rows } = await this.holder.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted`,
      [LOCK],
    );
    return rows.map(({ pid }) => pid);
  }
}
