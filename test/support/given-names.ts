import { parseId } from '#platform/kernel';
import type { Caller, TestApi } from './test-api.js';

/** Somebody whose address is confirmed, long enough ago that it stops nothing. */
export async function withMail(api: TestApi, person: Caller, address: string): Promise<void> {
  await api.mutate('setMailAddress', 'SetMailAddressInput', 'clientMutationId', { address }, person);
  const id = parseId('usr', person.personId);
  // The link in the mail has tests of its own.
  await api.database.asOwner(
    `UPDATE mail_address SET sealed_address = sealed_pending_address, confirmed_at = entered_at, sealed_pending_address = NULL,
            confirmation_id = NULL, code_hash = NULL, code_expires_at = NULL WHERE person_id = $1`,
    [id],
  );
}

/** The names of a project that are somebody's afterwards, or what refused it. */
export async function claimName(api: TestApi, as: Caller, projectId: string, name: string): Promise<readonly string[]> {
  const answer = await api.mutate<{ names: { name: string }[] | null }>(
    ...(['claimHistoryName', 'ClaimHistoryNameInput', 'names { name }', { projectId, name }, as] as const),
  );
  return answer.names?.map((own) => own.name) ?? answer.userErrors.map(({ code }) => code);
}
