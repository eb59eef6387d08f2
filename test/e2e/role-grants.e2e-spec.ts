/** Who asks for what in a project, as people ask and see it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR_MS, parseId } from '#platform/kernel';
import { givenRole, givenRoleDraft, givenRoleRequest, givenTier } from '../support/given-role-grants.js';
import { givenOperators } from '../support/given-operators.js';
import { givenNeed, key, type GivenNeed } from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { statementsDuring } from '../support/statements.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

let api: TestApi;
let need: GivenNeed;
let candidate: Caller;
let owner: Caller;
let stranger: Caller;
beforeAll(async () => {
  api = await TestApi.start();
  stranger = await api.givenPerson('Stranger');
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  need = await givenNeed(api);
  await givenTier(api, need.projectId, 'T3');
  owner = need.maintainer;
  candidate = await api.givenPerson(`Cora ${key()}`);
}, 30_000);

interface Told {
  readonly roleGrant: { readonly id: string; readonly status: string } | null;
  readonly refusals: readonly {
    readonly code: string;
    readonly details: readonly { readonly name: string; readonly value: string }[];
  }[];
}

function tell(mutation: string, input: object, as: Sender): Promise<Told> {
  const selection = 'roleGrant { id status } refusals: userErrors { code details { name value } }';
  return api.mutate<Told>(mutation, inputTypeOf(api, mutation).name, selection, input, as);
}

const GRANT = 'id scope status tier policyVersion dueAt heldSince result { yes } candidate { id } project { id }';

async function grant(id: string, as?: Sender): Promise<Record<string, unknown> | null> {
  const { data, errors } = await api.gql(`query ($id: ID!) { roleGrant(id: $id) { ${GRANT} } }`, { id }, as);
  expect(errors).toBeUndefined();
  return data!.roleGrant as Record<string, unknown> | null;
}

async function guards(id: string, as: Sender): Promise<unknown> {
  const { data, errors } = await api.gql(
    'query ($id: ID!) { openGuards(roleGrantId: $id) { rule reason earliest whoCanAct } }',
    { id },
    as,
  );
  expect(errors).toBeUndefined();
  return data!.openGuards;
}

describe('a request for a scope', () => {
  it('is its candidate’s alone while it is a draft, and everybody’s to see from then on', async () => {
    const id = await givenRoleDraft(api, candidate, need.projectId);
    expect([await grant(id), await grant(id, owner), await guards(id, owner)]).toEqual([null, null, null]);
    expect(await grant(id, candidate)).toMatchObject({ status: 'DRAFT', tier: null, policyVersion: null });
    const told = await tell('submitRoleRequest', { roleGrantId: id }, stranger);
    expect(told.refusals.map(({ code }) => code)).toEqual(['ROLE_GRANT_NOT_FOUND']);
    await tell('submitRoleRequest', { roleGrantId: id }, candidate);
    expect(await grant(id)).toEqual({
      ...{
        id,
        scope: 'TRIAGE',
        status: 'SUBMITTED',
        tier: 'T3',
        policyVersion: '2026-1',
        dueAt: null,
        heldSince: null,
      },
      ...{ result: null, candidate: { id: candidate.personId }, project: { id: need.projectId } },
    });
  });

  it('tells its candidate, owners and stewards what is open, and nobody else', async () => {
    const id = await givenRoleRequest(api, candidate, need.projectId);
    const open = [{ rule: 'byOwner', reason: 'OWNER_DECIDES', earliest: null, whoCanAct: ['OWNER'] }];
    expect([await guards(id, candidate), await guards(id, owner), await guards(id, stranger)]).toEqual([
      open,
      open,
      null,
    ]);
  });

  it('on an important project tells what proofs are missing, and for how long', async () => {
    const important = await givenNeed(api);
    await givenTier(api, important.projectId, 'T1');
    const id = await givenRoleDraft(api, candidate, important.projectId, 'COMMIT');
    expect(await guards(id, candidate)).toEqual([
      { rule: 'G26', reason: 'CONTINUITY_PROOFS_MISSING', earliest: null, whoCanAct: ['CANDIDATE'] },
    ]);
    const statements = await statementsDuring(api, () => guards(id, candidate));
    expect(statements.length).toBeLessThanOrEqual(10);
  });

  it('is listed by project and by candidate, page by page', async () => {
    const first = await givenRoleRequest(api, candidate, need.projectId, 'TRIAGE');
    const second = await givenRoleRequest(api, candidate, need.projectId, 'REVIEW');
    const draft = await givenRoleDraft(api, candidate, need.projectId, 'COMMIT');
    const list = async (query: string, as?: Sender): Promise<string[]> => {
      const { data, errors } = await api.gql(`{ ${query} { nodes { id } pageInfo { endCursor } } }`, {}, as);
      expect(errors).toBeUndefined();
      const [page] = Object.values(data!) as { nodes: { id: string }[]; pageInfo: { endCursor: string } }[];
      return [...page!.nodes.map(({ id }) => id), page!.pageInfo.endCursor];
    };
    const ofProject = `roleGrants(projectId: "${need.projectId}"`;
    const [newest, cursor] = await list(`${ofProject}, first: 1)`);
    expect(newest).toBe(second);
    expect((await list(`${ofProject}, first: 1, after: "${cursor!}")`))[0]).toBe(first);
    expect((await list(`${ofProject}, first: 5, scope: TRIAGE)`)).slice(0, -1)).toEqual([first]);
    expect((await list(`${ofProject}, first: 5, status: ACTIVE)`)).slice(0, -1)).toEqual([]);
    expect((await list(`${ofProject}, first: 5)`, candidate)).slice(0, -1)).toEqual([draft, second, first]);
    expect((await list('myRoleGrants(first: 2)', candidate)).slice(0, -1)).toEqual([draft, second]);
    expect((await list('myRoleGrants(first: 2)', owner)).slice(0, -1)).toEqual([]);
  });

  it('has its steps in the public log, with the names of those who act in public', async () => {
    const id = await givenRoleRequest(api, candidate, need.projectId);
    await tell('consentToRoleRequest', { roleGrantId: id }, owner);
    await tell('grantRole', { roleGrantId: id, publicEntry: 'https://project.example/governance' }, owner);
    await tell('suspendRole', { roleGrantId: id }, owner);
    const { data } = await api.gql(
      'query ($id: ID!) { history(id: $id, first: 9) { nodes { action facts actor { personId } } } }',
      { id },
    );
    const { nodes } = data!.history as {
      nodes: { action: string; facts: string; actor: { personId: string | null } }[];
    };
    expect(nodes.map(({ action, actor }) => [action, actor.personId])).toEqual([
      ['create', candidate.personId],
      ['submit', candidate.personId],
      ['consent', null],
      ['grantByOwner', owner.personId],
      ['suspend', null],
    ]);
    const said = nodes.map(({ facts }) => facts).join(' ');
    expect([said.includes(owner.personId), said.includes(parseId('usr', owner.personId))]).toEqual([false, false]);
  });
});

describe('a scope that is held', () => {
  it('is stopped at once by whoever may, comes back by itself, and is given up without anybody', async () => {
    const id = await givenRole(api, owner, candidate, need.projectId);
    expect((await tell('suspendRole', { roleGrantId: id }, candidate)).roleGrant?.status).toBe('SUSPENDED');
    const [open] = (await guards(id, candidate)) as { rule: string; reason: string; earliest: string }[];
    const dueAt = (await grant(id))!.dueAt as string;
    expect(open).toMatchObject({ rule: 'G18', reason: 'SUSPENDED', earliest: dueAt });
    const hours = (Date.parse(dueAt) - api.clock.now().getTime()) / HOUR_MS;
    expect([hours > 71.9, hours <= 72]).toEqual([true, true]);
    api.advance(73 * HOUR_MS);
    await api.settle();
    expect((await grant(id))!.status).toBe('ACTIVE');
    expect((await tell('stepDownFromRole', { roleGrantId: id }, candidate)).roleGrant?.status).toBe('EMERITUS');
    expect((await grant(id))!.heldSince).toBeNull();
  });
});

describe('an operator', () => {
  it('stops nobody alone, and two of them do', async () => {
    const { first, second } = await givenOperators(api);
    const roleGrantId = await givenRole(api, owner, candidate, need.projectId);
    const stop = async (as: Sender) => (await tell('suspendRole', { roleGrantId }, as)).roleGrant?.status;
    expect([await stop(first), await stop(first), await stop(second)]).toEqual(['ACTIVE', undefined, 'SUSPENDED']);
  });
});

describe('a refusal', () => {
  it('names its guard, its reason and who can act, for programs too', async () => {
    const important = await givenNeed(api);
    await givenTier(api, important.projectId, 'T1');
    const roleGrantId = await givenRoleDraft(api, candidate, important.projectId, 'COMMIT');
    expect((await tell('submitRoleRequest', { roleGrantId }, candidate)).refusals).toEqual([
      {
        code: 'GUARD_CLOSED',
        details: [
          { name: 'guard', value: 'G26' },
          { name: 'reason', value: 'CONTINUITY_PROOFS_MISSING' },
          { name: 'whoCanAct', value: 'CANDIDATE' },
        ],
      },
    ]);
  });

  it.each([
    ['requestRole', { projectId: 'prj_00000000000000000000000000', scope: 'TRIAGE' }, 'PROJECT_NOT_FOUND'],
    ['submitRoleRequest', { roleGrantId: 'rgr_00000000000000000000000000' }, 'ROLE_GRANT_NOT_FOUND'],
    ['consentToRoleRequest', { roleGrantId: 'need_1' }, 'ROLE_GRANT_NOT_FOUND'],
    ['grantRole', { roleGrantId: 'x', publicEntry: 'y' }, 'ROLE_GRANT_NOT_FOUND'],
    ['withdrawRoleRequest', { roleGrantId: '' }, 'ROLE_GRANT_NOT_FOUND'],
    ['stepDownFromRole', { roleGrantId: '🗝' }, 'ROLE_GRANT_NOT_FOUND'],
    ['suspendRole', { roleGrantId: 'rgr_zzzzzzzzzzzzzzzzzzzzzzzzzz' }, 'ROLE_GRANT_NOT_FOUND'],
  ])('of %s with %o is %s, and nothing is stored', async (mutation, input, code) => {
    const before = await api.fingerprint();
    const told = await tell(mutation, input, candidate);
    expect(told.refusals.map((error) => error.code)).toEqual([code]);
    expect(await api.fingerprint()).toEqual(before);
  });
});
