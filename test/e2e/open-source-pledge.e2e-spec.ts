/** The report for the Open Source Pledge: what was paid in a year by the ledger, and what of it does not count. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { newId, parseId } from '#platform/kernel';
import { givenDeliveredPart } from '../support/given-in-kind.js';
import {
  givenBalance,
  givenCompany,
  givenMember,
  givenNeed,
  givenPaidPledge,
  key,
  type GivenCompany,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let acme: GivenCompany;
let year: number;
beforeAll(async () => {
  api = await TestApi.start({ HELD_CURRENCIES: 'USD,EUR' }, 'warn', { settlementCurrencies: ['usd', 'eur'] });
  acme = await givenCompany(api);
  year = api.clock.now().getUTCFullYear();
}, 60_000);
beforeEach(() => api.refillBuckets());
afterAll(() => api.close());

interface Shown {
  readonly eligible: { readonly minor: string; readonly currency: string };
  readonly perDeveloper: { readonly minor: string };
  readonly isTargetReached: boolean;
  readonly excluded: readonly {
    readonly reason: string;
    readonly amount: { readonly minor: string; readonly currency: string };
  }[];
  readonly missing: readonly string[];
  readonly jsonUrl: string;
}

const QUERY = `query ($id: ID!, $year: Int!, $developers: Float!) {
  openSourcePledgeReport(organisationId: $id, year: $year, developers: $developers) {
    eligible { minor currency } perDeveloper { minor } isTargetReached excluded { reason amount { minor currency } } missing jsonUrl } }`;

async function shown(developers: number, of = year, as: Caller = acme.engineer): Promise<Shown> {
  const { data, errors } = await api.gql(QUERY, { id: acme.organisationId, year: of, developers }, as);
  expect(errors).toBeUndefined();
  return data!.openSourcePledgeReport as Shown;
}

async function fileOf(url: string, as: Caller = acme.engineer): Promise<{ status: number; body: unknown }> {
  const { pathname, search } = new URL(url);
  const answer = await fetch(`${api.url}${pathname}${search}`, { headers: as.headers });
  return { status: answer.status, body: await answer.json() };
}

it('counts cash for work of others, and lists everything else with its reason', async () => {
  const { needId } = await givenNeed(api);
  await givenPaidPledge(api, acme, needId, '90050');
  const euros = await givenNeed(api, 'Grace', ['50000'], 'EUR');
  await givenPaidPledge(api, acme, euros.needId, '50000', 'EUR');
  await givenBalance(api, acme, '7000');
  await givenDeliveredPart(api, acme, await givenNeed(api));
  const own = await givenNeed(api);
  await givenPaidPledge(api, acme, own.needId, '1000');
  await givenMember(api, acme.organisationId, acme.finance, ['MEMBER'], own.maintainer);
  const report = await shown(0.45);
  expect(report).toMatchObject({
    eligible: { minor: '90050', currency: 'USD' },
    perDeveloper: { minor: '200111' },
    isTargetReached: true,
  });
  expect(report.excluded.map(({ reason, amount }) => [reason, amount.minor, amount.currency])).toEqual(
    expect.arrayContaining([
      ['OTHER_CURRENCY', '50000', 'EUR'],
      ['IN_BALANCE', '7000', 'USD'],
      ['TO_OWN_PEOPLE', '1000', 'USD'],
      ['IN_KIND', '150', 'XHR'],
    ]),
  );
  expect((await shown(0.46)).isTargetReached).toBe(false);
  const [ledger] = await api.database.asOwner<{ paid: string }>(
    `SELECT -sum(posting.amount) AS paid FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
      WHERE account.code = 'held.pledge' AND posting.amount < 0 AND posting.currency = 'USD'`,
  );
  expect(Number(ledger!.paid)).toBe(90_050 + 1_000);
});

it('takes off what came back', async () => {
  const { needId } = await givenNeed(api);
  const before = Number((await shown(1)).eligible.minor);
  await givenPaidPledge(api, acme, needId, '5000');
  expect(Number((await shown(1)).eligible.minor)).toBe(before + 5000);
  // Held money goes back to its payer when it was held as long as it may be.
  await api.passDays(80);
  const returned = api.clock.now().getUTCFullYear();
  const both = [await shown(1, year), ...(returned === year ? [] : [await shown(1, returned)])];
  const cameBack = both.flatMap(({ excluded }) => excluded).filter(({ reason }) => reason === 'RETURNED');
  expect(cameBack.length).toBeGreaterThan(0);
  const [ledger] = await api.database.asOwner<{ net: string }>(
    `SELECT coalesce(-sum(posting.amount) FILTER (WHERE account.code = 'held.pledge' AND posting.amount < 0), 0)
          - coalesce(sum(posting.amount) FILTER (WHERE tx.kind IN ('pledge_returned', 'kept_for_organisation')), 0) AS net
       FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id JOIN ledger_tx tx ON tx.id = posting.tx_id
      WHERE account.code IN ('held.pledge', 'held.milestone') AND posting.currency = 'USD'`,
  );
  const toOwn = both.flatMap(({ excluded }) => excluded).filter(({ reason }) => reason === 'TO_OWN_PEOPLE');
  const eligible = both.reduce((sum, { eligible: { minor } }) => sum + Number(minor), 0);
  expect(eligible + toOwn.reduce((sum, { amount }) => sum + Number(amount.minor), 0)).toBe(Number(ledger!.net));
});

it('is a member file that the pledge reads, with what is known', async () => {
  const known = await shown(2.5);
  expect(known.missing).toContain('url');
  await api.database.asOwner(
    `INSERT INTO organisation_domain (id, organisation_id, domain, token, status, added_at, verified_at, next_check_at)
     VALUES ($1, $2, 'acme.example', 'token', 'verified', now(), now(), now() + interval '10 years')`,
    [newId<'odm'>(), parseId('org', acme.organisationId)],
  );
  const { eligible, missing, jsonUrl } = await shown(2.5);
  expect(missing).not.toContain('url');
  const dollars = Number(eligible.minor) / 100;
  expect(await fileOf(jsonUrl)).toEqual({
    status: 200,
    body: {
      name: 'Some name',
      domain: 'acme.example',
      url: 'https://acme.example',
      urlLearnMore: 'https://acme.example',
      annualReports: [
        {
          year: String(year),
          reportDate: `${String(year)}-12-31`,
          dateYearEnding: `${String(year)}-12-31`,
          averageNumberOfDevs: 2.5,
          usdAmountPaid: dollars,
          payments: dollars,
          monetaryValueOfTime: 0,
          monetaryValueOfMaterials: 0,
        },
      ],
    },
  });
});

it.each([
  ['no developers', 0, 2026],
  ['a year of no calendar', 1, 1],
])('is refused with %s', async (_case, developers, of) => {
  const { errors } = await api.gql(QUERY, { id: acme.organisationId, year: of, developers }, acme.engineer);
  expect(errors![0]!.extensions).toMatchObject({ refusal: 'INVALID_PLEDGE_YEAR' });
});

it('is for members', async () => {
  const stranger = await api.givenPerson(`Stranger ${key()}`);
  const { errors } = await api.gql(QUERY, { id: acme.organisationId, year, developers: 1 }, stranger);
  expect(errors![0]!.extensions).toMatchObject({ refusal: 'ORGANISATION_NOT_FOUND' });
  expect((await fileOf((await shown(1)).jsonUrl, stranger)).status).toBe(404);
});
