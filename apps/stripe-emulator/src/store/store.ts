import { JournalFile } from './journal-file.js';
import { PLATFORM, type Row, type TableName, type Tables } from './tables.js';

type AnyRow = Row<unknown>;
type Put = readonly [table: TableName, id: string, account: string, position: number, value: unknown];
type Delete = readonly [table: TableName, id: string];
interface Line {
  readonly put: readonly Put[];
  readonly del: readonly Delete[];
}

/** A history this much longer than the state it describes is rewritten when the file is opened. */
const COMPACT_AT_RATIO = 3;
const COMPACT_MINIMUM_LINES = 1_000;
const SNAPSHOT_ROWS_PER_LINE = 500;

/**
 * The emulator's own storage: tables in memory, every committed transaction appended to a file (see JournalFile).
 * Work inside `transact` is synchronous, so transactions never interleave; a throw undoes all of it.
 * Values are never changed in place: an update puts a new value, which is what makes the undo and
 * `previous_attributes` possible.
 */
export class Store {
  private readonly tables = new Map<TableName, Map<string, AnyRow>>();
  private readonly file: JournalFile | null;
  private readonly listeners: (() => void)[] = [];
  private position = 0;
  private active: Transaction | null = null;

  private constructor(path: string | null) {
    this.file = path === null ? null : JournalFile.open(path, (line) => this.load(line as Line));
    this.compactIfWorthIt();
  }

  /** Opens the state file, or a store that lives in memory only when `path` is null. */
  static open(path: string | null): Store {
    return new Store(path);
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.row(table, id)?.value;
  }

  row<T extends TableName>(table: T, id: string): Row<Tables[T]> | undefined {
    return this.table(table).get(id) as Row<Tables[T]> | undefined;
  }

  /** All rows of a table in the order of their first insertion, of one account when it is given. */
  rows<T extends TableName>(table: T, account?: string): Row<Tables[T]>[] {
    const rows = [...this.table(table).values()] as Row<Tables[T]>[];
    const owned = account === undefined ? rows : rows.filter((row) => row.account === account);
    return owned.sort((a, b) => a.position - b.position);
  }

  /** Runs `work` as one all-or-nothing change; what it returns has reached the file before this returns. */
  transact<R>(work: (tx: Transaction) => R): R {
    if (this.active !== null) throw new Error('transactions of the store do not nest');
    const tx = new Transaction(this);
    this.active = tx;
    try {
      const result = work(tx);
      if (!tx.isEmpty) this.file?.append(tx.toLine());
      return result;
    } catch (error) {
      tx.undo();
      throw error;
    } finally {
      this.active = null;
      if (!tx.isEmpty) for (const listener of this.listeners) listener();
    }
  }

  /** Calls `listener` after every change, for those who wait for new work. */
  onCommit(listener: () => void): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.file?.close();
  }

  /** Grows with every new row and never comes back. */
  get lastPosition(): number {
    return this.position;
  }

  nextPosition(): number {
    this.position += 1;
    return this.position;
  }

  /** For Transaction only: everybody else writes through `transact`. */
  table(name: TableName): Map<string, AnyRow> {
    let table = this.tables.get(name);
    if (table === undefined) this.tables.set(name, (table = new Map<string, AnyRow>()));
    return table;
  }

  /** Tables that have or had rows. */
  tableNames(): TableName[] {
    return [...this.tables.keys()];
  }

  private load(line: Line): void {
    for (const [table, id, account, position, value] of line.put) {
      this.table(table).set(id, { id, account, position, value });
      this.position = Math.max(this.position, position);
    }
    for (const [table, id] of line.del) this.table(table).delete(id);
  }

  private compactIfWorthIt(): void {
    if (this.file === null || this.file.length < COMPACT_MINIMUM_LINES) return;
    const rows = [...this.tables.values()].reduce((total, table) => total + table.size, 0);
    if (this.file.length > COMPACT_AT_RATIO * (1 + rows / SNAPSHOT_ROWS_PER_LINE)) this.file.replace(this.snapshot());
  }

  private *snapshot(): Iterable<Line> {
    const puts: Put[] = [];
    for (const [name, table] of this.tables) {
      for (const row of table.values()) puts.push([name, row.id, row.account, row.position, row.value]);
    }
    for (let start = 0; start < puts.length; start += SNAPSHOT_ROWS_PER_LINE) {
      yield { put: puts.slice(start, start + SNAPSHOT_ROWS_PER_LINE), del: [] };
    }
  }
}

/** The writing side of one `Store.transact`; reads see its own writes. */
export class Transaction {
  private readonly before = new Map<string, { table: TableName; id: string; row: AnyRow | undefined }>();

  constructor(private readonly store: Store) {}

  get isEmpty(): boolean {
    return this.before.size === 0;
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.store.get(table, id);
  }

  row<T extends TableName>(table: T, id: string): Row<Tables[T]> | undefined {
    return this.store.row(table, id);
  }

  rows<T extends TableName>(table: T, account?: string): Row<Tables[T]>[] {
    return this.store.rows(table, account);
  }

  /** Inserts or replaces a row. The owner is fixed at the first insertion. */
  put<T extends TableName>(table: T, id: string, value: Tables[T], account: string = PLATFORM): void {
    const current = this.store.row(table, id);
    this.remember(table, id, current);
    const position = current?.position ?? this.store.nextPosition();
    this.store.table(table).set(id, { id, account: current?.account ?? account, position, value });
  }

  delete(table: TableName, id: string): void {
    const current = this.store.row(table, id);
    if (current === undefined) return;
    this.remember(table, id, current);
    this.store.table(table).delete(id);
  }

  /** Deletes every row of every table. */
  clear(): void {
    for (const name of this.store.tableNames()) {
      for (const { id } of this.store.rows(name)) this.delete(name, id);
    }
  }

  undo(): void {
    for (const { table, id, row } of this.before.values()) {
      if (row === undefined) this.store.table(table).delete(id);
      else this.store.table(table).set(id, row);
    }
    this.before.clear();
  }

  toLine(): Line {
    const put: Put[] = [];
    const del: Delete[] = [];
    for (const { table, id } of this.before.values()) {
      const row = this.store.row(table, id);
      if (row === undefined) del.push([table, id]);
      else put.push([table, id, row.account, row.position, row.value]);
    }
    return { put, del };
  }

  private remember(table: TableName, id: string, row: AnyRow | undefined): void {
    const key = `${table}/${id}`;
    if (!this.before.has(key)) this.before.set(key, { table, id, row });
  }
}
