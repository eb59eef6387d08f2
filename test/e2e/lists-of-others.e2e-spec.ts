import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RankingsService } from '#libs/matching';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { parseId } from '#platform/kernel';
import { givenProduct } from './authorisation/world.js';
import { workload } from './authorisation/workload.js';
import { givenMember, givenNeed, givenOrganisation, givenPledge, givenTerms, key } from '../support/given.js';
import { givenOperators, givenRight } from '../support/given-operators.js';
import { TestApi, type Caller } from '../support/test-api.js';

/**
 * Two people with an organisation each, and one of everything: what the first one's lists show stays the same, to the last
 * id, when the second one has come. A list that has lost its scope shows more.
 */
let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

interface Side {
  readonly person: Caller;
  readonly organisationId: string;
}

async function givenSide(): Promise<Side> {
  const person = await api.givenPerson(`Side ${key()}`);
  const friend = await api.givenPerson(`Friend ${key()}`);
  const organisationId = await givenOrganisation(api, 'COMPANY', person);
  const elsewhere = await givenOrganisation(api, 'COMPANY', friend);
  const act = (name: string, type: string, input: object, as = person) =>
    api.mutate<Readonly<Record<string, unknown>>>(name, type, 'clientMutationId', input, as);
  await givenTerms(api, person, 'GIVER', organisationId);
  await givenTerms(api, person, 'RECEIVER');
  const token = { organisationId, name: 'build', scopes: ['INVENTORY_READ'] };
  const rules = [{ from: { minor: '500000', currency: 'USD' }, required: 2 }];
  const done = [
    await act('createApiToken', 'CreateApiTokenInput', token),
    await act('createRecoveryCodes', 'CreateRecoveryCodesInput', {}),
    await act('inviteMember', 'InviteMemberInput', { organisationId, roles: ['MEMBER'] }),
    await act('registerTrustedWorkload', 'RegisterTrustedWorkloadInput', workload(organisationId)),
    await act('setApprovalRules', 'SetApprovalRulesInput', { organisationId, rules }),
    await act('setMailAddress', 'SetMailAddressInput', { address: `${key()}@example.org` }),
    await act('setNotificationOptOut', 'SetNotificationOptOutInput', { topic: 'APPROVALS', isOptedOut: true }),
    await act('startRecipientOnboarding', 'StartRecipientOnboardingInput', { country: 'DE' }),
    await act('completeSignUp', 'CompleteSignUpInput', { intents: ['GIVE'], displayName: 'Side', isNamed: true }),
    await act('proposeOrganisationTransfer', 'ProposeOrganisationTransferInput', {
      organisationId,
      toPersonId: friend.personId,
    }),
    await act(
      'proposeOrganisationTransfer',
      'ProposeOrganisationTransferInput',
      { organisationId: elsewhere, toPersonId: person.personId },
      friend,
    ),
  ];
  expect(done.flatMap(({ userErrors }) => userErrors)).toEqual([]);
  const need = await givenNeed(api);
  await givenPledge(api, { organisationId, finance: person, engineer: person }, need.needId, '1000');
  await standOn(need.projectId, await givenProduct(api, organisationId, person), person);
  await api.settle();
  return { person, organisationId };
}

/** The product uses a package of the project. */
async function standOn(projectId: string, productId: string, person: Caller): Promise<void> {
  const [row] = await api.database.asOwner<{ key: string }>(
    'SELECT purl_key AS key FROM package WHERE project_id = $1',
    [parseId('prj', projectId)],
  );
  const { url } = await api.mutate<{ url: string }>(
    'createUpload',
    'CreateUploadInput',
    'url',
    { purpose: 'SBOM', productId, fileName: 'sbom.json', idempotencyKey: key() },
    person,
  );
  const components = [{ type: 'library', name: 'left', purl: `pkg:${row!.key}@1.0.0` }];
  const body = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', components });
  await fetch(url, { method: 'PUT', body });
}

const LISTS = `query ($id: ID!) {
  viewer {
    apiTokens { id } sessions { id } identities { id } passkeys { id } recoveryCodesLeft unreadNotificationCount notificationOptOuts
    notifications(first: 40) { nodes { id } } termsAcceptances { terms version } mailAddress { pendingAddress }
    organisationTransfers { id } memberships { organisation { id } } signUp { intents }
  }
  node(id: $id) { ... on Organisation {
    members { person { id } } invitations { id } transfer { id } trustedWorkloads { id } approvalRules { required }
  } }
  organisationPledges(organisationId: $id, first: 40) { nodes { id } }
  pledgesAwaitingApproval(organisationId: $id, first: 40) { id }
  productsOf(organisationId: $id) { id }
  rankedNeeds(organisationId: $id, first: 40) { nodes { tenths exposure need { id } } }
  recipientAccount { id }
}`;

async function seenBy({ person, organisationId }: Side): Promise<object> {
  const answer = await api.gql(LISTS, { id: organisationId }, person);
  expect(answer.errors).toBeUndefined();
  return answer.data!;
}

/** Paths of what is empty, so that nothing is compared that is not there. */
function emptyIn(value: unknown, path = ''): string[] {
  if (value === null || (Array.isArray(value) && value.length === 0)) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => emptyIn(inner, `${path}/${name}`));
}

const idsIn = (data: object): string[] => JSON.stringify(data).match(/\b[a-z]{3,4}_[0-9a-z]{26}\b/g) ?? [];

describe('the lists of one side', () => {
  it('show all that is its own, and nothing of the other', async () => {
    const first = await givenSide();
    const before = await seenBy(first);
    expect(emptyIn(before)).toEqual([]);
    const second = await givenSide();
    expect(await seenBy(first)).toEqual(before);
    const others = new Set(idsIn(await seenBy(second)));
    expect(others.size).toBeGreaterThan(15);
    expect(idsIn(before).filter((id) => others.has(id))).toEqual([]);
  }, 60_000);

  it('show of an organisation nothing that is of another one to which the reader belongs as well', async () => {
    const [first, second] = [await givenSide(), await givenSide()];
    const lists = async () => {
      const seen = await seenBy(first);
      return { ...seen, viewer: null };
    };
    const before = await lists();
    await givenMember(api, second.organisationId, second.person, ['FINANCE'], first.person);
    expect(await lists()).toEqual(before);
  }, 60_000);

  it('go on from a place in the ranking only while it is there', async () => {
    const { person, organisationId } = await givenSide();
    const page = (after: string | null) =>
      api.gql(
        'query ($id: ID!, $after: String) { rankedNeeds(organisationId: $id, first: 1, after: $after) { nodes { need { id } } pageInfo { endCursor } } }',
        { id: organisationId, after },
        person,
      );
    const { rankedNeeds } = (await page(null)).data as { rankedNeeds: { pageInfo: { endCursor: string } } };
    const { endCursor } = rankedNeeds.pageInfo;
    expect((await page(endCursor)).data!.rankedNeeds).toMatchObject({ nodes: [] });
    await api.database.asOwner(`UPDATE need SET status = 'closed'`);
    await api.app.get(RankingsService).rank(parseId('org', organisationId));
    expect((await page(endCursor)).errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
  }, 60_000);

  it('end for the one when its codes, tokens and offers have ended, and not for the other', async () => {
    const [first, second] = [await givenSide(), await givenSide()];
    const before = await seenBy(second);
    const renewed = await api.mutate('createRecoveryCodes', 'CreateRecoveryCodesInput', 'codes', {}, first.person);
    expect(renewed.userErrors).toEqual([]);
    await api.mutate('markAllNotificationsRead', 'MarkAllNotificationsReadInput', 'clientMutationId', {}, first.person);
    await api.mutate('revokeOtherSessions', 'RevokeOtherSessionsInput', 'clientMutationId', {}, first.person);
    expect(await seenBy(first)).toMatchObject({ viewer: { recoveryCodesLeft: 10, unreadNotificationCount: 0 } });
    expect(await seenBy(second)).toEqual(before);
  }, 60_000);
});

describe('a draft', () => {
  const MILESTONE = [{ title: 'Part', deliverable: 'Done', amount: { minor: '1000', currency: 'USD' } }];

  async function givenDraft(projectId: string, maintainer: Caller) {
    const input = {
      projectId,
      kind: 'SECURITY_WORK',
      title: 'Not yet',
      summary: 'Why',
      goal: { minor: '1000', currency: 'USD' },
      idempotencyKey: key(),
    };
    const { need } = await api.mutate<{ need: { id: string } }>(
      'createNeed',
      'CreateNeedInput',
      'need { id }',
      input,
      maintainer,
    );
    const plan = { needId: need.id, milestones: MILESTONE };
    await api.mutate('setMilestonePlan', 'SetMilestonePlanInput', 'need { id }', plan, maintainer);
    const answer = await api.gql(
      'query ($id: ID!) { need(id: $id) { milestones { id } } }',
      { id: need.id },
      maintainer,
    );
    const { milestones } = answer.data!.need as { milestones: { id: string }[] };
    return { needId: need.id, milestoneId: milestones[0]!.id };
  }

  it('of a need is in no list, and is shown with its milestones to its maintainer alone', async () => {
    const { person, organisationId } = await givenSide();
    const { maintainer, projectId, needId: published } = await givenNeed(api);
    await standOn(projectId, await givenProduct(api, organisationId, person), person);
    await api.settle();
    const { needId, milestoneId } = await givenDraft(projectId, maintainer);
    const text = `query ($need: ID!, $milestone: ID!, $project: ID!, $organisation: ID!) {
      need(id: $need) { id } milestone: node(id: $milestone) { id } moneyOfNeed(needId: $need) { released { minor } }
      publishedNeeds(first: 50, projectId: $project) { nodes { id } }
      rankedNeeds(organisationId: $organisation, first: 50) { nodes { need { id } } } }`;
    const variables = { need: needId, milestone: milestoneId, project: projectId, organisation: organisationId };
    const { data } = await api.gql(text, variables, person);
    expect(data).toMatchObject({
      need: null,
      milestone: null,
      moneyOfNeed: null,
      publishedNeeds: { nodes: [{ id: published }] },
    });
    const ranked = idsIn(data!.rankedNeeds as object);
    expect([ranked.includes(published), ranked.includes(needId)]).toEqual([true, false]);
    const own = 'query ($need: ID!, $milestone: ID!) { need(id: $need) { id } milestone: node(id: $milestone) { id } }';
    expect((await api.gql(own, variables, maintainer)).data).toEqual({
      need: { id: needId },
      milestone: { id: milestoneId },
    });
  });

  it('is not written by somebody whose claim to the project is not proved', async () => {
    const { projectId } = await givenNeed(api);
    const claimant = await api.givenPerson(key());
    await api.mutate('claimProject', 'ClaimProjectInput', 'claim { id }', { projectId }, claimant);
    const input = {
      projectId,
      kind: 'SECURITY_WORK',
      title: 'x',
      summary: 'x',
      goal: { minor: '1000', currency: 'USD' },
      idempotencyKey: key(),
    };
    const { userErrors } = await api.mutate('createNeed', 'CreateNeedInput', 'need { id }', input, claimant);
    expect(userErrors).toEqual([{ code: 'NOT_MAINTAINER' }]);
  });
});

/** Lists of the platform's own work, which nobody else may ask for at all. */
const FOR_OPERATORS = [
  'bankEntries',
  'claimsToResolve',
  'expectedBankPayments',
  'findings',
  'refundsToReview',
  'transfersByBank',
];

describe('every list with pages', () => {
  let operator: Caller;
  beforeAll(async () => {
    const { first, second, third } = await givenOperators(api);
    await givenRight(api, second, third, first, 'FINANCE_OPERATOR');
    operator = first;
  });

  it.each([0, 101])('refuses a page of %i', async (first) => {
    const { person, organisationId } = await givenSide();
    const fields = Object.values(api.app.get(GraphQLSchemaHost).schema.getQueryType()!.getFields());
    const paged = fields.filter(({ args }) => args.some(({ name }) => name === 'first'));
    expect(paged.length).toBeGreaterThan(6);
    for (const { name, args } of paged) {
      // More lists than anybody asks for in a minute.
      await api.refillBuckets();
      const ids = args.filter((argument) => /^(id|organisationId)$/.test(argument.name));
      const given = ids.map((argument) => `${argument.name}: "${organisationId}"`).join(' ');
      const caller = FOR_OPERATORS.includes(name) ? operator : person;
      const { errors } = await api.gql(`{ ${name}(first: ${String(first)} ${given}) { __typename } }`, {}, caller);
      expect({ name, code: errors?.[0]?.extensions.code }).toEqual({ name, code: 'BAD_REQUEST' });
    }
  });
});
