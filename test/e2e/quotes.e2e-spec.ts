import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenCompany, givenNeed, givenPledge } from '../support/given.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
let needId: string;
beforeAll(async () => {
  api = await TestApi.start();
  ({ needId } = await givenNeed(api, undefined, ['100000']));
}, 60_000);
afterAll(() => api.close());

const ask = (minor: string, more: { method?: string; currency?: string; need?: string } = {}) =>
  api.gql(
    `query ($need: ID!, $amount: MoneyInput!, $method: PledgeMethod!) { pledgeQuote(needId: $need, amount: $amount, method: $method) {
      platformFee { minor } platformFeeBasisPoints toPayees { minor } processingFee { minor } heldForDays returnsTo } }`,
    {
      need: more.need ?? needId,
      amount: { minor, currency: more.currency ?? 'USD' },
      method: more.method ?? 'CHECKOUT',
    },
  );
const refused = async (...of: Parameters<typeof ask>): Promise<unknown> =>
  (await ask(...of)).errors?.[0]?.extensions.refusal;

describe('a quote of a pledge', () => {
  it('says to anybody what is taken, by whom, and what comes back when', async () => {
    expect((await ask('100000')).data).toEqual({
      pledgeQuote: {
        platformFee: { minor: '5000' },
        platformFeeBasisPoints: 500,
        toPayees: { minor: '95000' },
        processingFee: { minor: '2930' },
        heldForDays: 76,
        returnsTo: 'PAYER',
      },
    });
    expect((await ask('100000', { method: 'BALANCE' })).data).toMatchObject({
      pledgeQuote: { processingFee: { minor: '0' }, returnsTo: 'BALANCE' },
    });
  });

  it('is refused as the pledge would be, and stores nothing', async () => {
    const company = await givenCompany(api);
    await givenPledge(api, company, needId, '60000');
    const before = await api.fingerprint();
    expect(await refused('40001')).toBe('PLEDGE_ABOVE_GOAL');
    expect((await ask('40000')).errors).toBeUndefined();
    expect(await refused('49')).toBe('AMOUNT_NOT_CHARGEABLE');
    expect(await refused('0')).toBe('INVALID_AMOUNT');
    expect((await ask('-500')).errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
    expect(await refused('1000', { currency: 'EUR' })).toBe('CURRENCY_MISMATCH');
    expect(await refused('1000', { need: 'need_01h455vb4pex5vsknk084sn02q' })).toBe('NEED_NOT_FOUND');
    expect(await api.fingerprint()).toEqual(before);
  });
});
