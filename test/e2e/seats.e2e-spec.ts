/** People who sit for projects: how they come into the pool, how they are drawn, and how it ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, parseId } from '#platform/kernel';
import { givenOperators, type GivenOperators } from '../support/given-operators.js';
import { givenMember } from '../support/given-pool.js';
import { givenGrantAt, givenRecognised } from '../support/given-vetting.js';
import { givenCompany, givenMaintainer, givenNeed, givenPaidPledge, key, passTime } from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

const REASON = 'We have worked on ten packages together.';
const PROFILE = {
  ...{ statement: 'Ten years of packaging for a distribution.', skills: ['PACKAGING'], ties: 'I package it.' },
  ...{ tiedProjectIds: [], tiedOrganisationIds: [], loadLimit: 2, ratePerHour: { minor: '9000', currency: 'USD' } },
};

let api: TestApi;
let operators: GivenOperators;
let project: { readonly projectId: string; readonly maintainer: Caller };
beforeAll(async () => {
  api = await TestApi.start();
  operators = await givenOperators(api);
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  await api.refillBuckets();
  await api.database.asOwner(`UPDATE pool_member SET status = 'WITHDRAWN' WHERE status IN ('APPLIED', 'ACCEPTED')`);
  project = await givenRecognised(api);
}, 60_000);

async function told(mutation: string, as: Sender, selection: string, input: object): Promise<Record<string, unknown>> {
  const answer = await api.mutate<Record<string, unknown>>(
    ...([mutation, inputTypeOf(api, mutation).name, selection, input, as] as const),
  );
  return answer.userErrors[0] === undefined ? answer : { code: answer.userErrors[0].code };
}

const member = async (mutation: string, as: Sender, input: object): Promise<string> => {
  const answer = await told(mutation, as, 'poolMember { id status }', input);
  lastId = (answer.poolMember as { id: string } | undefined)?.id ?? lastId;
  return (answer.code ?? (answer.poolMember as { status: string }).status) as string;
};
let lastId: string;

const decide = (as: Sender, decision: string, poolMemberId = lastId) =>
  member('decideOnPoolMember', as, { poolMemberId, decision, reason: REASON });

async function steward(): Promise<Caller> {
  const person = await api.givenPerson(`Stella ${key()}`);
  await givenMember(api, person, { kind: 'STEWARD' });
  return person;
}

/** Whom a draw gave, or why it gave nobody. */
async function draw(kind: 'STEWARD' | 'REVIEWER', more: object = {}, as: Sender = project.maintainer) {
  const selection = 'seatOffers { id status member { person { id } } }';
  const answer = await told('drawSeats', as, selection, { projectId: project.projectId, kind, ...more });
  const offers = answer.seatOffers as { id: string; member: { person: { id: string } } }[] | undefined;
  return { code: answer.code, offers: offers ?? [], people: offers?.map((offer) => offer.member.person.id) ?? [] };
}

async function answerOffer(as: Sender, seatOfferId: string, answer: string): Promise<string> {
  const said = await told('answerSeatOffer', as, 'seatOffer { status }', { seatOfferId, answer });
  return (said.code ?? (said.seatOffer as { status: string }).status) as string;
}

async function seats(): Promise<{ kind: string; person: { id: string } }[]> {
  const { data } = await api.gql(`{ projectSeats(projectId: "${project.projectId}") { kind person { id } } }`);
  return data!.projectSeats as { kind: string; person: { id: string } }[];
}

describe('somebody who applies to the pool', () => {
  it('is taken in by two, and begins with those who run the installation as long as there are few stewards', async () => {
    const applicant = await api.givenPerson(`Ann ${key()}`);
    const { first, second } = operators;
    expect(await member('applyToPool', applicant, { kind: 'STEWARD', profile: PROFILE })).toBe('APPLIED');
    expect(await told('applyToPool', applicant, 'clientMutationId', { kind: 'STEWARD', profile: PROFILE })).toEqual({
      code: 'POOL_MEMBER_EXISTS',
    });
    expect(await decide(applicant, 'ACCEPT')).toBe('ACTOR_NOT_ENTITLED');
    expect(await decide(first, 'ACCEPT')).toBe('APPLIED');
    expect(await decide(first, 'ACCEPT')).toBe('ALREADY_SIGNED');
    expect(await decide(second, 'REMOVE')).toBe('ILLEGAL_TRANSITION');
    expect(await decide(second, 'ACCEPT')).toBe('ACCEPTED');
    const { data } = await api.gql(
      `{ node(id: "${lastId}") { ... on PoolMember { statement ties ratePerHour { decimal } loadLimit seats decisions { action reason } } } }`,
    );
    expect(data!.node).toMatchObject({
      ties: 'I package it.',
      ratePerHour: { decimal: '90.00' },
      loadLimit: 2,
      seats: 0,
      decisions: [{ action: 'ACCEPT', reason: REASON }, {}],
    });
  });

  it('needs a steward among the two once there are three', async () => {
    const [one] = [await steward(), await steward(), await steward()];
    const applicant = await api.givenPerson(`Ann ${key()}`);
    await member('applyToPool', applicant, { kind: 'REVIEWER', profile: PROFILE });
    for (const operator of [operators.first, operators.second])
      expect(await decide(operator, 'ACCEPT')).toBe('APPLIED');
    expect(await decide(one, 'ACCEPT')).toBe('ACCEPTED');
  });

  it('says anew what they say, and leaves with all seats', async () => {
    const person = await api.givenPerson(`Ann ${key()}`);
    const poolMemberId = await givenMember(api, person, { kind: 'REVIEWER' });
    const offer = (await draw('REVIEWER')).offers[0]!;
    await answerOffer(person, offer.id, 'TAKE');
    expect(await answerOffer(project.maintainer, offer.id, 'SEAT')).toBe('SEATED');
    expect(await member('updatePoolMembership', person, { poolMemberId, profile: { ...PROFILE, loadLimit: 0 } })).toBe(
      'ACCEPTED',
    );
    expect(await member('leavePool', await steward(), { poolMemberId })).toBe('POOL_MEMBER_NOT_FOUND');
    expect(await member('leavePool', person, { poolMemberId })).toBe('WITHDRAWN');
    expect(await member('leavePool', person, { poolMemberId })).toBe('POOL_MEMBER_NOT_FOUND');
    expect(await seats()).toEqual([]);
  });

  it('is put out by two, with all seats, and never by oneself', async () => {
    const [first, second, third] = [await steward(), await steward(), await steward()];
    const person = await api.givenPerson(`Ann ${key()}`);
    lastId = await givenMember(api, person, { kind: 'REVIEWER' });
    const offer = (await draw('REVIEWER')).offers[0]!;
    await answerOffer(person, offer.id, 'TAKE');
    await answerOffer(project.maintainer, offer.id, 'SEAT');
    expect(await decide(person, 'REMOVE')).toBe('ACTOR_NOT_ENTITLED');
    expect(await decide(first, 'REMOVE')).toBe('ACCEPTED');
    expect(await seats()).toHaveLength(1);
    expect(await decide(second, 'REMOVE')).toBe('REMOVED');
    expect(await decide(third, 'REMOVE')).toBe('ILLEGAL_TRANSITION');
    expect(await seats()).toEqual([]);
  });
});

describe('a draw', () => {
  it('fills three seats of stewards and no more, from those who want it and are let in', async () => {
    const people = [await steward(), await steward(), await steward(), await steward()];
    expect((await draw('STEWARD', {}, people[0])).code).toBe('NOT_PROJECT_OWNER');
    const { offers, people: chosen } = await draw('STEWARD');
    expect(new Set(chosen).size).toBe(3);
    expect((await draw('STEWARD')).code).toBe('SEATS_FILLED');
    const [offer] = offers;
    const who = people.find(({ personId }) => personId === chosen[0])!;
    expect(await answerOffer(project.maintainer, offer!.id, 'SEAT')).toBe('ILLEGAL_TRANSITION');
    expect(await answerOffer(project.maintainer, offer!.id, 'TAKE')).toBe('ACTOR_NOT_ENTITLED');
    expect(await answerOffer(await api.givenPerson(`Nosy ${key()}`), offer!.id, 'TAKE')).toBe('SEAT_OFFER_NOT_FOUND');
    expect(await answerOffer(who, offer!.id, 'TAKE')).toBe('TAKEN');
    expect(await answerOffer(who, offer!.id, 'SEAT')).toBe('ACTOR_NOT_ENTITLED');
    expect(await answerOffer(project.maintainer, offer!.id, 'SEAT')).toBe('SEATED');
    expect(await seats()).toEqual([{ kind: 'STEWARD', person: { id: who.personId } }]);
    expect(
      await told('leaveSeat', who, 'seats { kind }', { projectId: project.projectId, kind: 'STEWARD' }),
    ).toMatchObject({ seats: [] });
    expect(await told('leaveSeat', who, 'seats { kind }', { projectId: project.projectId, kind: 'STEWARD' })).toEqual({
      code: 'SEAT_NOT_FOUND',
    });
  });

  it('passes over whoever is tied, at their limit, without the skill, or has a part in the project', async () => {
    const reviewer = async (facts: object = {}): Promise<Caller> => {
      const person = await api.givenPerson(`Ann ${key()}`);
      await givenMember(api, person, { kind: 'REVIEWER', ...facts });
      return person;
    };
    const need = await givenNeed(api);
    const company = await givenCompany(api);
    project = need;
    await givenPaidPledge(api, company, need.needId, '10000');
    await reviewer({ tiedProjects: [need.projectId] });
    await reviewer({ tiedOrganisations: [company.organisationId] });
    await reviewer({ loadLimit: 0 });
    await givenMember(api, company.engineer, { kind: 'REVIEWER' });
    await givenMember(api, need.maintainer, { kind: 'REVIEWER' });
    await givenGrantAt(api, { candidate: await reviewer(), projectId: need.projectId, status: 'SPONSORING' });
    expect((await draw('REVIEWER')).code).toBe('NOBODY_TO_DRAW');
    const free = await reviewer();
    // One person with a skill would be picked by it.
    expect((await draw('REVIEWER', { skill: 'BUILD' })).code).toBe('NOBODY_TO_DRAW');
    expect((await draw('REVIEWER', { skill: 'MODERATION' })).code).toBe('NOBODY_TO_DRAW');
    expect((await draw('REVIEWER')).people).toEqual([free.personId]);
  });

  it('ends without an answer after fourteen days, and draws nobody again who was refused within a year', async () => {
    const first = await steward();
    const offer = (await draw('STEWARD')).offers[0]!;
    await passTime(api, 14 * DAY_MS + 1_000);
    expect(await answerOffer(first, offer.id, 'TAKE')).toBe('ILLEGAL_TRANSITION');
    const again = (await draw('STEWARD')).offers[0]!;
    expect(await answerOffer(project.maintainer, again.id, 'REFUSE')).toBe('REFUSED');
    expect((await draw('STEWARD')).code).toBe('NOBODY_TO_DRAW');
  });

  it('takes silence about somebody who wants the seat for a refusal', async () => {
    const person = await steward();
    const offer = (await draw('STEWARD')).offers[0]!;
    expect(await answerOffer(person, offer.id, 'TAKE')).toBe('TAKEN');
    await passTime(api, 14 * DAY_MS + 1_000);
    const { data } = await api.gql('{ seatOffers(first: 1) { nodes { status } } }', {}, person);
    expect(data!.seatOffers).toEqual({ nodes: [{ status: 'REFUSED' }] });
    expect((await draw('STEWARD')).code).toBe('NOBODY_TO_DRAW');
  });

  it('seats nobody who has come to ask for a scope since', async () => {
    const person = await steward();
    const offer = (await draw('STEWARD')).offers[0]!;
    await answerOffer(person, offer.id, 'TAKE');
    await givenGrantAt(api, { candidate: person, projectId: project.projectId, status: 'SPONSORING' });
    expect(await answerOffer(project.maintainer, offer.id, 'SEAT')).toBe('ACTOR_NOT_ENTITLED');
    expect(await seats()).toEqual([]);
  });

  it('is narrowed by a skill where five have it', async () => {
    for (let count = 0; count < 5; count += 1)
      await givenMember(api, await api.givenPersonWithoutPasskey(`Ann ${key()}`), {
        kind: 'REVIEWER',
        skills: ['AUDIT'],
      });
    expect((await draw('REVIEWER', { skill: 'AUDIT' })).people).toHaveLength(2);
  });

  it('is not repeated until somebody is drawn whom those who speak for the project like', async () => {
    for (let count = 0; count < 4; count += 1) await steward();
    const { offers } = await draw('STEWARD');
    for (const { id } of offers) expect(await answerOffer(project.maintainer, id, 'REFUSE')).toBe('REFUSED');
    expect((await draw('STEWARD')).code).toBe('TOO_MANY_REFUSALS');
  });

  it('of two at once has nobody twice, and nobody above their limit', async () => {
    const other = await givenMaintainer(api, project.maintainer);
    const person = await api.givenPerson(`Ann ${key()}`);
    await givenMember(api, person, { kind: 'REVIEWER', loadLimit: 1 });
    const both = await Promise.all([
      draw('REVIEWER'),
      draw('REVIEWER', { projectId: other.projectId }),
      draw('REVIEWER'),
    ]);
    expect(both.flatMap(({ people }) => people)).toEqual([person.personId]);
    const open = await api.database.asOwner('SELECT 1 FROM seat_offer WHERE person_id = $1', [
      parseId('usr', person.personId),
    ]);
    expect(open).toHaveLength(1);
  });
});
