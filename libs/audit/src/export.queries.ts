import { DataSource } from 'typeorm';

/** Leaves that are read at once. */
const BATCH = 5_000;
const FORMAT = 'mainstay-audit-export/1';

/**
 * The whole log as lines of JSON: a header, the keys, the checkpoints, every leaf with its entry in order, and an end. It is
 * for the operator and for auditors: the entries say what organisations did. `scripts/verify-log.mjs` reads it.
 */
export class AuditExport {
  constructor(private readonly dataSource: DataSource) {}

  /** What is appended meanwhile is not part of it: the size is taken first, and nothing before it ever changes. */
  async *lines(): AsyncGenerator<string> {
    const [head] = await this.dataSource.query<{ size: string; root: Buffer }[]>('SELECT size, root FROM audit_root()');
    const size = Number(head!.size);
    const notes = await this.dataSource.query<{ note: string }[]>(
      'SELECT note FROM audit_checkpoint WHERE size <= $1 ORDER BY size, created_at, verifier',
      [size],
    );
    const keys = await this.dataSource.query<{ verifier: string }[]>(
      'SELECT verifier FROM audit_verifier_key ORDER BY first_used_at, verifier',
    );
    yield line({ format: FORMAT });
    for (const { verifier } of keys) yield line({ verifier });
    for (const { note } of notes) yield line({ checkpoint: note });
    for (let from = 0; from < size; from += BATCH) yield* this.leaves(from, Math.min(from + BATCH, size));
    yield line({
      end: { size, root: head!.root.toString('hex'), keys: keys.length, checkpoints: notes.length },
    });
  }

  private async *leaves(from: number, to: number): AsyncGenerator<string> {
    const rows = await this.dataSource.query<{ seq: string; hash: Buffer; entry: string }[]>(
      'SELECT seq, leaf_hash AS hash, canonical AS entry FROM audit_entry WHERE seq >= $1 AND seq < $2 ORDER BY seq',
      [from, to],
    );
    for (const { seq, hash, entry } of rows) yield line({ seq: Number(seq), hash: hash.toString('hex'), entry });
  }
}

function line(record: object): string {
  return `${JSON.stringify(record)}\n`;
}
