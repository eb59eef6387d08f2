import type { OnePerson } from '../events/one-person.js';
import type { ProjectEvent } from '../events/project-event.js';

/** What an importer could read, and what it could not or does not believe. */
export interface ImportResult {
  readonly events: readonly ProjectEvent[];
  readonly warnings: readonly ImportWarning[];
  /** Names that the source shows as one person's. */
  readonly people?: readonly OnePerson[];
}

export type WarningCode =
  | 'ALL_TAGS_GONE'
  | 'AUTHOR_AFTER_COMMITTER'
  | 'AUTHOR_DATE_FAR'
  | 'CONTROL_FILE_UNREADABLE'
  | 'COMMITTER_RUNS_BACKWARDS'
  | 'DATE_IN_FUTURE'
  | 'DATE_UNREADABLE'
  | 'DISTRESS_UNASSIGNED'
  | 'LIGHTWEIGHT_TAG'
  | 'MESSAGE_TRUNCATED'
  | 'MESSAGE_UNREADABLE'
  | 'MESSAGE_WITHOUT_DATE'
  | 'MESSAGE_WITHOUT_SENDER'
  | 'NAME_UNKNOWN'
  | 'PARENT_AFTER_CHILD'
  | 'SHALLOW_HISTORY'
  | 'SIGNATURE_UNREADABLE'
  | 'SIGNATURE_NOT_VERIFIED'
  | 'TAG_GONE'
  | 'TAG_OF_UNKNOWN_COMMIT'
  | 'UNKNOWN_ACTOR'
  | 'VERSION_WITHOUT_TIME';

/** `source` says where to look: a commit, a message, a path. */
export interface ImportWarning {
  readonly code: WarningCode;
  readonly source: string;
}

const KEPT_OF_EACH = 1_000;

/** Collects warnings; of each kind it keeps the first thousand, since a hostile source can make millions. */
export class WarningList {
  readonly list: ImportWarning[] = [];
  readonly #counts = new Map<WarningCode, number>();

  add(code: WarningCode, source: string): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= KEPT_OF_EACH) this.list.push({ code, source });
  }
}
