/** How much leans on a project: found, said, chosen, lowered. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProjectTiersService } from '#libs/vetting';
import { DAY_MS, parseId } from '#platform/kernel';
import { givenRoleDraft, givenRoleRequest } from '../support/given-role-grants.js';
import { givenSeat } from '../support/given-vetting.js';
import { givenMaintainer, key, passTime } from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

const REASON = 'It is in every build that we know.';

let api: TestApi;
let projectId: string;
let owner: Caller;
let steward: Caller;
let stranger: Caller;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  ({ projectId, maintainer: owner } = await givenMaintainer(api));
  stranger = await api.givenPerson(`Stranger ${key()}`);
  steward = await api.givenPerson(`Stella ${key()}`);
  await givenSeat(api, projectId, steward, 'STEWARD');
}, 30_000);

interface Told {
  readonly projectTier: { readonly tier: string | null } | null;
  readonly refusals: readonly { readonly code: string }[];
}

/** `T2`, or the code of the refusal. */
async function tell(mutation: string, input: object, as: Sender): Promise<string | null> {
  const selection = 'projectTier { tier } refusals: userErrors { code }';
  const type = inputTypeOf(api, mutation).name;
  const told = await api.mutate<Told>(mutation, type, selection, { projectId, ...input }, as);
  return told.refusals[0]?.code ?? told.projectTier!.tier;
}

const chooseTier = (tier: string, as: Sender = owner) => tell('chooseStricterTier', { tier, reason: REASON }, as);
const propose = (tier: string, as: Sender = owner) => tell('proposeLowerTier', { tier, reason: REASON }, as);
const agree = (tier: string, as: Sender = steward) => tell('consentToLowerTier', { tier, reason: REASON }, as);
const say = (isPrivileged: boolean, as: Sender = owner) =>
  tell(
    'stateProjectContext',
    { isPrivileged, baseSets: 0, actionRepositories: 0, explanation: 'A library for colours.' },
    as,
  );

async function record(as?: Sender): Promise<Record<string, unknown>> {
  const { data, errors } = await api.gql(
    `query ($id: ID!) { projectTier(projectId: $id) { tier floor missing raises { tier from } proposal { tier reason } context { explanation }
       evidence { criticality dependents isPrivileged baseSets actionRepositories } } }`,
    { id: projectId },
    as,
  );
  expect(errors).toBeUndefined();
  return data!.projectTier as Record<string, unknown>;
}

interface Change {
  readonly kind: string;
  readonly tier: string;
  readonly reason: string | null;
  readonly hasConsent: boolean;
}

async function changes(): Promise<Change[]> {
  const found: Change[] = [];
  let after: string | null = null;
  do {
    const { data } = await api.gql(
      `query ($id: ID!, $after: String) { projectTierChanges(projectId: $id, first: 1, after: $after) {
         nodes { kind tier reason hasConsent } pageInfo { endCursor hasNextPage } } }`,
      { id: projectId, after },
    );
    const page = data!.projectTierChanges as {
      nodes: Change[];
      pageInfo: { endCursor: string | null; hasNextPage: boolean };
    };
    found.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

/** Figures of the catalogue: of the project, and of its one package. */
async function givenFigures({
  criticality,
  dependents,
}: {
  readonly criticality?: number;
  readonly dependents?: number;
}) {
  const id = parseId('prj', projectId);
  await api.database.asOwner(
    `INSERT INTO project_signal (project_id, signal, value, source, observed_at)
     SELECT $1, 'openssfScore', $2, 'test', now() WHERE $2::float8 IS NOT NULL
     ON CONFLICT (project_id, signal) DO UPDATE SET value = excluded.value`,
    [id, criticality ?? null],
  );
  await api.database.asOwner(
    `INSERT INTO package_signal (purl_key, signal, value, source, observed_at)
     SELECT purl_key, 'dependents', $2, 'test', now() FROM package WHERE project_id = $1 AND $2::float8 IS NOT NULL
     ON CONFLICT (purl_key, signal) DO UPDATE SET value = excluded.value`,
    [id, dependents ?? null],
  );
}

describe('a project of which nothing is known', () => {
  it('has no tier, says what is missing, and takes no request', async () => {
    expect(await record()).toEqual({
      ...{ tier: null, floor: 'T0', raises: [], proposal: null, context: null },
      missing: ['criticality', 'dependents', 'isPrivileged', 'baseSets', 'actionRepositories'],
      evidence: { criticality: null, dependents: null, isPrivileged: null, baseSets: null, actionRepositories: null },
    });
    await expect(givenRoleDraft(api, stranger, projectId)).rejects.toThrow('TIER_NOT_KNOWN');
  });

  it('takes requests on the strictest path once an owner has chosen that, and no other path', async () => {
    expect([await chooseTier('T1'), await chooseTier('T3'), await chooseTier('T0', stranger)]).toEqual([
      'TIER_NOT_STRICTER',
      'TIER_NOT_STRICTER',
      'NOT_PROJECT_OWNER',
    ]);
    expect(await changes()).toEqual([]);
    expect(await chooseTier('T0')).toBe('T0');
    expect(await givenRoleDraft(api, stranger, projectId)).toMatch(/^rgr_/);
  });
});

describe('the tier of a project', () => {
  beforeEach(async () => {
    await givenFigures({ criticality: 0.1, dependents: 3 });
  });

  it('is found from figures and from what its owner says in public, and a request is given on it', async () => {
    expect((await record()).missing).toEqual(['isPrivileged', 'baseSets', 'actionRepositories']);
    expect([await say(false, stranger), await say(false)]).toEqual(['NOT_PROJECT_OWNER', 'T3']);
    expect(await record()).toMatchObject({
      ...{ tier: 'T3', floor: 'T3', missing: [], context: { explanation: 'A library for colours.' } },
      evidence: { criticality: 0.1, dependents: 3, isPrivileged: false, baseSets: 0, actionRepositories: 0 },
    });
    const roleGrantId = await givenRoleRequest(api, stranger, projectId);
    const input = { roleGrantId, publicEntry: 'https://project.example/governance' };
    const { roleGrant } = await api.mutate<{ roleGrant: { status: string; tier: string } }>(
      ...(['grantRole', 'GrantRoleInput', 'roleGrant { status tier }'] as const),
      ...[input, owner],
    );
    expect(roleGrant).toEqual({ status: 'ACTIVE', tier: 'T3' });
  });

  it('does not count a figure that was contested with success', async () => {
    await api.database.asOwner(
      `INSERT INTO signal_contest (id, project_id, signal, value, source, observed_at, note, contested_by, contested_at, status, answer, decided_by, decided_at, version)
       SELECT gen_random_uuid(), $1, 'openssfScore', 0.1, 'test', now(), 'That is another project.', $2, now(), 'upheld', 'So it is.', $3, now() + interval '1 hour', 2`,
      [parseId('prj', projectId), parseId('usr', owner.personId), parseId('usr', stranger.personId)],
    );
    expect(await record()).toMatchObject({
      missing: ['criticality', 'isPrivileged', 'baseSets', 'actionRepositories'],
    });
  });

  it('rises 90 days after new evidence, never falls by itself, and leaves open requests alone', async () => {
    await say(false);
    const open = await givenRoleRequest(api, stranger, projectId, 'TRIAGE');
    await givenFigures({ dependents: 20_000 });
    const found = api.clock.now().getTime();
    await api.app.get(ProjectTiersService, { strict: false }).followEvidence();
    const { tier, raises } = (await record()) as { tier: string; raises: { tier: string; from: string }[] };
    expect([tier, raises.map((raise) => raise.tier)]).toEqual(['T3', ['T1']]);
    expect((Date.parse(raises[0]!.from) - found) / DAY_MS).toBeCloseTo(90, 2);
    await passTime(api, 91 * DAY_MS);
    expect(await record()).toMatchObject({ tier: 'T1', raises: [] });
    await givenFigures({ dependents: 3 });
    await api.app.get(ProjectTiersService, { strict: false }).followEvidence();
    expect(await record()).toMatchObject({ tier: 'T1', floor: 'T3' });
    const { data } = await api.gql('query ($id: ID!) { roleGrant(id: $id) { tier } }', { id: open });
    expect(data!.roleGrant).toEqual({ tier: 'T3' });
    expect((await changes()).map((change) => [change.kind, change.tier])).toEqual([
      ['EVIDENCE', 'T3'],
      ['EVIDENCE', 'T1'],
      ['EVIDENCE', 'T3'],
    ]);
  });

  it('is written down once, however often it is looked at', async () => {
    await say(false);
    await say(false);
    await api.app.get(ProjectTiersService, { strict: false }).followEvidence();
    expect(await changes()).toHaveLength(1);
  });
});

describe('a lower tier', () => {
  beforeEach(async () => {
    await givenFigures({ dependents: 20_000 });
    await say(true);
  });

  it('holds when a steward has agreed with what an owner proposed, and everybody can read why', async () => {
    expect([await propose('T1'), await propose('T0'), await propose('T3', stranger)]).toEqual([
      'TIER_NOT_LOWER',
      'TIER_NOT_LOWER',
      'NOT_PROJECT_OWNER',
    ]);
    expect(await agree('T3')).toBe('NO_TIER_PROPOSAL');
    expect(await propose('T3')).toBe('T1');
    expect((await record()).proposal).toEqual({ tier: 'T3', reason: REASON });
    expect([await agree('T2'), await agree('T3', stranger), await agree('T3', owner)]).toEqual([
      'NO_TIER_PROPOSAL',
      'NOT_PROJECT_STEWARD',
      'NOT_PROJECT_STEWARD',
    ]);
    expect([await agree('T3'), await agree('T3')]).toEqual(['T3', 'NO_TIER_PROPOSAL']);
    expect(await record()).toMatchObject({ tier: 'T3', floor: 'T0', proposal: null });
    expect(await changes()).toEqual([
      { kind: 'OPT_LOWER', tier: 'T3', reason: REASON, hasConsent: true },
      { kind: 'OPT_LOWER', tier: 'T3', reason: REASON, hasConsent: false },
      { kind: 'EVIDENCE', tier: 'T1', reason: null, hasConsent: false },
    ]);
  });

  it('is not agreed with by a steward who speaks for the project, or has asked for something in it', async () => {
    await propose('T3');
    await givenSeat(api, projectId, owner, 'STEWARD');
    expect(await agree('T3', owner)).toBe('NOT_PROJECT_STEWARD');
    await givenRoleDraft(api, steward, projectId);
    expect(await agree('T3')).toBe('NOT_PROJECT_STEWARD');
  });

  it('is not agreed with after 30 days, or after something else was chosen', async () => {
    await propose('T3');
    await passTime(api, 31 * DAY_MS);
    expect([(await record()).proposal, await agree('T3')]).toEqual([null, 'NO_TIER_PROPOSAL']);
    await propose('T3');
    expect(await chooseTier('T0')).toBe('T0');
    expect(await agree('T3')).toBe('NO_TIER_PROPOSAL');
  });

  it('is agreed with once when two stewards do so at once', async () => {
    await propose('T3');
    const other = await api.givenPerson(`Steffi ${key()}`);
    await givenSeat(api, projectId, other, 'STEWARD');
    const answers = await Promise.all([agree('T3'), agree('T3', other)]);
    expect(answers.sort()).toEqual(['NO_TIER_PROPOSAL', 'T3']);
  });
});

describe('bad input', () => {
  it.each([
    ['stateProjectContext', { isPrivileged: true, baseSets: -1, actionRepositories: 0, explanation: 'Long enough.' }],
    ['stateProjectContext', { isPrivileged: true, baseSets: 0, actionRepositories: 0, explanation: 'Short' }],
    ['chooseStricterTier', { tier: 'T0', reason: 'Why not' }],
    ['proposeLowerTier', { tier: 'T3', reason: 'x'.repeat(2_001) }],
  ])('is refused, and nothing is stored: %s %j', async (mutation, input) => {
    await expect(tell(mutation, input, owner)).rejects.toThrow('BAD_REQUEST');
    expect(await changes()).toEqual([]);
  });

  it('names no project', async () => {
    expect(
      await tell(
        'chooseStricterTier',
        { projectId: 'prj_00000000000000000000000000', tier: 'T0', reason: REASON },
        owner,
      ),
    ).toBe('NOT_PROJECT_OWNER');
    const { data } = await api.gql('{ projectTier(projectId: "prj_00000000000000000000000000") { tier } }');
    expect(data!.projectTier).toBeNull();
  });
});
