import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseId } from '#platform/kernel';
import {
  givenCompany,
  givenMember,
  givenNeed,
  givenOrganisation,
  givenPaidPledge,
  givenPledge,
  givenTerms,
  key,
} from '../support/given.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

const NAME = 'Some name';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

const nobody: Sender = { headers: {} };

async function nameFor(reader: Sender, id: string): Promise<string | null> {
  const answer = await api.gql(
    'query ($id: ID!) { node(id: $id) { ... on Organisation { name visibility } } }',
    { id },
    reader,
  );
  return (answer.data!.node as { name: string } | null)?.name ?? null;
}

const setVisibility = (by: Caller, organisationId: string, visibility: string) =>
  api.mutate<{ organisation: { visibility: string } | null }>(
    'setOrganisationVisibility',
    'SetOrganisationVisibilityInput',
    'organisation { visibility }',
    { organisationId, visibility },
    by,
  );

const leaves = async (organisationId: string) =>
  (
    await api.database.asOwner<{ canonical: string }>(
      `SELECT canonical FROM audit_entry WHERE subject = $1 AND canonical LIKE '%setVisibility%' ORDER BY id`,
      [`organisation:${parseId('org', organisationId)}`],
    )
  ).map(({ canonical }) => (JSON.parse(canonical) as { facts: object }).facts);

describe('the name of an organisation', () => {
  it('is for its members alone while it is private, as a company is until it says otherwise', async () => {
    const { organisationId, finance, engineer } = await givenCompany(api);
    const stranger = await api.givenPerson(key());
    expect(await Promise.all([finance, engineer].map((reader) => nameFor(reader, organisationId)))).toEqual([
      NAME,
      NAME,
    ]);
    expect(await Promise.all([stranger, nobody].map((reader) => nameFor(reader, organisationId)))).toEqual([
      null,
      null,
    ]);
  });

  it('is for everybody when an administrator says so, until one takes it back', async () => {
    const { organisationId, finance, engineer } = await givenCompany(api);
    const stranger = await api.givenPerson(key());
    const before = await api.fingerprint();
    expect((await setVisibility(engineer, organisationId, 'NAMED')).userErrors).toEqual([{ code: 'MISSING_ROLE' }]);
    expect((await setVisibility(stranger, organisationId, 'NAMED')).userErrors).toEqual([
      { code: 'ORGANISATION_NOT_FOUND' },
    ]);
    expect(await api.fingerprint()).toEqual(before);
    for (let round = 0; round < 2; round += 1)
      expect(await setVisibility(finance, organisationId, 'NAMED')).toEqual({
        organisation: { visibility: 'NAMED' },
        userErrors: [],
      });
    expect([await nameFor(stranger, organisationId), await nameFor(nobody, organisationId)]).toEqual([NAME, NAME]);
    await setVisibility(finance, organisationId, 'PRIVATE');
    expect([await nameFor(stranger, organisationId), await nameFor(nobody, organisationId)]).toEqual([null, null]);
    expect(await leaves(organisationId)).toEqual([{ visibility: 'named' }, { visibility: 'private' }]);
  });

  it.each(['FOUNDATION', 'PROJECT_TEAM', 'FISCAL_HOST'])('of kind %s is for everybody from the start', async (kind) => {
    const founder = await api.givenPerson(key());
    const { organisation } = await api.mutate<{ organisation: { id: string; visibility: string } }>(
      'createOrganisation',
      'CreateOrganisationInput',
      'organisation { id visibility }',
      { kind, name: NAME },
      founder,
    );
    expect(organisation.visibility).toBe('NAMED');
    expect(await nameFor(nobody, organisation.id)).toBe(NAME);
  });

  it('is shown to whoever a private organisation is offered to, while it is offered, and to who joined just now', async () => {
    const admin = await api.givenPerson(key());
    const organisationId = await givenOrganisation(api, 'COMPANY', admin);
    const other = await api.givenPerson(key());
    await api.mutate(
      'proposeOrganisationTransfer',
      'ProposeOrganisationTransferInput',
      'transfer { id }',
      { organisationId, toPersonId: other.personId },
      admin,
    );
    const offers = async () => {
      const { data } = await api.gql('{ viewer { organisationTransfers { id organisation { name } } } }', {}, other);
      return (data!.viewer as { organisationTransfers: { id: string; organisation: object }[] }).organisationTransfers;
    };
    const [offer] = await offers();
    expect(offer!.organisation).toEqual({ name: NAME });
    await api.mutate(
      'declineOrganisationTransfer',
      'AnswerOrganisationTransferInput',
      'endedId',
      { transferId: offer!.id },
      other,
    );
    expect(await nameFor(other, organisationId)).toBeNull();
    await givenMember(api, organisationId, admin, ['MEMBER'], other);
    expect(await nameFor(other, organisationId)).toBe(NAME);
  });
});

describe('a company that pledged and is private', () => {
  it('is in nothing that others see of the need, its milestones, its money and their histories', async () => {
    const admin = await api.givenPerson(key());
    const name = `Secretive ${key()}`;
    const { organisation } = await api.mutate<{ organisation: { id: string } }>(
      'createOrganisation',
      'CreateOrganisationInput',
      'organisation { id }',
      { kind: 'COMPANY', name },
      admin,
    );
    const { needId, milestoneIds, maintainer } = await givenNeed(api);
    const finance = await givenMember(api, organisation.id, admin, ['FINANCE']);
    await givenTerms(api, admin, 'GIVER', organisation.id);
    const company = { organisationId: organisation.id, finance, engineer: admin };
    const pledgeId = await givenPaidPledge(api, company, needId, '60000');
    await givenPledge(api, company, needId, '40000');
    const seen = async (reader: Sender) =>
      JSON.stringify(
        await api.gql(
          `query ($need: ID!, $milestone: ID!, $pledge: ID!) {
             need(id: $need) { id title milestones { id status } }
             moneyOfNeed(needId: $need) { heldForMilestones { decimal } }
             ofNeed: history(id: $need, first: 50) { nodes { action facts receipt { entry } } }
             ofMilestone: history(id: $milestone, first: 50) { nodes { action facts receipt { entry } } }
             ofPledge: history(id: $pledge, first: 50) { nodes { action facts } }
             node(id: $pledge) { id }
           }`,
          { need: needId, milestone: milestoneIds[0], pledge: pledgeId },
          reader,
        ),
      );
    for (const reader of [maintainer, nobody, await api.givenPerson(key())]) {
      const text = await seen(reader);
      expect(text).toContain('Safer releases');
      expect([
        text.includes(name),
        text.includes(organisation.id),
        text.includes(parseId('org', organisation.id)),
      ]).toEqual([false, false, false]);
    }
    const pledge = await api.gql(
      'query ($id: ID!) { pledge(id: $id) { organisation { name } } }',
      { id: pledgeId },
      admin,
    );
    expect(pledge.data!.pledge).toEqual({ organisation: { name } });
  });
});
