/** Amounts that wait for the first need of a project, and what becomes of them when it comes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OfferTaking } from '../../libs/offers/src/standing/offer-taking.service.js';
import { maintainershipChanged, needPublished, offerExpiryDue, offerOpened } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { DAY_MS, newId, parseId, systemActor } from '#platform/kernel';
import { deliverAgain, givenFunder, givenOffer, offerTo, sendAgain, subjectsOf } from '../support/given-offers.js';
import {
  givenCompany,
  givenMaintainer,
  givenMember,
  givenNeedOf,
  givenOrganisation,
  givenProject,
  key,
  passTime,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

type Project = Pick<GivenNeed, 'maintainer' | 'projectId'>;

let api: TestApi;
let company: GivenCompany;
let rival: GivenCompany;
let project: Project;
beforeAll(async () => {
  api = await TestApi.start();
  company = await givenCompany(api);
  rival = await givenCompany(api);
}, 60_000);
beforeEach(async () => {
  await api.refillBuckets();
  project = await givenMaintainer(api);
});
afterAll(() => api.close());

const USD = (minor: string) => ({ minor, currency: 'USD' });
const publish = (minor: string, of = project, currency = 'USD'): Promise<GivenNeed> =>
  givenNeedOf(api, of, [[minor, null]], { currency });

interface Shown {
  readonly status: string;
  readonly refusalCode: string | null;
  readonly pledge: { readonly status: string; readonly amount: { readonly minor: string } } | null;
}

async function shown(id: string, as: Sender = company.finance): Promise<Shown | null> {
  const query = 'query ($id: ID!) { standingOffer(id: $id) { status refusalCode pledge { status amount { minor } } } }';
  const { data, errors } = await api.gql(query, { id }, as);
  expect(errors).toBeUndefined();
  return data!.standingOffer as Shown | null;
}

/** What a promise could leave behind. */
async function stored(): Promise<unknown> {
  return api.database.asOwner(
    `SELECT (SELECT jsonb_agg(to_jsonb(standing_offer.*) ORDER BY id) FROM standing_offer) AS offers, (SELECT count(*) FROM pledge) AS pledges,
            (SELECT count(*) FROM ledger_tx) AS posted, (SELECT count(*) FROM approval_request) AS requests,
            (SELECT count(*) FROM notification) AS notices`,
  );
}

async function withdraw(standingOfferId: string, as: Caller): Promise<string[]> {
  const { userErrors } = await api.mutate(
    'withdrawStandingOffer',
    'WithdrawStandingOfferInput',
    'clientMutationId',
    { standingOfferId },
    as,
  );
  return userErrors.map(({ code }) => code);
}

describe('The first need of a project', () => {
  it('takes the offer as a pledge of its author that a second person has to approve', async () => {
    const offer = await givenOffer(api, company, project.projectId);
    await api.settle();
    expect(await shown(offer)).toEqual({ status: 'OPEN', refusalCode: null, pledge: null });
    const before = await api.database.asOwner('SELECT count(*) FROM ledger_tx');
    const { needId } = await publish('100000');
    expect(await api.database.asOwner('SELECT count(*) FROM ledger_tx')).toEqual(before);
    await api.settle();
    expect(await shown(offer)).toEqual({
      status: 'TAKEN',
      refusalCode: null,
      pledge: { status: 'PROMISED', amount: { minor: '50000' } },
    });
    const [pledge] = await api.database.asOwner<{ id: string; by: string }>(
      'SELECT id, submitted_by AS by FROM pledge WHERE need_id = $1',
      [parseId('need', needId)],
    );
    expect(pledge!.by).toBe(parseId('usr', company.finance.personId));
    expect(
      await api.database.asOwner('SELECT status FROM approval_request WHERE subject_id = $1', [pledge!.id]),
    ).toEqual([{ status: 'open' }]);
    expect(await subjectsOf(api, company.finance)).toContain(
      'library has published a need: your offer is a pledge now',
    );
  });

  it('takes no more than it can, the oldest offer first, and leaves open what it cannot take', async () => {
    const first = await givenOffer(api, company, project.projectId, { amount: USD('60000') });
    const second = await givenOffer(api, rival, project.projectId, { amount: USD('60000') });
    const third = await givenCompany(api);
    const last = await givenOffer(api, third, project.projectId, { amount: USD('60000') });
    await publish('100000');
    await api.settle();
    expect((await shown(first))!.pledge).toMatchObject({ amount: { minor: '60000' } });
    expect((await shown(second, rival.finance))!.pledge).toMatchObject({ amount: { minor: '40000' } });
    expect(await shown(last, third.finance)).toEqual({
      status: 'OPEN',
      refusalCode: 'PLEDGE_ABOVE_GOAL',
      pledge: null,
    });
    expect(await subjectsOf(api, third.finance)).toContain('A need of library did not take your offer');
    await publish('20000');
    await api.settle();
    expect((await shown(last, third.finance))!.pledge).toMatchObject({ amount: { minor: '20000' } });
  });

  it.each<[string, string, (offer: string, need: Promise<GivenNeed>) => Promise<unknown>, object, string]>([
    ['is in another currency', 'EUR', (_offer, need) => need, {}, 'CURRENCY_MISMATCH'],
    ['is closed at once', 'USD', closed, {}, 'NEED_NOT_OPEN'],
    [
      'finds no address for the invoice',
      'USD',
      (_offer, need) => need,
      { method: 'INVOICE' },
      'BILLING_DETAILS_MISSING',
    ],
    ['finds the author without the role', 'USD', dismissed, {}, 'MISSING_ROLE'],
  ])('leaves an offer open, with the reason, when it %s', async (_case, currency, change, given, code) => {
    const own = await givenCompany(api);
    const finance = await givenMember(api, own.organisationId, own.finance, ['FINANCE']);
    const offer = await givenOffer(api, { ...own, finance }, project.projectId, given);
    await api.settle();
    await change(own.organisationId, publish('100000', project, currency));
    await api.settle();
    expect(
      await api.database.asOwner('SELECT status, refusal_code AS code FROM standing_offer WHERE id = $1', [
        parseId('sof', offer),
      ]),
    ).toEqual([{ status: 'open', code }]);
    expect(
      await api.database.asOwner('SELECT 1 FROM pledge WHERE organisation_id = $1', [
        parseId('org', own.organisationId),
      ]),
    ).toEqual([]);
  });

  async function closed(_organisation: string, published: Promise<GivenNeed>): Promise<void> {
    const { needId, maintainer } = await published;
    await api.mutate('closeNeed', 'NeedActionInput', 'clientMutationId', { needId }, maintainer);
  }

  async function dismissed(organisation: string, published: Promise<GivenNeed>): Promise<void> {
    await api.database.asOwner(`DELETE FROM membership_role WHERE organisation_id = $1 AND role = 'finance'`, [
      parseId('org', organisation),
    ]);
    await published;
  }

  it('takes each offer once, however often and in whatever order the messages come', async () => {
    await givenOffer(api, company, project.projectId);
    await givenOffer(api, rival, project.projectId);
    const one = await publish('70000');
    const other = await publish('70000');
    const projectId = parseId('prj', project.projectId);
    // The message of the second need first, and the ones of the offers last.
    await sendAgain(api, needPublished, { needId: parseId('need', other.needId), projectId, kind: 'FUNDING' });
    await sendAgain(api, needPublished, { needId: parseId('need', one.needId), projectId, kind: 'FUNDING' });
    const after = await stored();
    await deliverAgain(api, needPublished);
    await deliverAgain(api, offerOpened);
    expect(await stored()).toEqual(after);
    expect(
      await api.database.asOwner('SELECT count(*)::int AS pledges FROM pledge WHERE need_id = ANY($1)', [
        [one, other].map(({ needId }) => parseId('need', needId)),
      ]),
    ).toEqual([{ pledges: 2 }]);
  });

  it('is never promised more than its goal by offers that are served at once', async () => {
    await givenOffer(api, company, project.projectId, { amount: USD('60000') });
    await givenOffer(api, rival, project.projectId, { amount: USD('60000') });
    await api.settle();
    const { needId } = await publish('100000');
    const id = parseId<'need'>('need', needId);
    const serve = () =>
      api.app.get(UnitOfWork).run(systemActor('test'), (tx) => api.app.get(OfferTaking).serve(tx, id));
    await Promise.all([serve(), serve(), serve(), api.settle()]);
    expect(await api.database.asOwner('SELECT reserved_minor AS sum FROM need WHERE id = $1', [id])).toEqual([
      { sum: '100000' },
    ]);
    expect(
      await api.database.asOwner('SELECT amount_minor AS minor FROM pledge WHERE need_id = $1 ORDER BY 1', [id]),
    ).toEqual([{ minor: '40000' }, { minor: '60000' }]);
  });

  it('takes an offer that was made in the same moment', async () => {
    const offer = await givenOffer(api, company, project.projectId);
    const { needId } = await publish('100000');
    // The need was read before the offer was there.
    await api.database.asOwner(
      `UPDATE outbox_message SET completed_at = now() WHERE topic = 'needs.published' AND payload->>'needId' = $1`,
      [parseId('need', needId)],
    );
    await api.settle();
    expect((await shown(offer))!.status).toBe('TAKEN');
  });
});

describe('A standing offer', () => {
  it('is refused to a project that asks already, and leaves nothing', async () => {
    await publish('100000');
    await api.settle();
    const before = await stored();
    expect((await offerTo(api, company, project.projectId)).codes).toEqual(['PROJECT_HAS_NEED']);
    expect(await stored()).toEqual(before);
  });

  it('is made once for one key, and once for one organisation and project', async () => {
    const idempotencyKey = key();
    const offer = await givenOffer(api, company, project.projectId, { idempotencyKey });
    expect(await givenOffer(api, company, project.projectId, { idempotencyKey })).toBe(offer);
    expect((await offerTo(api, company, project.projectId)).codes).toEqual(['STANDING_OFFER_EXISTS']);
    const both = await Promise.all([offerTo(api, rival, project.projectId), offerTo(api, rival, project.projectId)]);
    expect(both.flatMap(({ codes }) => codes)).toEqual(['STANDING_OFFER_EXISTS']);
    expect(await withdraw(offer, company.finance)).toEqual([]);
    expect((await offerTo(api, company, project.projectId)).codes).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['in a currency that is not held', { amount: { minor: '100', currency: 'CHF' } }, 'CURRENCY_NOT_HELD'],
    ['of less than can be charged', { amount: { minor: '1', currency: 'USD' } }, 'AMOUNT_NOT_CHARGEABLE'],
    ['of more than can be charged', { amount: { minor: '100000000', currency: 'USD' } }, 'AMOUNT_NOT_CHARGEABLE'],
    [
      'of more than can be paid at all, out of the balance',
      { method: 'BALANCE', amount: { minor: '9223372036854775807', currency: 'USD' } },
      'AMOUNT_NOT_CHARGEABLE',
    ],
    ['to no project', { projectId: 'prj_00000000000000000000000000' }, 'PROJECT_NOT_FOUND'],
    ['for an organisation of others', { organisationId: 'org_00000000000000000000000000' }, 'ORGANISATION_NOT_FOUND'],
  ])('is refused %s', async (_case, change, code) => {
    const before = await stored();
    expect((await offerTo(api, company, project.projectId, change)).codes).toEqual([code]);
    expect(await stored()).toEqual(before);
  });

  it('is for those who decide about money, and is nothing to others', async () => {
    const engineer = { ...company, finance: company.engineer };
    expect((await offerTo(api, engineer, project.projectId)).codes).toEqual(['MISSING_ROLE']);
    const untold = await api.givenPerson('Untold');
    const organisationId = await givenOrganisation(api, 'COMPANY', untold);
    expect((await offerTo(api, { ...company, organisationId, finance: untold }, project.projectId)).codes).toEqual([
      'TERMS_NOT_ACCEPTED',
    ]);
    const offer = await givenOffer(api, company, project.projectId);
    expect(await withdraw(offer, rival.finance)).toEqual(['STANDING_OFFER_NOT_FOUND']);
    expect(await withdraw(offer, company.engineer)).toEqual(['MISSING_ROLE']);
    expect(await shown(offer, rival.finance)).toBeNull();
    expect(await shown(offer, project.maintainer)).toBeNull();
    expect((await shown(offer, company.engineer))!.status).toBe('OPEN');
  });

  it('is withdrawn once, and not when a need has it', async () => {
    const offer = await givenOffer(api, company, project.projectId);
    expect(await withdraw(offer, company.finance)).toEqual([]);
    expect(await withdraw(offer, company.finance)).toEqual(['ILLEGAL_TRANSITION']);
    const taken = await givenOffer(api, rival, project.projectId);
    await publish('100000');
    await api.settle();
    expect(await withdraw(taken, rival.finance)).toEqual(['ILLEGAL_TRANSITION']);
  });

  it('is listed for its organisation, by state and project', async () => {
    const own = await givenCompany(api);
    const other = await givenMaintainer(api);
    const gone = await givenOffer(api, own, project.projectId);
    await withdraw(gone, own.finance);
    const open = await givenOffer(api, own, project.projectId);
    const elsewhere = await givenOffer(api, own, other.projectId);
    const list = async (change: object): Promise<string[]> => {
      const query = `query ($id: ID!, $status: StandingOfferStatus, $project: ID) {
        standingOffers(organisationId: $id, status: $status, projectId: $project, first: 5) { nodes { id } } }`;
      const { data } = await api.gql(query, { id: own.organisationId, ...change }, own.engineer);
      return (data!.standingOffers as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
    };
    expect(await list({})).toEqual([elsewhere, open, gone]);
    expect(await list({ status: 'OPEN' })).toEqual([elsewhere, open]);
    expect(await list({ project: project.projectId })).toEqual([open, gone]);
  });
});

describe('What waits for a project', () => {
  async function waiting(as: Sender, projectId = project.projectId): Promise<unknown> {
    const query = `query ($id: ID!) { node(id: $id) { ... on Project { waitingOffers { offers sums { minor currency } } } } }`;
    const { data, errors } = await api.gql(query, { id: projectId }, as);
    expect(errors).toBeUndefined();
    return (data!.node as { waitingOffers: unknown }).waitingOffers;
  }

  it('is told to its maintainers as a sum, whoever offers, and to whoever offers as the own amount', async () => {
    expect(await waiting(project.maintainer)).toBeNull();
    await givenOffer(api, company, project.projectId, { amount: USD('10000') });
    await givenOffer(api, rival, project.projectId, { amount: { minor: '7000', currency: 'EUR' } });
    const stranger = await api.givenPerson(`Stranger ${key()}`);
    expect(await waiting(project.maintainer)).toEqual({
      offers: 2,
      sums: [{ minor: '7000', currency: 'EUR' }, USD('10000')],
    });
    expect(await waiting(company.engineer)).toEqual({ offers: 1, sums: [USD('10000')] });
    expect(await waiting(stranger)).toBeNull();
    expect(await waiting({ headers: {} })).toBeNull();
  });

  it('is told to others when it is named, or from five independent organisations up', async () => {
    const stranger = await api.givenPerson(`Stranger ${key()}`);
    await givenOffer(api, company, project.projectId, { amount: USD('100'), isNamed: true });
    await givenOffer(api, rival, project.projectId, { amount: USD('60') });
    expect(await waiting(stranger)).toEqual({ offers: 1, sums: [USD('100')] });
    for (let count = 1; count <= 4; count += 1)
      await givenOffer(api, await givenFunder(api), project.projectId, { amount: USD('1000') });
    expect(await waiting(stranger)).toEqual({ offers: 1, sums: [USD('100')] });
    const fifth = await givenFunder(api);
    await givenOffer(api, fifth, project.projectId, { amount: USD('1000') });
    expect(await waiting(stranger)).toEqual({ offers: 6, sums: [USD('5100')] });
    // Whoever is one of the five learns nothing of the other four.
    expect(await waiting(fifth.finance)).toEqual({ offers: 2, sums: [USD('1100')] });
    // One that shows nobody who it is is in the sum of the maintainer alone.
    expect(await waiting(project.maintainer)).toEqual({ offers: 7, sums: [USD('5160')] });
  }, 60_000);

  it('is not told from five organisations up that share a domain, with each other or with the reader', async () => {
    const stranger = await api.givenPerson(`Stranger ${key()}`);
    const owned = `${key().slice(-12)}.example`;
    const reader = await givenFunder(api, `reader.${owned}`);
    const shared = [undefined, undefined, undefined, `a.${owned}`, `b.${owned}`];
    for (const domain of shared)
      await givenOffer(api, await givenFunder(api, domain), project.projectId, { amount: USD('1000') });
    expect(await waiting(stranger)).toBeNull();
    await givenOffer(api, await givenFunder(api), project.projectId, { amount: USD('1000') });
    expect(await waiting(stranger)).toEqual({ offers: 6, sums: [USD('6000')] });
    expect(await waiting(reader.finance)).toBeNull();
  }, 60_000);

  it('is told to whoever begins to maintain the project, once', async () => {
    const projectId = await givenProject(api, `https://github.com/example/unclaimed-${key()}`);
    await givenOffer(api, company, projectId);
    await api.settle();
    const newcomer = await api.givenPerson(`Newcomer ${key()}`);
    await sendAgain(
      api,
      maintainershipChanged,
      {
        projectId: parseId('prj', projectId),
        claimId: newId<'clm'>(),
        personId: parseId('usr', newcomer.personId),
        hasBegun: true,
      },
      1,
    );
    await deliverAgain(api, maintainershipChanged);
    expect(await subjectsOf(api, newcomer)).toEqual(['An amount waits for the first need of library']);
    await sendAgain(
      api,
      maintainershipChanged,
      {
        projectId: parseId('prj', projectId),
        claimId: newId<'clm'>(),
        personId: parseId('usr', newcomer.personId),
        hasBegun: false,
      },
      1,
    );
    expect(await subjectsOf(api, newcomer)).toHaveLength(1);
  });
});

/** Last, since sessions that are begun later belong to another time. */
describe('The time of an offer', () => {
  it('ends after a year, once, and not before', async () => {
    const offer = await givenOffer(api, company, project.projectId);
    await passTime(api, 364 * DAY_MS);
    expect((await shown(offer))!.status).toBe('OPEN');
    await passTime(api, DAY_MS);
    expect((await shown(offer))!.status).toBe('EXPIRED');
    expect(await subjectsOf(api, company.finance)).toContain('Your offer to library has ended');
    const after = await stored();
    await deliverAgain(api, offerExpiryDue);
    expect(await stored()).toEqual(after);
  });
});
