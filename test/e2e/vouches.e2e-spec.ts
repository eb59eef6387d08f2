/** Continuity as people can show it (G26): vouches, earlier roles and linked accounts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProjectTiersService } from '#libs/vetting';
import { DAY_MS, parseId } from '#platform/kernel';
import { forgetRoles, givenRole, givenRoleDraft, givenTier, givenVouch } from '../support/given-role-grants.js';
import { givenMaintainer, key, passTime } from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

const STATEMENT = 'We have worked on the parser together.';

interface Spoken {
  readonly projectId: string;
  readonly maintainer: Caller;
}

let api: TestApi;
let asked: Spoken;
let candidate: Caller;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  asked = await recognised('T1');
  candidate = await api.givenPerson(`Cora ${key()}`);
}, 30_000);

/** Of the one package of a project. */
async function givenDependents(projectId: string, dependents: number): Promise<void> {
  await api.database.asOwner(
    `INSERT INTO package_signal (purl_key, signal, value, source, observed_at) SELECT purl_key, 'dependents', $2, 'test', now() FROM package WHERE project_id = $1`,
    [parseId('prj', projectId), dependents],
  );
}

async function recognised(tier: 'T1' | 'T3'): Promise<Spoken> {
  const spoken = await givenMaintainer(api);
  await givenTier(api, spoken.projectId, tier);
  if (tier === 'T1') await givenDependents(spoken.projectId, 20_000);
  return spoken;
}

interface Told {
  readonly vouch: { readonly id: string; readonly isCounted: boolean } | null;
  readonly refusals: readonly { readonly code: string }[];
}

/** `counted`, `not counted`, or the code of the refusal. */
async function vouch({ projectId, maintainer }: Spoken, personId: string = candidate.personId): Promise<string> {
  const told = await tell('vouchFor', { personId, projectId, statement: STATEMENT }, maintainer);
  return told.refusals[0]?.code ?? (told.vouch!.isCounted ? 'counted' : 'not counted');
}

function tell(mutation: string, input: object, as: Sender): Promise<Told> {
  const selection = 'vouch { id isCounted } refusals: userErrors { code }';
  return api.mutate<Told>(mutation, inputTypeOf(api, mutation).name, selection, input, as);
}

/** The status after a try to submit a request, or the reason why it stays a draft. */
async function submitted(scope = 'TRIAGE'): Promise<string> {
  return submit(await givenRoleDraft(api, candidate, asked.projectId, scope));
}

async function submit(roleGrantId: string): Promise<string> {
  const told = await api.mutate<{
    roleGrant: { status: string } | null;
    refusals: { details: { name: string; value: string }[] }[];
  }>(
    ...(['submitRoleRequest', 'SubmitRoleRequestInput'] as const),
    'roleGrant { status } refusals: userErrors { details { name value } }',
    ...[{ roleGrantId }, candidate],
  );
  const reason = told.refusals[0]?.details.find(({ name }) => name === 'reason')?.value;
  return told.roleGrant?.status ?? reason!;
}

async function mineOf(as: Sender): Promise<string[]> {
  const { data } = await api.gql('{ myRoleGrants(first: 9) { nodes { id } } }', {}, as);
  return (data!.myRoleGrants as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
}

async function openGuards(id: string): Promise<string[]> {
  const query = 'query ($id: ID!) { openGuards(roleGrantId: $id) { rule reason } }';
  const { data } = await api.gql(query, { id }, candidate);
  return (data!.openGuards as { rule: string; reason: string }[]).map(({ rule, reason }) => `${rule} ${reason}`);
}

async function consent(roleGrantId: string): Promise<string> {
  const { roleGrant } = await api.mutate<{ roleGrant: { status: string } }>(
    ...(['consentToRoleRequest', 'ConsentToRoleRequestInput', 'roleGrant { status }'] as const),
    ...[{ roleGrantId }, asked.maintainer],
  );
  return roleGrant.status;
}

async function mine(as: Sender): Promise<Record<string, unknown>[]> {
  const { data, errors } = await api.gql(
    '{ myVouches(first: 9) { nodes { id statement isCounted withdrawnAt person { id } voucher { id } project { id } } } }',
    {},
    as,
  );
  expect(errors).toBeUndefined();
  return (data!.myVouches as { nodes: Record<string, unknown>[] }).nodes;
}

describe('a request on a project on which much leans', () => {
  it('stays a draft of somebody who has shown nothing', async () => {
    expect(await submitted()).toBe('CONTINUITY_PROOFS_MISSING');
  });

  it('stays one with two vouches alone, which are one proof', async () => {
    await vouch(await recognised('T1'));
    await vouch(await recognised('T1'));
    expect(await submitted()).toBe('CONTINUITY_PROOFS_MISSING');
  });

  it('is submitted with two vouches and an earlier role', async () => {
    await vouch(await recognised('T1'));
    await vouch(asked);
    const { projectId } = await givenMaintainer(api, candidate);
    await givenDependents(projectId, 500);
    expect(await submitted()).toBe('SUBMITTED');
    const [id] = await mineOf(candidate);
    expect(await openGuards(id!)).toEqual(['G07 CONSENT_MISSING']);
    expect(await consent(id!)).toBe('SPONSORING');
    expect(await openGuards(id!)).toEqual(expect.arrayContaining(['G02 SPONSORS_MISSING']));
  });

  it('is submitted with two vouches and a role that was given back', async () => {
    await vouch(await recognised('T1'));
    await vouch(asked);
    const former = await recognised('T3');
    const roleGrantId = await givenRole(api, former.maintainer, candidate, former.projectId);
    await api.mutate('stepDownFromRole', 'StepDownFromRoleInput', 'clientMutationId', { roleGrantId }, candidate);
    expect(await submitted()).toBe('CONTINUITY_PROOFS_MISSING');
    await givenDependents(former.projectId, 500);
    const draft = (await mineOf(candidate))[0];
    expect(await submit(draft!)).toBe('SUBMITTED');
  });

  it('is found wanting once an owner has agreed, for what it lacks besides, and says so', async () => {
    await vouch(await recognised('T1'));
    await vouch(asked);
    const { projectId } = await givenMaintainer(api, candidate);
    await givenDependents(projectId, 500);
    expect(await submitted('REVIEW')).toBe('SUBMITTED');
    const [id] = await mineOf(candidate);
    expect(await openGuards(id!)).toEqual(['G07 CONSENT_MISSING', 'G09 PRIOR_SCOPE_MISSING']);
    expect(await consent(id!)).toBe('INELIGIBLE');
    expect(await openGuards(id!)).toEqual(['G09 PRIOR_SCOPE_MISSING']);
  });

  it('is submitted with two vouches and an account that was linked a year ago', async () => {
    await vouch(await recognised('T1'));
    await vouch(asked);
    await api.database.asOwner(
      `UPDATE external_identity SET issuer = 'https://github.com', linked_at = $2 WHERE person_id = $1`,
      [parseId('usr', candidate.personId), api.clock.now()],
    );
    expect(await submitted()).toBe('CONTINUITY_PROOFS_MISSING');
    await passTime(api, 366 * DAY_MS);
    await forgetRoles(api, candidate, asked.projectId, 'TRIAGE');
    expect(await submitted()).toBe('SUBMITTED');
  }, 60_000);

  it.each([
    ['of projects on which nobody is known to lean', async () => vouch(await recognised('T3'))],
    [
      'of a project that its owner says is important',
      async () => {
        const spoken = await givenMaintainer(api);
        await givenDependents(spoken.projectId, 499);
        await api.app
          .get(ProjectTiersService, { strict: false })
          .state(await principalOf(spoken.maintainer), parseId('prj', spoken.projectId), {
            ...{ isPrivileged: true, baseSets: 9, actionRepositories: 10_000, explanation: 'It is everywhere.' },
          });
        return vouch(spoken);
      },
    ],
    [
      'of a project whose owner chose a strict tier',
      async () => {
        const spoken = await givenMaintainer(api);
        const choice = { projectId: spoken.projectId, tier: 'T0' as const, reason: 'It is very important.' };
        const principal = await principalOf(spoken.maintainer);
        await api.app.get(ProjectTiersService, { strict: false }).chooseStricter(principal, {
          ...choice,
          projectId: parseId('prj', spoken.projectId),
        });
        return vouch(spoken);
      },
    ],
  ])('does not count vouches %s', async (_case, another) => {
    await vouch(asked);
    expect(await another()).toBe('not counted');
    const { projectId } = await givenMaintainer(api, candidate);
    await givenDependents(projectId, 500);
    expect(await submitted()).toBe('CONTINUITY_PROOFS_MISSING');
  });

  it('does not count a vouch of whom the candidate pays, and none that was taken back', async () => {
    const { projectId } = await givenMaintainer(api, candidate);
    await givenDependents(projectId, 500);
    const paid = await recognised('T1');
    await vouch(asked);
    await vouch(paid);
    await api.database.asOwner(
      `WITH own AS (INSERT INTO organisation (id, kind, name, created_at) VALUES (gen_random_uuid(), 'COMPANY', 'Payroll', now()) RETURNING id),
            members AS (INSERT INTO membership (organisation_id, person_id, joined_at) SELECT own.id, unnest($1::uuid[]), now() FROM own RETURNING organisation_id, person_id)
       INSERT INTO membership_role (organisation_id, person_id, role, granted_by, granted_at) SELECT organisation_id, person_id, 'admin', person_id, now() FROM members WHERE person_id = $2`,
      [
        [parseId('usr', candidate.personId), parseId('usr', paid.maintainer.personId)],
        parseId('usr', candidate.personId),
      ],
    );
    expect(await submitted()).toBe('CONTINUITY_PROOFS_MISSING');
    const other = await recognised('T1');
    const vouchId = await givenVouch(api, other.maintainer, candidate.personId, other.projectId);
    await tell('withdrawVouch', { vouchId }, other.maintainer);
    const [draft] = await mineOf(candidate);
    expect(await submit(draft!)).toBe('CONTINUITY_PROOFS_MISSING');
    await vouch(other);
    expect(await submit(draft!)).toBe('SUBMITTED');
  });
});

async function principalOf({ personId }: Caller) {
  const stepUp = { stepUpId: '0' as never, actionDigest: '0'.repeat(64) };
  return Promise.resolve({
    ...{ kind: 'person' as const, personId: parseId('usr', personId), sessionId: '0' as never },
    ...{ memberships: [], operatorRights: [], stepUp },
  });
}

describe('a vouch', () => {
  it('is for the two whom it is between to see', async () => {
    await vouch(asked);
    const seen = await mine(candidate);
    expect(seen).toMatchObject([
      {
        ...{ statement: STATEMENT, isCounted: true, withdrawnAt: null, person: { id: candidate.personId } },
        ...{ voucher: { id: asked.maintainer.personId }, project: { id: asked.projectId } },
      },
    ]);
    expect(await mine(asked.maintainer)).toEqual(seen);
    const stranger = await api.givenPerson(`Stranger ${key()}`);
    const node = (as?: Sender) => api.gql('query ($id: ID!) { node(id: $id) { id } }', { id: seen[0]!.id }, as);
    expect([await mine(stranger), (await node(stranger)).data]).toEqual([[], { node: null }]);
    expect((await node(candidate)).data).toEqual({ node: { id: seen[0]!.id } });
  });

  it('is given once, and can be taken back and given anew', async () => {
    expect([await vouch(asked), await vouch(asked)]).toEqual(['counted', 'VOUCH_EXISTS']);
    const [{ id: vouchId }] = (await mine(candidate)) as [{ id: string }];
    const stranger = await recognised('T1');
    const codes = async (as: Caller) => (await tell('withdrawVouch', { vouchId }, as)).refusals.map(({ code }) => code);
    expect([await codes(stranger.maintainer), await codes(candidate)]).toEqual([
      ['VOUCH_NOT_FOUND'],
      ['VOUCH_NOT_FOUND'],
    ]);
    expect([await codes(asked.maintainer), await codes(asked.maintainer)]).toEqual([[], ['VOUCH_NOT_FOUND']]);
    expect((await mine(candidate))[0]).toMatchObject({ isCounted: false });
    expect(await vouch(asked)).toBe('counted');
  });

  it('is not for oneself, for nobody, or of somebody without a part in the project', async () => {
    const { maintainer } = await recognised('T1');
    expect([
      await vouch(asked, asked.maintainer.personId),
      await vouch(asked, 'usr_00000000000000000000000000'),
      await vouch({ ...asked, maintainer }),
    ]).toEqual(['VOUCHER_NOT_ENTITLED', 'PERSON_NOT_FOUND', 'VOUCHER_NOT_ENTITLED']);
    expect(await mine(asked.maintainer)).toEqual([]);
  });

  it('is one of ten in a year, those that were taken back among them', async () => {
    for (let at = 0; at < 10; at += 1) {
      const { personId } = await api.givenPerson(`Vera ${key()}`);
      const vouchId = await givenVouch(api, asked.maintainer, personId, asked.projectId);
      await tell('withdrawVouch', { vouchId }, asked.maintainer);
    }
    expect(await vouch(asked)).toBe('TOO_MANY_VOUCHES');
  }, 60_000);

  it('goes with either of its people', async () => {
    await vouch(asked);
    const left = () =>
      api.database.asOwner('SELECT 1 FROM vouch WHERE person_id = $1', [parseId('usr', candidate.personId)]);
    expect(await left()).toHaveLength(1);
    await api.mutate('requestErasure', 'RequestErasureInput', 'clientMutationId', {}, asked.maintainer);
    await passTime(api, 31 * DAY_MS);
    expect(await left()).toEqual([]);
  });
});
