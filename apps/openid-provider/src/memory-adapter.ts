import type { Clock } from '#platform/kernel';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Row {
  readonly payload: AdapterPayload;
  readonly expiresAtMs: number;
}

/** Older rows are dropped first when a client never finishes what it starts. */
const ROW_LIMIT = 10_000;

/**
 * Storage of one provider, in memory. The library has one as well, but that is shared by all providers of a process
 * and warns on every start. Sign-ins under way are lost on restart, which a local trial can bear.
 */
export function memoryAdapter(clock: Clock): AdapterFactory {
  const rows = new Map<string, Row>();
  return (model) => new MemoryAdapter(model, rows, clock);
}

class MemoryAdapter implements Adapter {
  constructor(
    private readonly model: string,
    private readonly rows: Map<string, Row>,
    private readonly clock: Clock,
  ) {}

  upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const nowMs = this.clock.now().getTime();
    const key = this.key(id);
    this.rows.delete(key);
    this.rows.set(key, { payload, expiresAtMs: expiresIn === undefined ? Infinity : nowMs + expiresIn * 1_000 });
    this.makeRoom(nowMs);
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.live(this.rows.get(this.key(id))));
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.search((payload) => payload.uid === uid));
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.search((payload) => payload.userCode === userCode));
  }

  consume(id: string): Promise<void> {
    const row = this.rows.get(this.key(id));
    if (row) row.payload.consumed = Math.floor(this.clock.now().getTime() / 1_000);
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    this.rows.delete(this.key(id));
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, row] of this.rows) {
      if (row.payload.grantId === grantId) this.rows.delete(key);
    }
    return Promise.resolve();
  }

  private key(id: string): string {
    return `${this.model}:${id}`;
  }

  private live(row: Row | undefined): AdapterPayload | undefined {
    return row && row.expiresAtMs > this.clock.now().getTime() ? row.payload : undefined;
  }

  private search(matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    const prefix = this.key('');
    for (const [key, row] of this.rows) {
      if (key.startsWith(prefix) && matches(row.payload)) return this.live(row);
    }
    return undefined;
  }

  private makeRoom(nowMs: number): void {
    if (this.rows.size <= ROW_LIMIT) return;
    for (const [key, row] of this.rows) if (row.expiresAtMs <= nowMs) this.rows.delete(key);
    for (const key of this.rows.keys()) {
      if (this.rows.size <= ROW_LIMIT) return;
      this.rows.delete(key);
    }
  }
}
