/** Files of statements where they are unusual: too many at once, too long, too often, in other currencies, in hours, of the erased. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { DAY_MS, addMs } from '#platform/kernel';
import { ExportSlots } from '../../libs/statements/src/export-slots.js';
import { givenAcceptedInKind } from '../support/given-in-kind.js';
import { givenOperators, givenRight } from '../support/given-operators.js';
import {
  givenAcceptance,
  givenBillingDetails,
  givenCompany,
  givenNeed,
  givenPaidPledge,
  givenPayoutAccount,
  givenReviewer,
  key,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { textOfPdf } from '../support/pdf-text.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let acme: GivenCompany;
let grace: Caller;
let need: GivenNeed;
let operator: Caller;
beforeAll(async () => {
  api = await TestApi.start({ HELD_CURRENCIES: 'KWD,USD' }, 'warn', { settlementCurrencies: ['usd', 'kwd'] });
  await api.stripe.topUp(50_000, 'kwd');
  const { first, second, third } = await givenOperators(api);
  await givenRight(api, second, third, first, 'FINANCE_OPERATOR');
  operator = first;
  acme = await givenCompany(api);
  grace = await api.givenPerson('Grace Gone');
  await givenPayoutAccount(api, grace);
  need = await givenNeed(api, grace, ['100000'], 'KWD');
  await givenPaidPledge(api, acme, need.needId, '100000', 'KWD');
  await api.passDays(3);
  const [milestoneId] = need.milestoneIds;
  await givenAcceptance(api, { maintainer: grace, milestoneId: milestoneId!, reviewer: await givenReviewer(api) });
  await api.passDays(3);
}, 120_000);
beforeEach(() => api.refillBuckets());
afterAll(() => api.close());

const day = (offset: number): string =>
  addMs(api.clock.now(), offset * DAY_MS)
    .toISOString()
    .slice(0, 10);
const always = (): string => `?from=${day(-400)}&to=${day(1)}`;

async function file(path: string, as: Caller): Promise<{ status: number; body: Buffer; headers: Headers }> {
  const answer = await fetch(`${api.url}/statements/${path}`, { headers: as.headers });
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
}

async function refused(path: string, as: Caller): Promise<readonly [number, string, string]> {
  const { status, body } = await file(path, as);
  const { code, message } = JSON.parse(body.toString()) as { code: string; message: string };
  return [status, code, message];
}

const payer = (format: string): string => `payers/${acme.organisationId}.${format}${always()}`;

describe('amounts', () => {
  it('with three decimals have them in the document, and their exponent in the file', async () => {
    const text = textOfPdf((await file(payer('pdf'), acme.finance)).body);
    expect(text).toContain('100.000 KWD');
    const payee = await file(`payees/${grace.personId}.pdf${always()}`, grace);
    expect(textOfPdf(payee.body).replaceAll('\n', ' ')).toContain('of 100.000 KWD: fee of the platform 5.000 KWD');
    const [, first] = (await file(payer('csv'), acme.finance)).body.toString().split('\r\n');
    expect(first).toContain(',pledge_paid,held.pledge,100000,KWD,3,');
  });

  it('of hours stand in the journal, in the memo book', async () => {
    const other = await givenNeed(api);
    await givenAcceptedInKind(api, acme, other);
    const { body } = await file(`journal.csv${always()}`, operator);
    const hours = body
      .toString()
      .split('\r\n')
      .filter((record) => record.includes(',XHR,'))
      .map((record) => record.split(',').slice(4, 12));
    expect(
      hours.map(([book, , , account, , minor, currency, exponent]) => [book, account, minor, currency, exponent]),
    ).toEqual([
      ['memo', 'memo.inkind_due', '4000', 'XHR', '2'],
      ['memo', 'memo.inkind', '-4000', 'XHR', '2'],
    ]);
  });
});

describe('a file', () => {
  it('is refused while two others are made, and made again when one of them has been read or left', async () => {
    const slots = api.app.get(ExportSlots, { strict: false });
    const open = [
      await slots.open(() => new Readable({ read: () => undefined })),
      await slots.open(() => Readable.from(['x'])),
    ];
    const before = await refused(payer('csv'), acme.finance);
    expect(before.slice(0, 2)).toEqual([409, 'EXPORTS_BUSY']);
    await new Promise((closed) => open[1]!.once('close', closed).resume());
    expect((await file(payer('csv'), acme.finance)).status).toBe(200);
    await slots.open(() => Readable.from([]));
    expect((await refused(payer('csv'), acme.finance))[1]).toBe('EXPORTS_BUSY');
    open[0]!.destroy();
    await new Promise(setImmediate);
    expect((await file(payer('csv'), acme.finance)).status).toBe(200);
  });

  it('that could not be made takes no place', async () => {
    const slots = api.app.get(ExportSlots, { strict: false });
    for (let time = 0; time < 3; time += 1)
      await expect(slots.open(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await file(payer('pdf'), acme.finance)).status).toBe(200);
  });

  it('costs points, and who has none left is told when there are some', async () => {
    expect((await file(payer('csv'), acme.finance)).status).toBe(200);
    await api.database.asOwner('UPDATE rate_bucket SET spent = 1000000');
    const { status, headers, body } = await file(payer('csv'), acme.finance);
    expect([status, (JSON.parse(body.toString()) as { code: string }).code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a receipt', () => {
  it('has the order number, and for those who keep the money the billing details of today', async () => {
    const beta = await givenCompany(api);
    await givenBillingDetails(api, beta);
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const input = {
      organisationId: beta.organisationId,
      needId,
      amount: { minor: '10000', currency: 'USD' },
      method: 'INVOICE',
      purchaseOrder: 'PO 4711',
      idempotencyKey: key(),
    };
    const { pledge } = await api.mutate<{ pledge: { id: string } }>(
      'submitPledge',
      'SubmitPledgeInput',
      'pledge { id }',
      input,
      beta.engineer,
    );
    await api.settle();
    await api.mutate('approvePledge', 'DecidePledgeInput', 'clientMutationId', { pledgeId: pledge.id }, beta.finance);
    await api.settle();
    const [customer] = await api.database.asOwner<{ id: string }>(
      'SELECT stripe_customer_id AS id FROM stripe_customer',
    );
    const money = { amount: 10_000, currency: 'usd' };
    await api.stripe.api.testHelpers.customers.fundCashBalance(customer!.id, money);
    await api.settle();
    const query = 'query ($id: ID!) { receipts(organisationId: $id, first: 1) { nodes { id purchaseOrder } } }';
    const { data } = await api.gql(query, { id: beta.organisationId }, beta.finance);
    const [{ id, purchaseOrder }] = (data!.receipts as { nodes: [{ id: string; purchaseOrder: string }] }).nodes;
    expect(purchaseOrder).toBe('PO 4711');
    const text = async (as: Caller): Promise<string> =>
      textOfPdf((await file(`receipts/${id}.pdf`, as)).body).replaceAll('\n', ' ');
    const own = await text(beta.finance);
    for (const part of ['Order number: PO 4711', 'Acme GmbH', 'Street 1', '10115 Berlin', 'DE123456789'])
      expect(own).toContain(part);
    const others = await text(operator);
    expect(others).toContain('Order number: PO 4711');
    expect(others).not.toContain('Acme GmbH');
    const { body } = await file(`receipts-of/${beta.organisationId}.csv${always()}`, beta.finance);
    expect(body.toString()).toContain(',PO 4711\r\n');
  });
});

describe('a statement', () => {
  it('of somebody who was erased keeps every sum and no name', async () => {
    expect(textOfPdf((await file(`payees/${grace.personId}.pdf${always()}`, grace)).body)).toContain('Grace Gone');
    await api.mutate('closeNeed', 'NeedActionInput', 'clientMutationId', { needId: need.needId }, grace);
    const asked = await api.mutate('requestErasure', 'RequestErasureInput', 'clientMutationId', {}, grace);
    expect(asked.userErrors).toEqual([]);
    await api.passDays(8);
    expect((await file(`payees/${grace.personId}.csv${always()}`, grace)).status).toBe(401);
    const text = textOfPdf((await file(`payees/${grace.personId}.pdf${always()}`, operator)).body).replaceAll(
      '\n',
      ' ',
    );
    expect(text).not.toContain('Grace');
    expect(text).toContain(grace.personId);
    expect(text).toContain('of 100.000 KWD: fee of the platform 5.000 KWD');
  }, 60_000);

  it('of more than two thousand lines is a CSV and no document', async () => {
    await api.database.asOwner(
      `SELECT ledger_post(gen_random_uuid(), 'cash', 'given', 'given:' || n, repeat('0', 64), $2, $2, '{}', NULL, NULL,
         ARRAY['bank.operating', 'held.org'], ARRAY['', $1], ARRAY['USD', 'USD'], ARRAY[1, -1]::bigint[]) FROM generate_series(1, 2001) AS n`,
      [acme.organisationId, api.clock.now()],
    );
    expect(await refused(payer('pdf'), acme.finance)).toEqual([
      413,
      'STATEMENT_TOO_LONG',
      expect.stringContaining('CSV'),
    ]);
    const { status, body } = await file(payer('csv'), acme.finance);
    expect(status).toBe(200);
    expect(body.toString().split('\r\n').length).toBeGreaterThan(2_001);
  }, 60_000);
});
