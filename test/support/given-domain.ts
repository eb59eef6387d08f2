import { newId, parseId } from '#platform/kernel';
import { key } from './given.js';
import type { TestApi } from './test-api.js';

/** Shows a domain to be that of an organisation; one of its own unless it is given. */
export async function givenDomain(
  api: TestApi,
  organisationId: string,
  domain = `${key().slice(-12)}.example`,
): Promise<void> {
  await api.database.asOwner(
    `INSERT INTO organisation_domain (id, organisation_id, domain, token, status, added_at, verified_at, next_check_at)
     VALUES ($1, $2, $3, 'token', 'verified', now(), now(), now() + interval '10 years')`,
    [newId<'odm'>(), parseId('org', organisationId), domain],
  );
}
