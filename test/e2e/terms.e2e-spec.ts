import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenCompany, givenMember, givenNeed, givenOrganisation, givenTerms, key } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

interface Text {
  readonly name: string;
  readonly version: number;
  readonly sha256: string;
}

async function shown(name: string): Promise<Text> {
  const { data } = await api.gql('{ terms { name version sha256 text } }');
  return (data!.terms as Text[]).find((text) => text.name === name)!;
}

const accept = (person: Caller, input: object) =>
  api.mutate('acceptTerms', 'AcceptTermsInput', 'acceptances { terms version sha256 organisationId }', input, person);

const pledge = (person: Caller, organisationId: string, needId: string) =>
  api.mutate(
    'submitPledge',
    'SubmitPledgeInput',
    'pledge { id }',
    { organisationId, needId, amount: { minor: '1000', currency: 'USD' }, idempotencyKey: key() },
    person,
  );

/** As if the organisation's acceptance had been of a version that has been replaced since. */
const forgetAcceptances = (organisationId: string) =>
  api.database.asOwner(
    `ALTER TABLE terms_acceptance DISABLE TRIGGER terms_acceptance_is_kept; DELETE FROM terms_acceptance WHERE organisation_id IS NOT NULL;
     ALTER TABLE terms_acceptance ENABLE TRIGGER terms_acceptance_is_kept; SELECT '${organisationId}'`,
  );

describe('without a consent', () => {
  it("no organisation pledges, before an administrator has accepted the giver's terms", async () => {
    const { needId } = await givenNeed(api);
    const admin = await api.givenPerson(key());
    const organisationId = await givenOrganisation(api, 'COMPANY', admin);
    const engineer = await givenMember(api, organisationId, admin, ['MEMBER']);
    // Another text of the same organisation is no consent to this one.
    await givenTerms(api, admin, 'PROGRAMME', organisationId);
    const refused = await api.gql(
      'mutation ($input: SubmitPledgeInput!) { submitPledge(input: $input) { pledge { id } userErrors { code message } } }',
      { input: { organisationId, needId, amount: { minor: '1000', currency: 'USD' }, idempotencyKey: key() } },
      engineer,
    );
    expect(refused.data!.submitPledge).toMatchObject({
      pledge: null,
      userErrors: [{ code: 'TERMS_NOT_ACCEPTED', message: expect.stringMatching(/Version 1 of the giver's terms/) }],
    });
    const { version, sha256 } = await shown('GIVER');
    const input = { terms: 'GIVER', version, sha256, organisationId };
    expect(codes(await accept(engineer, input))).toEqual(['MISSING_ROLE']);
    expect(codes(await accept(await api.givenPerson(key()), input))).toEqual(['ORGANISATION_NOT_FOUND']);
    expect(codes(await pledge(engineer, organisationId, needId))).toEqual(['TERMS_NOT_ACCEPTED']);
    expect(codes(await accept(admin, input))).toEqual([]);
    expect(codes(await pledge(engineer, organisationId, needId))).toEqual([]);
  });

  it('nobody approves for the organisation', async () => {
    const company = await givenCompany(api);
    const { needId } = await givenNeed(api);
    const answer = await api.mutate<{ pledge: { id: string } }>(
      'submitPledge',
      'SubmitPledgeInput',
      'pledge { id }',
      {
        organisationId: company.organisationId,
        needId,
        amount: { minor: '1000', currency: 'USD' },
        idempotencyKey: key(),
      },
      company.engineer,
    );
    await forgetAcceptances(company.organisationId);
    const input = { pledgeId: answer.pledge.id };
    const approve = () => api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', input, company.finance);
    expect(codes(await approve())).toEqual(['TERMS_NOT_ACCEPTED']);
    await givenTerms(api, company.finance, 'GIVER', company.organisationId);
    expect(codes(await approve())).toEqual([]);
  });

  it("nobody opens an account to be paid before accepting the receiver's terms", async () => {
    const person = await api.givenPerson(key());
    const start = () =>
      api.mutate(
        'startRecipientOnboarding',
        'StartRecipientOnboardingInput',
        'recipientAccount { id }',
        { country: 'US' },
        person,
      );
    expect(codes(await start())).toEqual(['TERMS_NOT_ACCEPTED']);
    await givenTerms(api, person, 'RECEIVER');
    expect(codes(await start())).toEqual([]);
  });

  it('is recorded with version, digest, person and time, once, and never changed', async () => {
    const person = await api.givenPerson(key());
    const { version, sha256 } = await shown('RECEIVER');
    await accept(person, { terms: 'RECEIVER', version, sha256 });
    await accept(person, { terms: 'RECEIVER', version, sha256 });
    const { data } = await api.gql(
      '{ viewer { termsAcceptances { terms version sha256 organisationId acceptedAt } } }',
      {},
      person,
    );
    expect(data!.viewer).toEqual({
      termsAcceptances: [{ terms: 'RECEIVER', version, sha256, organisationId: null, acceptedAt: expect.any(String) }],
    });
    await expect(api.database.asOwner('UPDATE terms_acceptance SET version = 2')).rejects.toThrow(/refused/);
    await expect(api.database.asOwner('DELETE FROM terms_acceptance')).rejects.toThrow(/refused/);
  });

  it.each([
    ['another version', { version: 2 }],
    ['another text', { sha256: '0'.repeat(64) }],
    ["a giver's consent without an organisation", { terms: 'GIVER' }],
  ])('%s is not accepted', async (_case, change) => {
    const person = await api.givenPerson(key());
    const { version, sha256 } = await shown('terms' in change ? 'GIVER' : 'RECEIVER');
    expect(codes(await accept(person, { terms: 'RECEIVER', version, sha256, ...change }))).toEqual(['TERMS_NOT_FOUND']);
  });
});

describe('a name', () => {
  const nameOf = async (person: Caller, as?: Caller) =>
    (await api.gql('query ($id: ID!) { node(id: $id) { ... on Person { displayName } } }', { id: person.personId }, as))
      .data!.node;
  const signUp = (person: Caller, isNamed: boolean) =>
    api.mutate(
      'completeSignUp',
      'CompleteSignUpInput',
      'signUp { intents isNamed }',
      { intents: ['RECEIVE'], displayName: 'Grace', isNamed },
      person,
    );

  it('is shown to nobody else before the person signed up and agreed, and no longer than that', async () => {
    const person = await api.givenPerson(key());
    expect(await nameOf(person)).toEqual({ displayName: null });
    expect((await api.gql('{ viewer { signUp { isNamed } } }', {}, person)).data!.viewer).toEqual({ signUp: null });
    await signUp(person, false);
    expect(await nameOf(person)).toEqual({ displayName: null });
    await signUp(person, true);
    expect(await nameOf(person)).toEqual({ displayName: 'Grace' });
    await signUp(person, false);
    expect(await nameOf(person, await api.givenPerson(key()))).toEqual({ displayName: null });
  });

  it('is always shown to oneself, and to members of the same organisation', async () => {
    const { finance, organisationId } = await givenCompany(api);
    expect(await nameOf(finance, finance)).toEqual({ displayName: expect.any(String) });
    const colleague = await givenMember(api, organisationId, finance, ['MEMBER']);
    const { data } = await api.gql(
      'query ($id: ID!) { node(id: $id) { ... on Organisation { members { person { displayName } } } } }',
      { id: organisationId },
      colleague,
    );
    const { members } = data!.node as { members: { person: { displayName: string | null } }[] };
    expect(members.map(({ person }) => typeof person.displayName)).toEqual(['string', 'string', 'string']);
  });

  it('of a maintainer is not shown with the need before that', async () => {
    const { needId, maintainer } = await givenNeed(api);
    const query = 'query ($id: ID!) { need(id: $id) { maintainer { displayName } } }';
    expect((await api.gql(query, { id: needId })).data!.need).toEqual({ maintainer: { displayName: null } });
    await signUp(maintainer, true);
    expect((await api.gql(query, { id: needId })).data!.need).toEqual({ maintainer: { displayName: 'Grace' } });
  });
});
