/** What makes long lists of a company usable: filters of rankings, and words beside the codes of runs. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asId, formatId, parseId } from '#platform/kernel';
import {
  actOnRun,
  createRun,
  givenBudget,
  givenPortfolio,
  givenUse,
  type Portfolio,
} from '../support/given-budgets.js';
import { givenCompany, givenNeed, givenNeedOf, key, type GivenNeed } from '../support/given.js';
import { statementsDuring } from '../support/statements.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
let portfolio: Portfolio;
beforeAll(async () => {
  api = await TestApi.start();
  portfolio = await givenPortfolio(api, ['30000', '30000']);
}, 60_000);
afterAll(() => api.close());

async function products(): Promise<string[]> {
  const rows = await api.database.asOwner<{ id: string }>(
    'SELECT id FROM product WHERE organisation_id = $1 ORDER BY id',
    [parseId('org', portfolio.company.organisationId)],
  );
  return rows.map(({ id }) => formatId('prd', asId(id)));
}

describe('the needs and the projects of a company', () => {
  let fresh: GivenNeed;
  let quiet: GivenNeed;
  let product: string;
  beforeAll(async () => {
    const before = await products();
    fresh = await givenNeed(api);
    await givenNeedOf(api, fresh, [['10000', null]], { kind: 'AUDIT' });
    quiet = await givenNeed(api);
    await api.database.asOwner(`UPDATE need SET status = 'closed' WHERE id = $1`, [parseId('need', quiet.needId)]);
    await givenUse(api, portfolio.company, [fresh.projectId, quiet.projectId]);
    product = (await products()).find((id) => !before.includes(id))!;
  }, 60_000);

  const listed = async (list: 'rankedNeeds' | 'exposedProjects', filter: string): Promise<string[]> => {
    const row = list === 'rankedNeeds' ? 'need { kind project { id } } tier' : 'project { id }';
    const { data, errors } = await api.gql(
      `query ($id: ID!) { ${list}(organisationId: $id, first: 10${filter}) { nodes { ${row} } } }`,
      { id: portfolio.company.organisationId },
      portfolio.company.engineer,
    );
    expect(errors).toBeUndefined();
    const { nodes } = data![list] as {
      nodes: { need?: { kind: string; project: { id: string } }; project?: { id: string } }[];
    };
    return nodes.map(({ need, project }) => (need ? `${need.kind} ${need.project.id}` : project!.id)).sort();
  };

  it('say the same of a need, however much of it is asked for, and read more only when it is', async () => {
    const { organisationId: id, ...company } = portfolio.company;
    const head = 'id kind title status goal { minor } reserved { minor } received { minor } remaining { minor }';
    const details = 'summary deadline publishedAt project { id } payees { weight }';
    const ask = async (fields: string) => {
      const query = `query ($id: ID!) { rankedNeeds(organisationId: $id, first: 3) { edges { cursor node { tenths need { ${fields} } } } } }`;
      const { data, errors } = await api.gql(query, { id }, company.engineer);
      expect(errors).toBeUndefined();
      return (data!.rankedNeeds as { edges: { cursor: string; node: { need: Record<string, unknown> } }[] }).edges;
    };
    const [brief, whole] = [await ask(head), await ask(`${head} ${details}`)];
    const direct = await Promise.all(
      brief.map(async ({ node }) => {
        const { data } = await api.gql(`{ need(id: "${String(node.need.id)}") { ${head} ${details} } }`);
        return data!.need;
      }),
    );
    expect(whole.map(({ node }) => node.need)).toEqual(direct);
    expect(whole).toMatchObject(brief);
    const needsRead = async (fields: string) =>
      (await statementsDuring(api, () => ask(fields))).filter((sql) => sql.includes('need.summary')).length;
    expect([await needsRead(head), await needsRead('title summary')]).toEqual([0, 1]);
  });

  it('are refused by name for an organisation of others, or for none, instead of being empty', async () => {
    const other = await givenCompany(api);
    for (const list of ['rankedNeeds', 'exposedProjects'])
      for (const id of [other.organisationId, 'org_00000000000000000000000000', product, 'org_1']) {
        const document = `query ($id: ID!) { ${list}(organisationId: $id, first: 10) { nodes { tenths } } }`;
        const { data, errors } = await api.gql(document, { id }, portfolio.company.engineer);
        expect(data).toBeNull();
        expect(errors!.map(({ extensions }) => extensions?.refusal)).toEqual(['ORGANISATION_NOT_FOUND']);
      }
  });

  it('are narrowed to a product, a kind and a tier, also together', async () => {
    const audit = `AUDIT ${fresh.projectId}`;
    const work = `SECURITY_WORK ${fresh.projectId}`;
    expect(await listed('rankedNeeds', '')).toHaveLength(4);
    expect(await listed('rankedNeeds', `, productId: "${product}"`)).toEqual([audit, work]);
    expect(await listed('rankedNeeds', ', kind: AUDIT')).toEqual([audit]);
    expect(await listed('rankedNeeds', `, productId: "${product}", kind: SECURITY_WORK, tier: MEDIUM`)).toEqual([work]);
    expect(await listed('rankedNeeds', ', tier: HIGH')).toEqual([]);
    expect(await listed('exposedProjects', `, productId: "${product}"`)).toEqual([quiet.projectId]);
    const [other] = (await products()).filter((id) => id !== product);
    expect(await listed('exposedProjects', `, productId: "${other!}"`)).toEqual([]);
  });

  it('of a product of others are none', async () => {
    const stranger = await givenCompany(api);
    await givenUse(api, stranger, [fresh.projectId]);
    const [theirs] = await api.database.asOwner<{ id: string }>('SELECT id FROM product WHERE organisation_id = $1', [
      parseId('org', stranger.organisationId),
    ]);
    expect(await listed('rankedNeeds', `, productId: "${formatId('prd', asId(theirs!.id))}"`)).toEqual([]);
  });

  it('take at most 8 statements, whatever is asked for', async () => {
    const ask = () => listed('rankedNeeds', `, productId: "${product}", kind: AUDIT, tier: MEDIUM`);
    await ask();
    // The confidential read goes past what counts here; there is one.
    expect((await statementsDuring(api, ask)).length + 1).toBeLessThanOrEqual(8);
  });
});

describe('the codes of a run', () => {
  it('have their words beside them', async () => {
    const { company } = portfolio;
    const budgetId = await givenBudget(api, company, '20000', { policy: { minTrancheMinor: '15000' } });
    const run = async (amountMinor: string): Promise<string> => {
      const { allocationRun } = await createRun(api, budgetId, company.finance, { amountMinor, idempotencyKey: key() });
      await actOnRun(api, 'preview', allocationRun!.id, company.finance);
      return allocationRun!.id;
    };
    const first = await run('10000');
    await actOnRun(api, 'void', first, company.finance);
    const second = await run('15000');
    const { data, errors } = await api.gql(
      `query ($first: ID!, $second: ID!) {
         allocationRun(id: $second) { lines(first: 1) { nodes { reasonLabel shortageLabel parts { reason label } } } }
         earlier: allocationRun(id: $first) { lines(first: 1) { nodes { reason reasonLabel } } }
         allocationRunDiff(fromId: $first, toId: $second, first: 1) { nodes { label fromReasonLabel toReasonLabel } } }`,
      { first, second },
      company.engineer,
    );
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      allocationRun: {
        lines: {
          nodes: [
            {
              reasonLabel: null,
              shortageLabel: null,
              parts: expect.arrayContaining([{ reason: 'PROPORTIONAL', label: 'share in proportion to the weight' }]),
            },
          ],
        },
      },
      earlier: { lines: { nodes: [{ reason: 'WAITS', reasonLabel: 'waits for a larger amount' }] } },
      allocationRunDiff: {
        nodes: [{ label: 'gets money now', fromReasonLabel: 'waits for a larger amount', toReasonLabel: null }],
      },
    });
  });
});
