import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, addMs, parseId, uuidv7 } from '#platform/kernel';
import { HOURS_40, givenAcceptedInKind, givenInKind } from '../support/given-in-kind.js';
import {
  givenCompany,
  givenMember,
  givenNeed,
  givenOrganisation,
  givenTerms,
  key,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let company: GivenCompany;
let need: GivenNeed;
beforeAll(async () => {
  api = await TestApi.start();
  company = await givenCompany(api);
  need = await givenNeed(api);
}, 60_000);
beforeEach(() => api.refillBuckets());
afterAll(() => api.close());

const XHR = (minor: string) => ({ minor, currency: 'XHR' });
const KWD = (minor: string) => ({ minor, currency: 'KWD' });

/** Everything that an offer could leave behind. */
async function stored(): Promise<unknown> {
  return api.database.asOwner(
    `SELECT (SELECT count(*) FROM in_kind_contribution) AS offers, (SELECT sum(delivered_minor) FROM in_kind_contribution) AS delivered,
            (SELECT count(*) FROM in_kind_delivery) AS deliveries, (SELECT count(*) FROM ledger_tx) AS posted,
            (SELECT count(*) FROM outbox_message) AS messages, (SELECT count(*) FROM audit_entry) AS entries`,
    [],
  );
}

/** The codes of a refusal that has left nothing. */
async function refusal(mutation: string, type: string, input: object, as: Caller): Promise<string[]> {
  const before = await stored();
  const { userErrors } = await api.mutate(mutation, type, 'clientMutationId', input, as);
  expect(await stored()).toEqual(before);
  return userErrors.map(({ code }) => code);
}

const offerOf = (change: object): object => ({
  organisationId: company.organisationId,
  needId: need.needId,
  description: 'An engineer',
  idempotencyKey: key(),
  ...HOURS_40,
  ...change,
});
const refusedOffer = (change: object, as = company.engineer): Promise<string[]> =>
  refusal('offerInKind', 'OfferInKindInput', offerOf(change), as);

const deliveryOf = (contributionId: string, amount: object): object => ({
  contributionId,
  amount,
  note: 'Arrived',
  idempotencyKey: key(),
});
const refusedDelivery = (contributionId: string, amount: object, as = need.maintainer): Promise<string[]> =>
  refusal('confirmInKindDelivery', 'ConfirmInKindDeliveryInput', deliveryOf(contributionId, amount), as);

describe('An offer is refused and leaves nothing', () => {
  const thing = (amount: object) => ({ kind: 'IN_KIND', amount, valueSource: 'A price list' });
  it.each<[string, object, string]>([
    ['of no hours', { amount: XHR('0') }, 'INVALID_AMOUNT'],
    ['of more than eight digits', { amount: XHR('100000000') }, 'AMOUNT_NOT_CHARGEABLE'],
    ['of a value of more than eight digits', thing({ minor: '100000000', currency: 'USD' }), 'AMOUNT_NOT_CHARGEABLE'],
    ['between the steps of its currency', thing(KWD('1005')), 'AMOUNT_NOT_CHARGEABLE'],
    ['of time in money', { amount: { minor: '100', currency: 'USD' } }, 'CURRENCY_MISMATCH'],
    ['of a thing in hours', thing(XHR('100')), 'UNKNOWN_CURRENCY'],
    ['in no currency', thing({ minor: '100', currency: 'XYZ' }), 'UNKNOWN_CURRENCY'],
    ['of a value without a source', { ...thing(KWD('1000')), valueSource: null }, 'VALUE_SOURCE_MISSING'],
    ['that has ended', { lapsesAt: '2020-01-01T00:00:00.000Z' }, 'LAPSE_DATE_INVALID'],
    ['that never ends', { lapsesAt: '2099-01-01T00:00:00.000Z' }, 'LAPSE_DATE_INVALID'],
    ['to no need', { needId: 'need_00000000000000000000000000' }, 'NEED_NOT_FOUND'],
  ])('%s', async (_case, change, code) => {
    expect(await refusedOffer(change)).toEqual([code]);
  });

  it('to a need that is closed', async () => {
    const closed = await givenNeed(api);
    const { needId } = closed;
    await api.mutate('closeNeed', 'NeedActionInput', 'clientMutationId', { needId }, closed.maintainer);
    expect(await refusedOffer({ needId })).toEqual(['NEED_NOT_OPEN']);
  });

  it('before the organisation has accepted the terms', async () => {
    const admin = await api.givenPerson('Untold');
    const organisationId = await givenOrganisation(api, 'COMPANY', admin);
    expect(await refusedOffer({ organisationId }, admin)).toEqual(['TERMS_NOT_ACCEPTED']);
  });

  it('by the maintainer of the need', async () => {
    const organisationId = await givenOrganisation(api, 'COMPANY', need.maintainer);
    await givenTerms(api, need.maintainer, 'GIVER', organisationId);
    expect(await refusedOffer({ organisationId }, need.maintainer)).toEqual(['OWN_OFFER']);
  });

  it('with an amount below zero, by the form of the input', async () => {
    const before = await stored();
    const sent = api.mutate(
      'offerInKind',
      'OfferInKindInput',
      'clientMutationId',
      offerOf({ amount: XHR('-1') }),
      company.engineer,
    );
    await expect(sent).rejects.toThrow();
    expect(await stored()).toEqual(before);
  });
});

describe('An offer', () => {
  it('is made once for one key, and ends after 90 days if nothing else is said', async () => {
    const idempotencyKey = key();
    const first = await givenInKind(api, company, need.needId, { idempotencyKey });
    expect(await givenInKind(api, company, need.needId, { idempotencyKey })).toBe(first);
    const [row] = await api.database.asOwner<{ days: number }[]>(
      `SELECT extract(day FROM lapses_at - offered_at)::int AS days FROM in_kind_contribution WHERE id = $1`,
      [parseId('ikc', first)],
    );
    expect(row).toEqual({ days: 90 });
  });

  it('that is open changes nothing of what is owed and what covers it', async () => {
    const fresh = await givenNeed(api);
    const query = `query ($id: ID!) { coverage(currency: "USD") { assets { minor } liabilities { minor } }
      need(id: $id) { reserved { minor } remaining { minor } } }`;
    const before = (await api.gql(query, { id: fresh.needId })).data;
    await givenAcceptedInKind(api, company, fresh, { kind: 'IN_KIND', amount: { minor: '50000', currency: 'USD' } });
    expect((await api.gql(query, { id: fresh.needId })).data).toEqual(before);
  });

  it('takes a value of three decimals', async () => {
    const change = { kind: 'IN_KIND', amount: KWD('1250'), valueSource: 'A price list' };
    const id = await givenInKind(api, company, need.needId, change);
    const query = 'query ($id: ID!) { inKindContribution(id: $id) { amount { decimal currency } valueSource } }';
    expect((await api.gql(query, { id }, need.maintainer)).data).toEqual({
      inKindContribution: { amount: { decimal: '1.250', currency: 'KWD' }, valueSource: 'A price list' },
    });
  });

  it('is listed by state for its organisation', async () => {
    const other = await givenCompany(api);
    await givenInKind(api, other, need.needId);
    await givenAcceptedInKind(api, other, need);
    const query = `query ($id: ID!) { organisationInKindContributions(organisationId: $id, first: 5, status: ACCEPTED) { nodes { status } } }`;
    const { data } = await api.gql(query, { id: other.organisationId }, other.finance);
    expect(data!.organisationInKindContributions).toEqual({ nodes: [{ status: 'ACCEPTED' }] });
  });
});

describe('A delivery is refused and leaves nothing', () => {
  it('of more than is due, also of what a part has left', async () => {
    const id = await givenAcceptedInKind(api, company, need);
    expect(await refusedDelivery(id, XHR('4001'))).toEqual(['DELIVERY_ABOVE_OFFER']);
    const part = deliveryOf(id, XHR('3000'));
    const confirm = () =>
      api.mutate('confirmInKindDelivery', 'ConfirmInKindDeliveryInput', 'clientMutationId', part, need.maintainer);
    expect([(await confirm()).userErrors, (await confirm()).userErrors]).toEqual([[], []]);
    expect(await refusedDelivery(id, XHR('1001'))).toEqual(['DELIVERY_ABOVE_OFFER']);
  });

  it('of another unit, of nothing, and before it was accepted', async () => {
    const id = await givenInKind(api, company, need.needId);
    expect(await refusedDelivery(id, XHR('100'))).toEqual(['ILLEGAL_TRANSITION']);
    const accepted = await givenAcceptedInKind(api, company, need);
    expect(await refusedDelivery(accepted, { minor: '100', currency: 'USD' })).toEqual(['CURRENCY_MISMATCH']);
    expect(await refusedDelivery(accepted, XHR('0'))).toEqual(['INVALID_AMOUNT']);
  });

  it('by whoever offered it, and by a maintainer who belongs to the organisation', async () => {
    const id = await givenAcceptedInKind(api, company, need);
    expect(await refusedDelivery(id, XHR('100'), company.engineer)).toEqual(['IN_KIND_NOT_FOUND']);
    const employer = await givenCompany(api);
    const offered = await givenInKind(api, employer, need.needId);
    await givenMember(api, employer.organisationId, employer.finance, ['MEMBER'], need.maintainer);
    const accepted = refusal('acceptInKind', 'AcceptInKindInput', { contributionId: offered }, need.maintainer);
    expect(await accepted).toEqual(['OWN_OFFER']);
    expect(await refusedDelivery(offered, XHR('100'))).toEqual(['OWN_OFFER']);
  });

  it('by the offerer in the database, whatever a service forgot', async () => {
    const id = parseId('ikc', await givenAcceptedInKind(api, company, need));
    const insert = (by: string) =>
      api.database.asOwner(
        `INSERT INTO in_kind_delivery (id, contribution_id, offered_by, amount_minor, note, confirmed_by, confirmed_at)
         SELECT $2, id, ${by}, 100, 'Mine', offered_by, now() FROM in_kind_contribution WHERE id = $1`,
        [id, uuidv7()],
      );
    await expect(insert('offered_by')).rejects.toThrow('in_kind_delivery_two_people');
    await expect(insert(`'${parseId('usr', need.maintainer.personId)}'`)).rejects.toThrow('in_kind_delivery_offer_fk');
    const accept = `UPDATE in_kind_contribution SET accepted_by = offered_by WHERE id = $1`;
    await expect(api.database.asOwner(accept, [id])).rejects.toThrow('in_kind_contribution_two_people');
  });
});

it('An offer that has ended takes no more steps', async () => {
  const contributionId = await givenInKind(api, company, need.needId);
  const end = { contributionId, reason: 'No time' };
  await api.mutate('withdrawInKind', 'EndInKindInput', 'clientMutationId', end, company.engineer);
  const by = (mutation: string, type: string, input: object, as: Caller) => refusal(mutation, type, input, as);
  expect(await by('withdrawInKind', 'EndInKindInput', end, company.engineer)).toEqual(['ILLEGAL_TRANSITION']);
  expect(await by('declineInKind', 'EndInKindInput', end, need.maintainer)).toEqual(['ILLEGAL_TRANSITION']);
  const accepting = by('acceptInKind', 'AcceptInKindInput', { contributionId }, need.maintainer);
  expect(await accepting).toEqual(['ILLEGAL_TRANSITION']);
});

it('An offer that was declined before its date is left alone by the timer', async () => {
  const lapsesAt = addMs(api.clock.now(), DAY_MS).toISOString();
  const contributionId = await givenInKind(api, company, need.needId, { lapsesAt });
  const decline = { contributionId, reason: 'We have somebody' };
  await api.mutate('declineInKind', 'EndInKindInput', 'clientMutationId', decline, need.maintainer);
  await api.passDays(2);
  const query = 'query ($id: ID!) { inKindContribution(id: $id) { status endReason } }';
  expect((await api.gql(query, { id: contributionId }, need.maintainer)).data).toEqual({
    inKindContribution: { status: 'DECLINED', endReason: 'We have somebody' },
  });
});
