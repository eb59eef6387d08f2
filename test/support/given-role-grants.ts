import { parseId } from '#platform/kernel';
import type { Tier } from '#libs/vetting';
import type { Caller, TestApi } from './test-api.js';

/** How much leans on a project, as if it had been found. */
export async function givenTier(api: TestApi, projectId: string, tier: Tier): Promise<void> {
  await api.database.asOwner(
    `INSERT INTO project_tier_change (project_id, at, kind, tier, evidence) VALUES ($1, $2, 'EVIDENCE', $3, '{}')`,
    [parseId('prj', projectId), api.clock.now(), tier],
  );
}

async function step(api: TestApi, name: string, input: object, as: Caller): Promise<string> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await api.mutate<{ roleGrant: { id: string } | null }>(name, type, 'roleGrant { id }', input, as);
  if (answer.roleGrant === null) throw new Error(JSON.stringify(answer.userErrors));
  return answer.roleGrant.id;
}

export function givenRoleDraft(api: TestApi, candidate: Caller, projectId: string, scope = 'TRIAGE'): Promise<string> {
  return step(api, 'requestRole', { projectId, scope }, candidate);
}

/** A request that was submitted; on a project of tier T3 it waits for an owner. */
export async function givenRoleRequest(
  api: TestApi,
  candidate: Caller,
  projectId: string,
  scope = 'TRIAGE',
): Promise<string> {
  const roleGrantId = await givenRoleDraft(api, candidate, projectId, scope);
  return step(api, 'submitRoleRequest', { roleGrantId }, candidate);
}

export async function givenRole(
  api: TestApi,
  owner: Caller,
  candidate: Caller,
  projectId: string,
  scope = 'TRIAGE',
): Promise<string> {
  const roleGrantId = await givenRoleRequest(api, candidate, projectId, scope);
  return step(api, 'grantRole', { roleGrantId, publicEntry: 'https://project.example/governance' }, owner);
}

/** Ends what somebody has open in a project, without a word to anybody, so that it can be asked for anew. */
export async function forgetRoles(api: TestApi, { personId }: Caller, projectId: string, scope: string): Promise<void> {
  await api.database.asOwner(
    `UPDATE role_grant SET status = 'WITHDRAWN', state = jsonb_set(state, '{status}', '"WITHDRAWN"')
      WHERE candidate_id = $1 AND project_id = $2 AND scope = $3
        AND status NOT IN ('INELIGIBLE', 'REJECTED', 'DECLINED', 'REVOKED', 'EMERITUS', 'EXPIRED', 'WITHDRAWN')`,
    [parseId('usr', personId), parseId('prj', projectId), scope],
  );
}

/** The word of somebody who speaks for a project. */
export async function givenVouch(api: TestApi, voucher: Caller, personId: string, projectId: string): Promise<string> {
  const input = { personId, projectId, statement: 'We have worked on the parser together.' };
  const answer = await api.mutate<{ vouch: { id: string } | null }>(
    ...(['vouchFor', 'VouchForInput', 'vouch { id }'] as const),
    ...[input, voucher],
  );
  if (answer.vouch === null) throw new Error(JSON.stringify(answer.userErrors));
  return answer.vouch.id;
}
