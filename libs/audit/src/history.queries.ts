import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { CheckpointsRepository } from './checkpoints.repository.js';
import { AuditNodes } from './nodes.queries.js';
import { inclusionPlan } from './proofs.rules.js';

/** One entry of the log as it was hashed. `leafIndex` is its place in the log. */
export interface LoggedEntry {
  readonly id: string;
  readonly leafIndex: bigint;
  readonly leafHash: Buffer;
  /** The hashed bytes: canonical JSON. */
  readonly canonical: string;
}

/** Shows that a leaf is in the tree of a checkpoint. */
export interface Inclusion {
  /** The signed note. */
  readonly checkpoint: string;
  readonly treeSize: bigint;
  /** RFC 9162, 2.1.3: from the leaf up. */
  readonly hashes: readonly Buffer[];
}

type RawEntry = Omit<LoggedEntry, 'leafIndex'> & { readonly leafIndex: string };

const COLUMNS = 'id, seq AS "leafIndex", leaf_hash AS "leafHash", canonical';

/** Reads of the log by what entries are about. Who may see them is decided before: the objects have their own rules. */
@Injectable()
export class HistoryQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly checkpoints: CheckpointsRepository,
    private readonly nodes: AuditNodes,
  ) {}

  /** Entries about one object, oldest first, in the order of their ids. */
  async of(subject: string, page: PageRequest): Promise<Page<LoggedEntry>> {
    const start = startOf(page, ['uuid']);
    const rows = await this.dataSource.query<RawEntry[]>(
      `SELECT ${COLUMNS} FROM audit_entry WHERE subject = $1 AND ($2::uuid IS NULL OR id > $2::uuid) ORDER BY id LIMIT $3`,
      [subject, ...start, page.first + 1],
    );
    return toPage(rows.map(loggedEntry), page.first, ({ id }) => [id]);
  }

  /** The newest entry that a person made about each object; objects without one are left out. */
  async newestBy(personId: string, subjects: readonly string[]): Promise<ReadonlyMap<string, LoggedEntry>> {
    const rows = await this.dataSource.query<(RawEntry & { subject: string })[]>(
      `SELECT DISTINCT ON (subject) subject, ${COLUMNS} FROM audit_entry
        WHERE subject = ANY($1) AND canonical::jsonb -> 'actor' ->> 'personId' = $2
        ORDER BY subject, id DESC`,
      [subjects, personId],
    );
    return new Map(rows.map(({ subject, ...row }) => [subject, loggedEntry(row)]));
  }

  /** Proofs for leaves against the newest checkpoint, two statements however many; leaves it does not cover are left out. */
  async inclusions(leafIndexes: readonly bigint[]): Promise<ReadonlyMap<bigint, Inclusion>> {
    const newest = await this.checkpoints.newest();
    if (!newest) return new Map();
    const covered = leafIndexes.filter((index) => index < newest.size);
    const proofs = await this.nodes.proofs(covered.map((index) => inclusionPlan(Number(index), Number(newest.size))));
    return new Map(
      covered.map((index, place) => [
        index,
        { checkpoint: newest.note, treeSize: newest.size, hashes: proofs[place]! },
      ]),
    );
  }
}

function loggedEntry({ leafIndex, ...row }: RawEntry): LoggedEntry {
  return { ...row, leafIndex: BigInt(leafIndex) };
}
