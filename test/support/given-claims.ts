import { parseId } from '#platform/kernel';
import { key } from './given.js';
import type { Caller, TestApi } from './test-api.js';

/** A claim of a new person to a project that others maintain, proved; what reads proofs has tests of its own. */
export async function givenNewcomer(api: TestApi, projectId: string): Promise<string> {
  const newcomer = await api.givenPerson(`Nora ${key()}`);
  const { claim } = await api.mutate<{ claim: { id: string } }>(
    'claimProject',
    'ClaimProjectInput',
    'claim { id }',
    { projectId },
    newcomer,
  );
  await api.database.asOwner(
    `UPDATE project_claim SET status = 'waiting', method = 'REPOSITORY_FILE', proved_at = opened_at, checked_at = opened_at,
            wait_until = opened_at + interval '14 days', next_check_at = opened_at + interval '14 days' WHERE id = $1`,
    [parseId('clm', claim.id)],
  );
  return claim.id;
}

/** The same, and one of the maintainers speaks against it. */
export async function givenContested(api: TestApi, projectId: string, maintainer: Caller): Promise<string> {
  const claimId = await givenNewcomer(api, projectId);
  const input = { claimId, reason: 'Nobody knows this person' };
  await api.mutate('contestClaim', 'ContestClaimInput', 'clientMutationId', input, maintainer);
  return claimId;
}

/** A maintainer's word against how many packages depend on the first package of the project. */
export async function givenSignalContest(api: TestApi, projectId: string, maintainer: Caller): Promise<string> {
  const [row] = await api.database.asOwner<{ key: string }>(
    'SELECT purl_key AS key FROM package WHERE project_id = $1 ORDER BY purl_key LIMIT 1',
    [parseId('prj', projectId)],
  );
  const { signalContest } = await api.mutate<{ signalContest: { id: string } }>(
    'contestSignal',
    'ContestSignalInput',
    'signalContest { id }',
    { projectId, signal: 'dependents', packageUrl: `pkg:${row!.key}`, note: 'Most of these are forks of one example' },
    maintainer,
  );
  return signalContest.id;
}
