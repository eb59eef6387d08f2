/** Projects that nobody maintains: who is told, who calls for adoption, and how a call ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DemandService } from '#libs/demand';
import { adoptionCallAnswered, adoptionCallExpiryDue, maintainershipChanged } from '#platform/contracts';
import { DAY_MS, newId, parseId } from '#platform/kernel';
import {
  deliverAgain,
  givenFunder,
  givenOffer,
  givenUnmaintained,
  sendAgain,
  ship,
  subjectsOf,
} from '../support/given-offers.js';
import { givenCompany, givenMaintainer, givenMember, key, passTime, type GivenCompany } from '../support/given.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

let api: TestApi;
let company: GivenCompany;
let uncleared: GivenCompany;
let stranger: Caller;
let projectId: string;
beforeAll(async () => {
  api = await TestApi.start();
  company = await givenFunder(api);
  uncleared = await givenCompany(api);
  stranger = await api.givenPerson('Stranger');
}, 60_000);
beforeEach(async () => {
  await api.refillBuckets();
  projectId = await givenUnmaintained(api);
});
afterAll(() => api.close());

interface CallAnswer {
  readonly adoptionCall: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string }[];
}

function call(by = company, change: object = {}): Promise<CallAnswer> {
  const input = { organisationId: by.organisationId, projectId, note: 'We build on it', ...change };
  return api.mutate('openAdoptionCall', 'OpenAdoptionCallInput', 'adoptionCall { id }', input, by.finance);
}

async function given(by = company, change: object = {}): Promise<string> {
  await ship(api, by, projectId);
  const { adoptionCall, userErrors } = await call(by, change);
  if (!adoptionCall) throw new Error(`refused with ${userErrors[0]!.code}`);
  return adoptionCall.id;
}

async function act(mutation: string, type: string, input: object, as: Caller): Promise<string[]> {
  const { userErrors } = await api.mutate(mutation, type, 'clientMutationId', input, as);
  return userErrors.map(({ code }) => code);
}
const withdraw = (adoptionCallId: string, as: Caller): Promise<string[]> =>
  act('withdrawAdoptionCall', 'WithdrawAdoptionCallInput', { adoptionCallId }, as);
const answer = (adoptionCallId: string, as: Caller, message = 'I would take it on'): Promise<string[]> =>
  act('answerAdoptionCall', 'AnswerAdoptionCallInput', { adoptionCallId, message }, as);

async function ofNode(id: string, selection: string, as?: Sender): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await api.gql(`query ($id: ID!) { node(id: $id) { ${selection} } }`, { id }, as);
  expect(errors).toBeUndefined();
  return data!.node as Readonly<Record<string, unknown>>;
}
const statusOf = async (id: string): Promise<unknown> => (await ofNode(id, '... on AdoptionCall { status }')).status;

async function claimStands(personId: string): Promise<void> {
  await api.database.asOwner(
    `INSERT INTO project_claim (id, project_id, person_id, token, status, opened_at, expires_at, verified_at)
     VALUES ($1, $2, $3, $4, 'verified', now(), now(), now())`,
    [newId<'clm'>(), parseId('prj', projectId), parseId('usr', personId), newId<'key'>()],
  );
}

/** What calls could leave behind. */
async function stored(): Promise<unknown> {
  return api.database.asOwner(
    `SELECT (SELECT jsonb_agg(to_jsonb(adoption_call.*) ORDER BY id) FROM adoption_call) AS calls, (SELECT count(*) FROM adoption_caller) AS callers,
            (SELECT jsonb_agg(to_jsonb(adoption_answer.*) ORDER BY id) FROM adoption_answer) AS answers, (SELECT count(*) FROM notification) AS notices`,
  );
}

describe('The upkeep of a project', () => {
  const upkeep = (as?: Sender, id = projectId): Promise<unknown> =>
    ofNode(id, '... on Project { upkeep { upkeep evidence advice } }', as).then((node) => node.upkeep);

  it('is told to those who see all of its signals, with what to do first', async () => {
    expect(await upkeep(company.engineer)).toEqual({
      upkeep: 'UNMAINTAINED',
      evidence: ['ARCHIVED'],
      advice: ['ADOPT', 'SUPPORT', 'MIGRATE'],
    });
    for (const as of [uncleared.finance, stranger, undefined]) expect(await upkeep(as)).toBeNull();
  });

  it('is that of a maintained one for its maintainer', async () => {
    const own = await givenMaintainer(api);
    expect(await upkeep(own.maintainer, own.projectId)).toEqual({
      upkeep: 'MAINTAINED',
      evidence: ['MAINTAINER_HERE'],
      advice: [],
    });
  });
});

describe('A call for adoption is refused and leaves nothing', () => {
  it.each<[string, () => Promise<CallAnswer>, string]>([
    ['by who does not see how projects stand', () => call(uncleared), 'EXPOSURE_NOT_CLEARED'],
    ['by one that may not know it, of a person who may through another', throughAnother, 'EXPOSURE_NOT_CLEARED'],
    ['by a plain member', () => call({ ...company, finance: company.engineer }), 'MISSING_ROLE'],
    ['for an organisation of others', () => call({ ...company, finance: uncleared.finance }), 'ORGANISATION_NOT_FOUND'],
    ['for a project that it does not ship', () => call(), 'NOT_A_DEPENDENCY'],
    ['for no project', () => call(company, { projectId: 'prj_00000000000000000000000000' }), 'NOT_A_DEPENDENCY'],
    ['for one with a maintainer', maintained, 'PROJECT_NOT_UNMAINTAINED'],
    ['with an offer of others', offerOfOthers, 'STANDING_OFFER_NOT_FOUND'],
    ['when there is one', () => given().then(() => call()), 'ADOPTION_CALL_EXISTS'],
  ])('%s', async (_case, refused, code) => {
    expect((await refused()).userErrors).toEqual([{ code }]);
    expect(
      await api.database.asOwner('SELECT count(*)::int AS calls FROM adoption_call WHERE project_id = $1', [
        parseId('prj', projectId),
      ]),
    ).toEqual([{ calls: code === 'ADOPTION_CALL_EXISTS' ? 1 : 0 }]);
  });

  /** The person decides about money in both organisations, and both ship the project. */
  async function throughAnother(): Promise<CallAnswer> {
    const both = await givenMember(api, uncleared.organisationId, uncleared.finance, ['FINANCE']);
    await givenMember(api, company.organisationId, company.finance, ['FINANCE'], both);
    for (const either of [company, uncleared]) await ship(api, either, projectId);
    return call({ ...uncleared, finance: both });
  }

  async function maintained(): Promise<CallAnswer> {
    ({ projectId } = await givenMaintainer(api));
    await ship(api, company, projectId);
    return call();
  }

  async function offerOfOthers(): Promise<CallAnswer> {
    await ship(api, company, projectId);
    return call(company, { standingOfferId: await givenOffer(api, uncleared, projectId) });
  }
});

describe('A call for adoption', () => {
  it('is made once when it is asked for twice at once', async () => {
    await ship(api, company, projectId);
    const both = await Promise.all([call(), call()]);
    expect(both.flatMap(({ userErrors }) => userErrors)).toEqual([{ code: 'ADOPTION_CALL_EXISTS' }]);
  });

  it('is public, and names its company only if that agreed', async () => {
    const standingOfferId = await givenOffer(api, company, projectId);
    const anonymous = await given(company, { standingOfferId });
    const list = async (as?: Sender): Promise<unknown> => {
      const query =
        'query ($id: ID!) { adoptionCalls(projectId: $id, first: 5) { nodes { id note hasOffer organisation { id } project { name } } } }';
      const { data, errors } = await api.gql(query, { id: projectId }, as);
      expect(errors).toBeUndefined();
      return (data!.adoptionCalls as { nodes: unknown }).nodes;
    };
    const one = { note: 'We build on it', hasOffer: true, organisation: null, project: { name: 'library' } };
    expect(await list()).toEqual([{ ...one, id: anonymous }]);
    const other = await givenFunder(api);
    await api.database.asOwner(`UPDATE organisation SET visibility = 'named' WHERE id = $1`, [
      parseId('org', other.organisationId),
    ]);
    const named = await given(other, { isNamed: true });
    expect(await list(stranger)).toEqual([
      { ...one, id: named, hasOffer: false, organisation: { id: other.organisationId } },
      { ...one, id: anonymous },
    ]);
  });

  it('is answered once by a person, for the caller and that person alone', async () => {
    const id = await given();
    expect(await answer(id, stranger)).toEqual([]);
    expect(await answer(id, stranger)).toEqual(['ALREADY_ANSWERED']);
    const another = await api.givenPerson(`Another ${key()}`);
    expect(await answer(id, another, 'I too')).toEqual([]);
    const messages = async (as?: Sender): Promise<unknown> => {
      const { answers } = await ofNode(id, '... on AdoptionCall { answers(first: 5) { nodes { message } } }', as);
      return answers && (answers as { nodes: { message: string }[] }).nodes.map(({ message }) => message);
    };
    expect(await messages(company.engineer)).toEqual(['I too', 'I would take it on']);
    expect(await messages(stranger)).toEqual(['I would take it on']);
    expect(await messages(uncleared.finance)).toEqual([]);
    expect(await messages()).toBeNull();
    await api.settle();
    const after = await stored();
    await deliverAgain(api, adoptionCallAnswered);
    expect(await stored()).toEqual(after);
    expect((await subjectsOf(api, company.finance)).slice(0, 2)).toEqual([
      'Somebody would take on library',
      'Somebody would take on library',
    ]);
  });

  it('is withdrawn by its caller alone, once, and is not answered after that', async () => {
    const id = await given();
    expect(await withdraw(id, uncleared.finance)).toEqual(['ADOPTION_CALL_NOT_FOUND']);
    expect(await withdraw(id, company.engineer)).toEqual(['MISSING_ROLE']);
    expect(await statusOf(id)).toBe('OPEN');
    expect(await withdraw(id, company.finance)).toEqual([]);
    expect(await withdraw(id, company.finance)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await answer(id, stranger)).toEqual(['ADOPTION_CALL_NOT_FOUND']);
  });

  it('ends as adopted when somebody shows control, and by nothing else', async () => {
    const id = await given();
    const changed = {
      projectId: parseId('prj', projectId),
      claimId: newId<'clm'>(),
      personId: parseId('usr', stranger.personId),
    };
    // Late and out of order: the claim has ended before its beginning is told.
    await sendAgain(api, maintainershipChanged, { ...changed, hasBegun: false });
    await sendAgain(api, maintainershipChanged, { ...changed, hasBegun: true });
    expect(await statusOf(id)).toBe('OPEN');
    await claimStands(stranger.personId);
    await sendAgain(api, maintainershipChanged, { ...changed, hasBegun: true });
    expect(await statusOf(id)).toBe('ADOPTED');
    const after = await stored();
    await deliverAgain(api, maintainershipChanged);
    expect(await stored()).toEqual(after);
    expect((await subjectsOf(api, company.finance))[0]).toBe('library has a maintainer');
  });

  it('shows in how many organisations the project is, from five up, to people while it is open', async () => {
    const id = await given();
    const finder = await givenMember(api, company.organisationId, company.finance, ['MEMBER']);
    const exposed = async (as?: Sender): Promise<unknown> =>
      (await ofNode(id, '... on AdoptionCall { exposedOrganisationsAtLeast }', as)).exposedOrganisationsAtLeast;
    const counted = () => api.app.get(DemandService).count();
    for (let others = 1; others <= 3; others += 1) await ship(api, await givenFunder(api), projectId);
    await counted();
    expect(await exposed(finder)).toBeNull();
    await ship(api, await givenFunder(api), projectId);
    await counted();
    expect(await exposed(finder)).toBe(5);
    expect(await exposed(stranger)).toBe(5);
    expect(await exposed()).toBeNull();
    await withdraw(id, company.finance);
    expect(await exposed(stranger)).toBeNull();
  }, 60_000);
});

/** Last, since sessions that are begun later belong to another time. */
describe('The time of a call', () => {
  it('is a year, once', async () => {
    const id = await given();
    await passTime(api, 364 * DAY_MS);
    expect(await statusOf(id)).toBe('OPEN');
    await passTime(api, DAY_MS);
    expect(await statusOf(id)).toBe('EXPIRED');
    const after = await stored();
    await deliverAgain(api, adoptionCallExpiryDue);
    expect(await stored()).toEqual(after);
  });
});
