/** In how many organisations a project is used: what its maintainers may know, and what nobody may find out by it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMAND_BANDS, DemandService } from '#libs/demand';
import { DAY_MS, HOUR_MS, parseId } from '#platform/kernel';
import { RecurringJobs } from '#platform/queue';
import { givenDomain } from '../support/given-domain.js';
import { givenProduct, givenUpload, npmBom } from '../support/given-inventory.js';
import {
  givenCompany,
  givenMaintainer,
  givenMember,
  givenNeed,
  givenPaidPledge,
  key,
  passTime,
  type GivenCompany,
} from '../support/given.js';
import { givenOperators } from '../support/given-operators.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

const WEEK_MS = 7 * DAY_MS;

interface Project {
  readonly id: string;
  readonly maintainer: Caller;
  /** Its only package, of npm. */
  readonly name: string;
}

let api: TestApi;
/** Companies with a domain of their own that have funded somebody. */
let funders: readonly GivenCompany[];
let project: Project;
beforeAll(async () => {
  api = await TestApi.start({}, 'trace');
  const companies: GivenCompany[] = [];
  for (let index = 0; index < 5; index += 1) companies.push(await givenFunder());
  funders = companies;
}, 120_000);
afterAll(() => api.close());
beforeEach(async () => {
  await api.refillBuckets();
  project = await givenMaintained();
});

async function givenMaintained(by?: Caller): Promise<Project> {
  const { maintainer, projectId } = await givenMaintainer(api, by);
  return named(projectId, maintainer);
}

async function named(projectId: string, maintainer: Caller): Promise<Project> {
  const [row] = await api.database.asOwner<{ name: string }>(
    `SELECT replace(purl_key, 'npm/', '') AS name FROM package WHERE project_id = $1`,
    [parseId('prj', projectId)],
  );
  return { id: projectId, maintainer, name: row!.name };
}

async function givenFunder(needId?: string): Promise<GivenCompany> {
  const company = await givenCompany(api);
  await givenDomain(api, company.organisationId);
  await givenPaidPledge(api, company, needId ?? (await givenNeed(api)).needId, '10000');
  return company;
}

type Edges = Readonly<Record<string, readonly string[]>>;
const directly = ({ name }: Project): Edges => ({ app: [`${name}@1.0.0`] });
const indirectly = ({ name }: Project): Edges => ({ app: ['between@1.0.0'], 'between@1.0.0': [`${name}@1.0.0`] });

/** @returns the product that ships it */
async function ship(company: GivenCompany, edges: Edges): Promise<string> {
  const productId = await givenProduct(api, company, `Product ${key()}`);
  await givenUpload(api, company, productId, npmBom(edges));
  await api.settle();
  return productId;
}

async function shipAll(companies: readonly GivenCompany[], edges: Edges): Promise<void> {
  for (const company of companies) await ship(company, edges);
}

const count = (): Promise<void> => api.app.get(DemandService).count();

async function shown(as: Sender = project.maintainer, of = project): Promise<unknown> {
  const query =
    'query ($id: ID!) { node(id: $id) { ... on Project { demand { organisationsAtLeast directOrganisationsAtLeast countedOn } } } }';
  const { data, errors } = await api.gql(query, { id: of.id }, as);
  expect(errors).toBeUndefined();
  return (data!.node as { demand: unknown }).demand;
}

const five = (directOrganisationsAtLeast: number | null) => ({
  organisationsAtLeast: 5,
  directOrganisationsAtLeast,
  countedOn: api.clock.now().toISOString().slice(0, 10),
});

describe('the demand for a project', () => {
  it('is nothing with four organisations, and the band from five with the fifth', async () => {
    await shipAll(funders.slice(0, 4), directly(project));
    await count();
    expect(await shown()).toBeNull();
    await ship(funders[4]!, indirectly(project));
    await count();
    expect(await shown()).toEqual(five(null));
    await ship(funders[4]!, directly(project));
    await count();
    expect(await shown()).toEqual(five(5));
  });

  it('tells no number: the sixth to the ninth change nothing', async () => {
    const sixth = await givenFunder();
    await shipAll([...funders, sixth], directly(project));
    await count();
    expect(await shown()).toEqual(five(5));
  });

  it('ends in the same figures when it is counted several times at once', async () => {
    await shipAll(funders, directly(project));
    await Promise.all([count(), count(), count()]);
    expect(await shown()).toEqual(five(5));
  });

  it('counts an organisation once, however many of its products use it', async () => {
    for (let index = 0; index < 3; index += 1) await shipAll(funders.slice(0, 3), directly(project));
    await count();
    expect(await shown()).toBeNull();
  });

  it('counts neither archived products nor what a product shipped before', async () => {
    await shipAll(funders.slice(0, 4), directly(project));
    const [fifth] = funders.slice(4);
    const productId = await ship(fifth!, directly(project));
    await count();
    expect(await shown()).toEqual(five(5));
    await givenUpload(api, fifth!, productId, npmBom({ app: ['other@1.0.0'] }));
    await api.settle();
    await count();
    expect(await shown()).toBeNull();
    const archived = await ship(fifth!, directly(project));
    await api.mutate(
      'archiveProduct',
      'ProductActionInput',
      'clientMutationId',
      { productId: archived },
      fifth!.engineer,
    );
    await count();
    expect(await shown()).toBeNull();
  });

  it('is counted once a week and stands until then, whatever is uploaded or archived', async () => {
    await api.app.get(RecurringJobs).start();
    await api.settle();
    await shipAll(funders, directly(project));
    expect(await shown()).toBeNull();
    // An hour into the next week, wherever in this one the clock stands.
    await passTime(api, WEEK_MS - (api.clock.now().getTime() % WEEK_MS) + HOUR_MS);
    const told = await shown();
    expect(told).toEqual(five(5));
    for (const company of funders) await archiveAll(company);
    await passTime(api, 6 * DAY_MS);
    expect(await shown()).toEqual(told);
    await passTime(api, DAY_MS);
    expect(await shown()).toBeNull();
  });
});

async function archiveAll({ organisationId, engineer }: GivenCompany): Promise<void> {
  const query = 'query ($id: ID!) { productsOf(organisationId: $id) { id } }';
  const { data } = await api.gql(query, { id: organisationId }, engineer);
  for (const { id: productId } of data!.productsOf as { id: string }[])
    await api.mutate('archiveProduct', 'ProductActionInput', 'clientMutationId', { productId }, engineer);
}

describe('a fifth organisation does not count', () => {
  const fifths: readonly (readonly [string, () => Promise<GivenCompany>])[] = [
    [
      'without a verified domain',
      async () => {
        const company = await givenFunder();
        await api.database.asOwner(`UPDATE organisation_domain SET status = 'lapsed' WHERE organisation_id = $1`, [
          parseId('org', company.organisationId),
        ]);
        return company;
      },
    ],
    [
      'that has funded nobody',
      async () => {
        const company = await givenCompany(api);
        await givenDomain(api, company.organisationId);
        return company;
      },
    ],
    [
      'under the domain of another one',
      async () => {
        const company = await givenFunder();
        await api.database.asOwner(
          `UPDATE organisation_domain mine SET domain = 'a.' || other.domain FROM organisation_domain other
            WHERE mine.organisation_id = $1 AND other.organisation_id = $2`,
          [company, funders[0]!].map(({ organisationId }) => parseId('org', organisationId)),
        );
        return company;
      },
    ],
    [
      'whose money went to the project itself',
      async () => {
        const own = await givenNeed(api);
        project = await named(own.projectId, own.maintainer);
        return givenFunder(own.needId);
      },
    ],
    [
      'whose money went to another project of the same maintainer',
      async () => givenFunder((await givenNeed(api, project.maintainer)).needId),
    ],
    [
      'that a maintainer of the project belongs to',
      async () => {
        const company = await givenFunder();
        await givenMember(api, company.organisationId, company.finance, ['MEMBER'], project.maintainer);
        return company;
      },
    ],
  ];

  it.each(fifths)('%s', async (_case, givenFifth) => {
    const fifth = await givenFifth();
    await shipAll([...funders.slice(0, 4), fifth], directly(project));
    await count();
    expect(await shown()).toBeNull();
    // The same with one that counts, so that it is the fifth that was missing.
    await ship(funders[4]!, directly(project));
    await count();
    expect(await shown()).toEqual(five(5));
  });
});

describe('who maintains the project', () => {
  it('alone sees the demand for it, and for as long as the claim stands', async () => {
    await shipAll(funders, directly(project));
    await count();
    const { first: operator } = await givenOperators(api);
    const others = [(await givenMaintained()).maintainer, operator, funders[0]!.finance, await api.givenPerson(key())];
    for (const other of [...others, { headers: {} }]) expect(await shown(other)).toBeNull();
    expect(await shown()).toEqual(five(5));
    await api.database.asOwner(`UPDATE project_claim SET status = 'expired' WHERE project_id = $1`, [
      parseId('prj', project.id),
    ]);
    expect(await shown()).toBeNull();
  });
});

/** How critical the project is to a stranger, who reads what everybody may. */
async function scored(): Promise<{
  readonly term: unknown;
  readonly told: unknown;
  readonly figures: readonly number[];
}> {
  await api.settle();
  const { data, errors } = await api.gql(SCORES, { id: project.id }, await api.givenPerson(key()));
  expect(errors).toBeUndefined();
  const { scores, signals } = (data!.node as { standing: Standing }).standing;
  const ours = signals.filter(({ signal }) => signal.startsWith('compan'));
  const told = { scores, signals: ours };
  const figures = ours.map(({ value }) => value);
  const term = scores.flatMap(({ score }) => score.terms).find(({ signal }) => signal === 'companyUse');
  return { term: term ?? null, told, figures };
}

interface Standing {
  readonly scores: readonly { readonly score: { readonly terms: readonly { readonly signal: string }[] } }[];
  readonly signals: readonly { readonly signal: string; readonly value: number }[];
}

const SCORES = `query ($id: ID!) { node(id: $id) { ... on Project { standing {
  scores { methodId axis score { value confidence missing terms { signal weight value figure unit source } } }
  signals { signal value source } } } } }`;

describe('the score of a project', () => {
  it('knows the band from five organisations up, and nothing of fewer', async () => {
    await shipAll(funders.slice(0, 4), directly(project));
    await count();
    expect(await scored()).toEqual({ term: null, told: { scores: [], signals: [] }, figures: [] });
    await ship(funders[4]!, indirectly(project));
    await count();
    expect((await scored()).term).toMatchObject({
      weight: 2,
      figure: 5,
      unit: 'organisations',
      source: 'inventories of organisations here',
    });
    await archiveAll(funders[4]!);
    await count();
    expect(await scored()).toEqual({ term: null, told: { scores: [], signals: [] }, figures: [] });
  });

  it('does not tell that one more came within a band', async () => {
    const sixth = await givenFunder();
    await ship(sixth, directly(await givenMaintained()));
    await shipAll(funders, directly(project));
    await count();
    const { term, told } = await scored();
    expect(term).toMatchObject({ figure: 5 });
    await ship(sixth, directly(project));
    await count();
    expect((await scored()).told).toEqual(told);
  });

  it('is made of bands alone, of the organisations that are counted at all too', async () => {
    await shipAll(funders, directly(project));
    // Two numbers in a row are not both bands.
    for (const another of [await givenFunder(), await givenFunder()]) {
      await ship(another, directly(project));
      await count();
      const { figures } = await scored();
      expect(figures).toHaveLength(2);
      for (const figure of figures) expect(DEMAND_BANDS).toContain(figure);
    }
  });
});

describe('what an organisation ships', () => {
  const CANARY = 'zq9canary';

  it('leaves no word behind when it is counted', async () => {
    await shipAll(funders, { app: [`${project.name}@1.0.0`, `${CANARY}@1.0.0`] });
    const before = await tablesWith(CANARY);
    expect(before).toContain('inventory_component');
    const lines = api.lines.length;
    await count();
    expect(await shown()).toEqual(five(5));
    expect(await tablesWith(CANARY)).toEqual(before);
    expect(await tablesWith(project.name)).not.toContain('project_demand');
    const logged = JSON.stringify(api.lines.slice(lines));
    expect(logged).not.toContain(CANARY);
    for (const { organisationId } of funders) expect(logged).not.toContain(parseId('org', organisationId));
    expect(JSON.stringify(await api.database.asOwner('SELECT * FROM project_demand'))).not.toContain(
      parseId('org', funders[0]!.organisationId),
    );
  });
});

async function tablesWith(text: string): Promise<string[]> {
  const tables = await api.database.asOwner<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await api.database.asOwner(
      `SELECT 1 FROM "${name}" AS entry WHERE strpos(entry::text, $1) > 0 LIMIT 1`,
      [text],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}
