import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OrganisationDomainsService } from '#libs/identity';
import { parseId } from '#platform/kernel';
import { ClaimRig } from '../support/claim-rig.js';
import { givenCompany, givenNeed, givenPaidPledge, key, type GivenCompany } from '../support/given.js';
import { givenProduct, givenUpload, npmBom } from '../support/given-inventory.js';
import type { Caller, TestApi } from '../support/test-api.js';

interface Shown {
  readonly id: string;
  readonly domain: string;
  readonly status: string;
  readonly recordName: string;
  readonly recordText: string;
  readonly failureCode: string | null;
}
const DOMAIN = 'id domain status recordName recordText failureCode';

let rig: ClaimRig;
let api: TestApi;
let company: GivenCompany;
beforeAll(async () => {
  rig = await ClaimRig.start();
  api = rig.api;
}, 60_000);
afterAll(() => rig.stop());
beforeEach(async () => {
  rig.dns.isBroken = false;
  company = await givenCompany(api);
});

async function change(name: string, input: object, as: Caller = company.finance) {
  const type = name === 'addOrganisationDomain' ? 'AddOrganisationDomainInput' : 'OrganisationDomainActionInput';
  const selection = name === 'removeOrganisationDomain' ? 'removedId' : `organisationDomain { ${DOMAIN} }`;
  return api.mutate<{ organisationDomain: Shown | null }>(name, type, selection, input, as);
}

async function added(domain = `${key().slice(-10)}.example`, by: GivenCompany = company): Promise<Shown> {
  const input = { organisationId: by.organisationId, domain };
  return (await change('addOrganisationDomain', input, by.finance)).organisationDomain!;
}

async function listed(of: GivenCompany = company, as: Caller = of.finance): Promise<Shown[] | null> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Organisation { domains { ${DOMAIN} } } } }`;
  const { data } = await api.gql(query, { id: of.organisationId }, as);
  return (data!.node as { domains: Shown[] | null } | null)?.domains ?? null;
}

async function checked(entry: Shown, by: GivenCompany = company): Promise<Shown> {
  await change('checkOrganisationDomain', { organisationDomainId: entry.id }, by.finance);
  await api.settle();
  return (await listed(by))!.find(({ id }) => id === entry.id)!;
}

/** Runs the looks that are due now. */
async function lookAgain(): Promise<void> {
  await api.app.get(OrganisationDomainsService).announceDue();
  await api.settle();
}

async function verified(by: GivenCompany = company): Promise<Shown> {
  const entry = await added(undefined, by);
  rig.dns.put(entry.recordName, [entry.recordText]);
  const shown = await checked(entry, by);
  expect(shown.status).toBe('VERIFIED');
  return shown;
}

describe('a domain of an organisation', () => {
  it('is shown by a record that only who runs it can write, and the text has to be exactly that of the entry', async () => {
    const entry = await added();
    expect(entry).toMatchObject({ status: 'PENDING', recordName: `_mainstay-challenge.${entry.domain}` });
    expect(await checked(entry)).toMatchObject({ status: 'PENDING', failureCode: 'NOT_FOUND' });
    rig.dns.put(entry.recordName, ['v=spf1 -all', `${entry.recordText} `, entry.recordText.slice(0, -1)]);
    expect(await checked(entry)).toMatchObject({ status: 'PENDING', failureCode: 'NOT_FOUND' });
    rig.dns.put(entry.recordName, ['v=spf1 -all', entry.recordText]);
    expect(await checked(entry)).toMatchObject({ status: 'VERIFIED', failureCode: null });
  });

  it('is not shown by the record of another organisation, and speaks for one at a time', async () => {
    const entry = await verified();
    const other = await givenCompany(api);
    const same = await added(entry.domain, other);
    expect(await checked(same, other)).toMatchObject({ status: 'PENDING', failureCode: 'NOT_FOUND' });
    rig.dns.put(entry.recordName, [entry.recordText, same.recordText]);
    expect(await checked(same, other)).toMatchObject({ status: 'PENDING', failureCode: 'TAKEN' });
    await change('removeOrganisationDomain', { organisationDomainId: entry.id });
    expect(await checked(same, other)).toMatchObject({ status: 'VERIFIED' });
  });

  it('is looked at again every 30 days, lapses after 14 days without its record, and can be shown again', async () => {
    const entry = await verified();
    rig.dns.put(entry.recordName, []);
    await lookAgain();
    expect((await listed())![0]).toMatchObject({ status: 'VERIFIED', failureCode: null });
    await api.passDays(31);
    await lookAgain();
    expect((await listed())![0]).toMatchObject({ status: 'VERIFIED', failureCode: 'NOT_FOUND' });
    rig.dns.isBroken = true;
    await api.passDays(13);
    await lookAgain();
    expect((await listed())![0]).toMatchObject({ status: 'VERIFIED', failureCode: 'UNREACHABLE' });
    await api.passDays(2);
    await lookAgain();
    expect((await listed())![0]).toMatchObject({ status: 'LAPSED' });
    rig.dns.isBroken = false;
    rig.dns.put(entry.recordName, [entry.recordText]);
    expect(await checked(entry)).toMatchObject({ status: 'VERIFIED', failureCode: null });
  }, 60_000);

  it('is for administrators to change, and for members to see', async () => {
    const entry = await added();
    const refused = async (name: string, input: object, as: Caller) =>
      (await change(name, input, as)).userErrors.map(({ code }) => code);
    const stranger = await givenCompany(api);
    const action = { organisationDomainId: entry.id };
    const again = { organisationId: company.organisationId, domain: entry.domain.toUpperCase() };
    expect(await refused('addOrganisationDomain', again, company.finance)).toEqual(['DOMAIN_EXISTS']);
    expect(await refused('addOrganisationDomain', { ...again, domain: 'localhost' }, company.finance)).toEqual([
      'INVALID_DOMAIN',
    ]);
    expect(await refused('addOrganisationDomain', again, company.engineer)).toEqual(['MISSING_ROLE']);
    expect(await refused('addOrganisationDomain', again, stranger.finance)).toEqual(['ORGANISATION_NOT_FOUND']);
    expect(await refused('removeOrganisationDomain', action, company.engineer)).toEqual(['MISSING_ROLE']);
    expect(await refused('checkOrganisationDomain', action, stranger.finance)).toEqual(['DOMAIN_NOT_FOUND']);
    expect([await listed(company, company.engineer), await listed(company, stranger.finance)]).toEqual([[entry], null]);
    expect(await refused('removeOrganisationDomain', action, company.finance)).toEqual([]);
    expect(await refused('checkOrganisationDomain', action, company.finance)).toEqual(['DOMAIN_NOT_FOUND']);
    expect(await listed()).toEqual([]);
  });
});

describe('what an upload of well-known packages tells of their weak spots', () => {
  const FACTS = [
    ['contributorAbsenceFactor', 1],
    ['monthsSinceActivity', 20],
    ['postureScore', 2.5],
    ['stars', 4_000],
  ] as const;
  let projects: { readonly projectId: string; readonly name: string }[];

  beforeAll(async () => {
    projects = [];
    for (let index = 0; index < 6; index += 1) {
      const need = await givenNeed(api);
      const id = parseId('prj', need.projectId);
      const [row] = await api.database.asOwner<{ key: string }>(
        'SELECT purl_key AS key FROM package WHERE project_id = $1',
        [id],
      );
      projects.push({ projectId: need.projectId, name: row!.key.replace('npm/', '') });
      for (const [signal, value] of FACTS)
        await api.database.asOwner(
          `INSERT INTO project_signal (project_id, signal, value, source, observed_at) VALUES ($1, $2, $3, 'test', now())`,
          // One project is sturdy; the others are as fragile as the first, each in its own way.
          [
            id,
            signal,
            index === 5
              ? signal === 'contributorAbsenceFactor'
                ? 8
                : signal === 'postureScore'
                  ? 9
                  : 0
              : value + index / 10,
          ],
        );
    }
  }, 60_000);

  async function harvest(of: GivenCompany): Promise<void> {
    const productId = await givenProduct(api, of, `Everything ${key()}`);
    await givenUpload(api, of, productId, npmBom({ app: projects.map(({ name }) => `${name}@1.0.0`) }));
    await api.settle();
  }

  interface Ranked {
    readonly need: { readonly project: { readonly id: string } };
    readonly tier: string;
    readonly explanation: readonly {
      readonly part: string;
      readonly tenths: number;
      readonly terms: readonly object[];
    }[];
  }
  const RANKED = `query ($id: ID!) { rankedNeeds(organisationId: $id, first: 12) { nodes {
    need { project { id } } tier explanation { part tenths terms { term tenths } } } } }`;

  async function fragilityTold(of: GivenCompany, as: Caller = of.engineer): Promise<Map<string, string>> {
    const { data, errors } = await api.gql(RANKED, { id: of.organisationId }, as);
    expect(errors).toBeUndefined();
    const { nodes } = data!.rankedNeeds as { nodes: Ranked[] };
    return new Map(
      nodes.map(({ need, tier, explanation }) => [
        need.project.id,
        JSON.stringify([tier, explanation.find(({ part }) => part === 'fragility')]),
      ]),
    );
  }

  async function standing(projectId: string, as: Caller) {
    const query =
      'query ($id: ID!) { node(id: $id) { ... on Project { standing { fragility isFull signals { signal value source } } } } }';
    const { data } = await api.gql(query, { id: projectId }, as);
    return (data!.node as { standing: { fragility: string; isFull: boolean; signals: { signal: string }[] } }).standing;
  }

  /** A ranked need shows the two scores of its project as the page of the project does, part by part. */
  async function expectTheSameScores(of: GivenCompany): Promise<void> {
    const score = '{ value confidence missing terms { signal weight value figure source } }';
    const { data } = await api.gql(
      `query ($id: ID!) { rankedNeeds(organisationId: $id, first: 1) { nodes { need { project { standing { scores {
         methodId axis score ${score} } } } } criticality ${score} fragility ${score} } } }`,
      { id: of.organisationId },
      of.engineer,
    );
    interface Shown {
      readonly need: { project: { standing: { scores: { methodId: string; axis: string; score: object }[] } } };
      readonly criticality: object;
      readonly fragility: object;
    }
    const [ranked] = (data!.rankedNeeds as { nodes: Shown[] }).nodes;
    const { scores } = ranked!.need.project.standing;
    const own = scores.filter(({ methodId }) => methodId === 'score-1').map(({ axis, score: of }) => [axis, of]);
    expect(Object.fromEntries(own)).toEqual({ CRITICALITY: ranked!.criticality, FRAGILITY: ranked!.fragility });
    expect(ranked!.criticality).not.toEqual(ranked!.fragility);
  }

  it('is a coarse band, in no way finer than what the page of one project says to everybody', async () => {
    await harvest(company);
    const told = await fragilityTold(company);
    expect(told.size).toBe(6);
    const bands = new Map<string, Set<string>>();
    for (const { projectId } of projects) {
      const page = await standing(projectId, company.engineer);
      expect([page.isFull, page.signals.map(({ signal }) => signal)]).toEqual([false, ['stars']]);
      bands.set(page.fragility, (bands.get(page.fragility) ?? new Set()).add(told.get(projectId)!));
    }
    // One text for each band: whoever reads all of it knows the band, which any page says, and nothing else.
    expect([...bands].map(([band, texts]) => [band, texts.size]).sort()).toEqual([
      ['HIGH', 1],
      ['LOW', 1],
    ]);
    expect([...told.values()].join()).not.toMatch(/people|activity|posture/);
  }, 60_000);

  it('stays one for who has only a verified domain, or has only paid', async () => {
    await harvest(company);
    await verified(company);
    expect([...(await fragilityTold(company)).values()].join()).not.toContain('people');
    const payer = await givenCompany(api);
    await harvest(payer);
    await givenPaidPledge(api, payer, (await givenNeed(api)).needId, '10000');
    expect([...(await fragilityTold(payer)).values()].join()).not.toContain('people');
    expect((await standing(projects[0]!.projectId, payer.engineer)).isFull).toBe(false);
  }, 60_000);

  it('is told in full to funders with a verified domain and to the maintainers, for as long as that is so', async () => {
    await harvest(company);
    const entry = await verified(company);
    const need = await givenNeed(api);
    await givenPaidPledge(api, company, need.needId, '10000');
    expect([...(await fragilityTold(company)).values()].join()).toContain('people');
    expect(await standing(projects[0]!.projectId, company.engineer)).toMatchObject({ isFull: true });
    expect((await standing(need.projectId, need.maintainer)).isFull).toBe(true);
    expect((await standing(projects[0]!.projectId, need.maintainer)).isFull).toBe(false);
    await expectTheSameScores(company);
    await change('removeOrganisationDomain', { organisationDomainId: entry.id });
    expect([...(await fragilityTold(company)).values()].join()).not.toContain('people');
    expect((await standing(projects[0]!.projectId, company.engineer)).isFull).toBe(false);
  }, 60_000);
});
