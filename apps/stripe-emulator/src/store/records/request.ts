import type { DecodedObject } from '../../http/form.js';

/** One request to the API as the journal keeps it; `status` is null when the connection was cut before it ran. */
export interface RequestRow {
  readonly id: string;
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly account: string | null;
  readonly idempotencyKey: string | null;
  readonly parameters: DecodedObject;
  readonly status: number | null;
  /** Whether the stored outcome of an earlier request was given again. */
  readonly replayed: boolean;
  readonly errorCode: string | null;
  readonly objectId: string | null;
  readonly eventIds: readonly string[];
  readonly fault: string | null;
}
