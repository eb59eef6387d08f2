import { NEED_KINDS } from '#libs/needs';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';

/** Without a policy of the company every kind of need counts, security work first. */
export const DEFAULT_POLICY: readonly string[] = NEED_KINDS;

/** $1 is the organisation. */
export const POLICY = 'SELECT need_kinds AS "needKinds" FROM funding_policy WHERE organisation_id = $1';

/** Within a transaction that is cleared for the organisation. */
export async function policyWithin(tx: Tx, organisationId: Id<'org'>): Promise<readonly string[]> {
  const rows = await tx.manager.query<{ needKinds: string[] }[]>(POLICY, [organisationId]);
  return rows[0]?.needKinds ?? DEFAULT_POLICY;
}
