import { DAY_MS, addMs, formatId, newId, parseId } from '#platform/kernel';
import { givenRoleDraft, givenTier, givenVouch } from './given-role-grants.js';
import { givenMaintainer, key } from './given.js';
import type { Caller, TestApi } from './test-api.js';

interface Spoken {
  readonly projectId: string;
  readonly maintainer: Caller;
}

/** On so much leans that a project is recognised (T2), or more. */
const DEPENDENTS = 20_000;

/** That others depend on the one package of a project. */
export async function givenDependents(api: TestApi, projectId: string, dependents = DEPENDENTS): Promise<void> {
  await api.database.asOwner(
    `INSERT INTO package_signal (purl_key, signal, value, source, observed_at) SELECT purl_key, 'dependents', $2, 'test', now() FROM package WHERE project_id = $1`,
    [parseId('prj', projectId), dependents],
  );
}

/** A project that others lean on, and its maintainer. */
export async function givenRecognised(api: TestApi, maintainer?: Caller): Promise<Spoken> {
  const spoken = await givenMaintainer(api, maintainer);
  await givenTier(api, spoken.projectId, 'T1');
  await givenDependents(api, spoken.projectId);
  return spoken;
}

/** Somebody who sits for a steward or a reviewer of a project, as if the project had accepted it. */
export async function givenSeat(
  api: TestApi,
  projectId: string,
  { personId }: Caller,
  kind: 'STEWARD' | 'REVIEWER',
): Promise<void> {
  await api.database.asOwner('INSERT INTO project_seat (project_id, person_id, kind, since) VALUES ($1, $2, $3, $4)', [
    ...[parseId('prj', projectId), parseId('usr', personId), kind, api.clock.now()],
  ]);
}

/** Whom others have known for three years, and who has spoken for two projects for one. */
export async function givenSponsor(api: TestApi, name = 'Sam'): Promise<Caller> {
  const sponsor = await api.givenPerson(`${name} ${key()}`);
  await givenRecognised(api, sponsor);
  await givenRecognised(api, sponsor);
  await knownFor(api, sponsor, 1_100, 400);
  return sponsor;
}

/** As if somebody had come, and had begun to speak for projects, so many days ago. */
export async function knownFor(api: TestApi, { personId }: Caller, days: number, spokenDays: number): Promise<void> {
  const id = parseId('usr', personId);
  const since = (count: number) => addMs(api.clock.now(), -count * DAY_MS);
  await api.database.asOwner('UPDATE person SET created_at = $2 WHERE id = $1', [id, since(days)]);
  await api.database.asOwner('UPDATE project_claim SET verified_at = $2 WHERE person_id = $1', [id, since(spokenDays)]);
}

/** A draft of somebody who can show two proofs of continuity: two vouches, and another project to speak for. */
export async function givenContinuity(api: TestApi, candidate: Caller): Promise<void> {
  for (const { maintainer, projectId } of [await givenRecognised(api), await givenRecognised(api)])
    await givenVouch(api, maintainer, candidate.personId, projectId);
  await givenRecognised(api, candidate);
}

/** A request of somebody with continuity, to which an owner of the project has agreed: it looks for sponsors. */
export async function givenSponsoring(
  api: TestApi,
  { projectId, maintainer }: Spoken,
  candidate: Caller,
  scope = 'TRIAGE',
): Promise<string> {
  await givenContinuity(api, candidate);
  const roleGrantId = await givenRoleDraft(api, candidate, projectId, scope);
  await api.mutate('submitRoleRequest', 'SubmitRoleRequestInput', 'clientMutationId', { roleGrantId }, candidate);
  await api.mutate(
    'consentToRoleRequest',
    'ConsentToRoleRequestInput',
    'clientMutationId',
    { roleGrantId },
    maintainer,
  );
  return roleGrantId;
}

export interface PlacedGrant {
  readonly candidate: Caller;
  readonly projectId: string;
  readonly status: string;
  readonly scope?: string;
  /** What differs from a grant that has just come to its status, as the history of a grant would leave it. */
  readonly state?: object;
}

/** A grant of tier T1 that stands in a status, for tests of who may act on it. How grants come there has tests of its own. */
export async function givenGrantAt(
  api: TestApi,
  { candidate, projectId, status, scope = 'TRIAGE', state = {} }: PlacedGrant,
): Promise<string> {
  const [id, project, person] = [newId<'rgr'>(), parseId('prj', projectId), parseId('usr', candidate.personId)];
  const at = api.clock.now().getTime();
  const came = {
    ...{ id, project, resource: null, scope, candidate: person, status, enteredAt: at, lastAt: at },
    ...{ wait: null, earlier: null, frozen: { policyVersion: '2026-1', tier: 'T1' }, unmet: [], sponsorships: [] },
    ...{ refusals: [], review: null, roll: [], notifiedAt: null, result: null, hold: null, signatures: [] },
    ...{
      provisioners: [],
      readBacks: [],
      suspendedBy: [],
      isSuspensionConfirmed: false,
      heldSince: null,
      appeal: null,
    },
    ...state,
  };
  await api.database.asOwner(
    `INSERT INTO role_grant (id, project_id, scope, candidate_id, status, state, policy_version, tier, event_count, created_at, entered_at)
     VALUES ($1, $2, $7, $3, $4, $5, '2026-1', 'T1', 1, $6, $6)`,
    [id, project, person, status, JSON.stringify(came), api.clock.now(), scope],
  );
  return formatId('rgr', id);
}
