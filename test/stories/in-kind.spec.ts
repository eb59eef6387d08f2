import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS, addMs } from '#platform/kernel';
import { booksOf } from '../support/api-books.js';
import { givenAcceptedInKind, givenInKind } from '../support/given-in-kind.js';
import { givenCompany, givenNeed, key, type GivenCompany, type GivenNeed } from '../support/given.js';
import { TestApi } from '../support/test-api.js';

const SLOW_MS = 120_000;

/**
 * An organisation gives 40 hours, delivered in two parts, and CI minutes worth 1,200.50 USD, delivered in two parts. Of a
 * third offer one hour arrives, and it lapses. Two more end without any delivery. Minor units; a debit is positive.
 */
const JOURNAL = `
inkind_promised memo memo.inkind_due ikc 1 +4000 XHR
inkind_promised memo memo.inkind ikc 1 -4000 XHR
inkind_promised memo memo.inkind_due ikc 2 +120050 USD
inkind_promised memo memo.inkind ikc 2 -120050 USD
inkind_delivered memo memo.inkind ikc 1 +150 XHR
inkind_delivered memo memo.inkind_due ikc 1 -150 XHR
inkind_delivered memo memo.inkind ikc 1 +3850 XHR
inkind_delivered memo memo.inkind_due ikc 1 -3850 XHR
inkind_delivered memo memo.inkind ikc 2 +20050 USD
inkind_delivered memo memo.inkind_due ikc 2 -20050 USD
inkind_delivered memo memo.inkind ikc 2 +100000 USD
inkind_delivered memo memo.inkind_due ikc 2 -100000 USD
inkind_promised memo memo.inkind_due ikc 3 +1000 XHR
inkind_promised memo memo.inkind ikc 3 -1000 XHR
inkind_delivered memo memo.inkind ikc 3 +100 XHR
inkind_delivered memo memo.inkind_due ikc 3 -100 XHR
inkind_ended memo memo.inkind ikc 3 +900 XHR
inkind_ended memo memo.inkind_due ikc 3 -900 XHR
inkind_promised memo memo.inkind_due ikc 4 +4000 XHR
inkind_promised memo memo.inkind ikc 4 -4000 XHR
inkind_ended memo memo.inkind ikc 4 +4000 XHR
inkind_ended memo memo.inkind_due ikc 4 -4000 XHR
inkind_promised memo memo.inkind_due ikc 5 +4000 XHR
inkind_promised memo memo.inkind ikc 5 -4000 XHR
inkind_ended memo memo.inkind ikc 5 +4000 XHR
inkind_ended memo memo.inkind_due ikc 5 -4000 XHR
`.trim();

const THING = { kind: 'IN_KIND', amount: { minor: '120050', currency: 'USD' }, description: 'CI minutes' };

describe('Help in kind', () => {
  let api: TestApi;
  let company: GivenCompany;
  let need: GivenNeed;

  const tell = async (mutation: string, type: string, input: object, byMaintainer = true): Promise<void> => {
    const as = byMaintainer ? need.maintainer : company.engineer;
    const { userErrors } = await api.mutate(mutation, type, 'clientMutationId', input, as);
    if (userErrors.length > 0) throw new Error(`${mutation}: ${JSON.stringify(userErrors)}`);
  };
  const deliver = (contributionId: string, minor: string, currency: string): Promise<void> =>
    tell('confirmInKindDelivery', 'ConfirmInKindDeliveryInput', {
      contributionId,
      amount: { minor, currency },
      note: 'It has arrived',
      idempotencyKey: key(),
    });
  async function shown<Value>(query: string, id: string): Promise<Value> {
    return (await api.gql(`query ($id: ID!) { shown: ${query} }`, { id })).data!.shown as Value;
  }
  const sum = (promised: string, delivered: string, currency: string) => ({
    promised: { minor: promised, currency },
    delivered: { minor: delivered, currency },
  });

  beforeAll(async () => {
    api = await TestApi.start();
    company = await givenCompany(api);
    need = await givenNeed(api);
    const hours = await givenAcceptedInKind(api, company, need);
    const thing = await givenAcceptedInKind(api, company, need, THING);
    await deliver(hours, '150', 'XHR');
    await deliver(hours, '3850', 'XHR');
    await deliver(thing, '20050', 'USD');
    await deliver(thing, '100000', 'USD');
    const lapsesAt = addMs(api.clock.now(), 2 * DAY_MS).toISOString();
    const short = { amount: { minor: '1000', currency: 'XHR' }, lapsesAt };
    await deliver(await givenAcceptedInKind(api, company, need, short), '100', 'XHR');
    await api.passDays(3);
    const declined = await givenInKind(api, company, need.needId);
    await tell('declineInKind', 'EndInKindInput', { contributionId: declined, reason: 'We have somebody' });
    const withdrawn = await givenAcceptedInKind(api, company, need);
    await tell('withdrawInKind', 'EndInKindInput', { contributionId: withdrawn, reason: 'She has left' }, false);
    await api.settle();
  }, SLOW_MS);
  afterAll(() => api.close(), SLOW_MS);

  it('posts exactly these rows, and the trial balances of both books are zero', async () => {
    const { table, wrong } = await booksOf(api);
    expect(table.replace(/ +/g, ' ')).toBe(JOURNAL);
    expect(wrong).toEqual([]);
  });

  it('stands beside the goal of the need, and is no part of it', async () => {
    const query = `need(id: $id) { received { minor } reserved { minor } remaining { minor }
      inKind { promised { minor currency } delivered { minor currency } } }`;
    expect(await shown(query, need.needId)).toEqual({
      received: { minor: '0' },
      reserved: { minor: '0' },
      remaining: { minor: '100000' },
      inKind: [sum('0', '120050', 'USD'), sum('0', '4100', 'XHR')],
    });
  });

  it('stands beside the money in the public statement of the project, and in none of its sums', async () => {
    const query = `node(id: $id) { ... on Project { moneyStatement { currencies { paid { minor } } payers { payers }
      inKind { promised { minor currency } delivered { minor currency } } } } }`;
    expect(await shown(query, need.projectId)).toEqual({
      moneyStatement: {
        currencies: [],
        payers: [],
        inKind: [sum('0', '120050', 'USD'), sum('0', '4100', 'XHR')],
      },
    });
    const { assets, liabilities } = await shownCoverage();
    expect([assets, liabilities]).toEqual([{ minor: '0' }, { minor: '0' }]);
  });

  async function shownCoverage(): Promise<{ assets: object; liabilities: object }> {
    const { data } = await api.gql('{ coverage(currency: "USD") { assets { minor } liabilities { minor } } }', {});
    return data!.coverage as { assets: object; liabilities: object };
  }

  it('shows everybody what, how much and where it stands, and the two sides all of it', async () => {
    const list = `query ($id: ID!) { needInKindContributions(needId: $id, first: 5) { nodes {
      kind status amount { decimal currency } delivered { decimal } description endReason organisation { id } deliveries { note } } } }`;
    const nodesFor = async (as?: GivenNeed['maintainer']) => {
      const { data } = await api.gql(list, { id: need.needId }, as);
      return (data!.needInKindContributions as { nodes: object[] }).nodes;
    };
    const outside = { kind: 'TIME', description: null, endReason: null, organisation: null, deliveries: [] };
    const forty = { decimal: '40.00', currency: 'XHR' };
    expect(await nodesFor()).toMatchObject([
      { ...outside, status: 'WITHDRAWN', amount: forty, delivered: { decimal: '0.00' } },
      { ...outside, status: 'DECLINED', amount: forty, delivered: { decimal: '0.00' } },
      { ...outside, status: 'LAPSED', amount: { decimal: '10.00' }, delivered: { decimal: '1.00' } },
      { ...outside, kind: 'IN_KIND', status: 'DELIVERED', amount: { decimal: '1200.50' } },
      { ...outside, status: 'DELIVERED', amount: forty, delivered: { decimal: '40.00' } },
    ]);
    const side = { description: 'An engineer who audits the parser', endReason: 'She has left' };
    expect((await nodesFor(need.maintainer))[0]).toMatchObject(side);
    expect((await nodesFor(company.engineer))[0]).toMatchObject(side);
    expect((await nodesFor(company.engineer))[2]).toMatchObject({ deliveries: [{ note: 'It has arrived' }] });
  });

  it('is told to the other side at each step', async () => {
    const titles = async (as: GivenNeed['maintainer']) => {
      const query = '{ viewer { notifications(first: 50) { nodes { subject } } } }';
      const { data } = await api.gql(query, {}, as);
      const { nodes } = (data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications;
      const counts: Record<string, number> = {};
      for (const { subject } of nodes) {
        const name = /^(?:Help in kind is|Your help|An offer of help)[^"]*"[^"]+" ?(.*)$/.exec(subject)?.[1];
        if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    };
    expect(await titles(need.maintainer)).toEqual({ '': 5, 'has ended': 1, 'was taken back': 1 });
    expect(await titles(company.engineer)).toEqual({
      'is welcome': 4,
      'has arrived': 5,
      'was declined': 1,
      'has ended': 1,
    });
  });

  it('leaves each decision in the log', async () => {
    const rows = await api.database.asOwner(
      `SELECT entry.canonical::jsonb ->> 'action' AS action, count(*)::int AS count FROM audit_entry entry WHERE entry.subject LIKE 'inKindContribution:%'
        GROUP BY 1 ORDER BY 1`,
      [],
    );
    expect(rows).toEqual([
      { action: 'accept', count: 4 },
      { action: 'confirmDelivery', count: 5 },
      { action: 'decline', count: 1 },
      { action: 'lapse', count: 1 },
      { action: 'offer', count: 5 },
      { action: 'withdraw', count: 1 },
    ]);
  });
});
