import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseId } from '#platform/kernel';
import {
  givenCompany,
  givenEvidence,
  givenMaintainer,
  givenMember,
  givenOrganisation,
  givenPaidPledge,
  givenReviewer,
  givenTerms,
  key,
  type GivenNeed,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

interface NamedPayee {
  readonly payeeId: string;
  readonly weight: number;
}

const payeesOf = async (needId: string, viewer?: Caller): Promise<unknown> => {
  const answer = await api.gql(
    'query ($id: ID!) { need(id: $id) { payees { payeeId weight status payout { state rail } } } }',
    { id: needId },
    viewer,
  );
  return (answer.data!.need as { payees: unknown } | null)?.payees;
};

/** A planned need in one milestone. */
async function planned(minor: string, author?: Caller): Promise<Omit<GivenNeed, 'milestoneIds'>> {
  const { maintainer, projectId } = await givenMaintainer(api, author);
  await givenTerms(api, maintainer, 'RECEIVER');
  const amount = { minor, currency: 'USD' };
  const { need } = await api.mutate<{ need: { id: string } }>(
    'createNeed',
    'CreateNeedInput',
    'need { id }',
    { projectId, kind: 'SECURITY_WORK', title: 'Shared', summary: 'Why', goal: amount, idempotencyKey: key() },
    maintainer,
  );
  const milestones = [{ title: 'All', deliverable: 'Done', amount }];
  await api.mutate(
    'setMilestonePlan',
    'SetMilestonePlanInput',
    'need { id }',
    { needId: need.id, milestones },
    maintainer,
  );
  return { maintainer, needId: need.id, projectId };
}

const name = (needId: string, maintainer: Caller, payees: readonly NamedPayee[]) =>
  api.mutate('setNeedPayees', 'SetNeedPayeesInput', 'need { id }', { needId, payees }, maintainer);
const decide = (verb: 'accept' | 'decline', needId: string, payeeId: string, caller: Caller) =>
  api.mutate(`${verb}Payee`, 'DecidePayeeInput', 'need { id }', { needId, payeeId }, caller);
const publish = (needId: string, maintainer: Caller) =>
  api.mutate('publishNeed', 'NeedActionInput', 'need { status }', { needId }, maintainer);
const codes = ({ userErrors }: { readonly userErrors: readonly { readonly code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

describe('whoever is paid for a need', () => {
  it('is its author, as long as nobody else is named', async () => {
    const { maintainer, needId } = await planned('10000');
    expect(await payeesOf(needId, maintainer)).toEqual([
      { payeeId: maintainer.personId, weight: 1, status: 'ACCEPTED', payout: { state: 'NOT_STARTED', rail: null } },
    ]);
  });

  it('is told, sees the draft, and has to agree before it is published', async () => {
    const { maintainer, needId } = await planned('10000');
    const other = await api.givenPerson(`Other ${key()}`);
    expect(await payeesOf(needId, other)).toBeUndefined();
    await name(needId, maintainer, [
      { payeeId: maintainer.personId, weight: 2 },
      { payeeId: other.personId, weight: 1 },
    ]);
    expect(codes(await publish(needId, maintainer))).toEqual(['PAYEES_NOT_ACCEPTED']);
    const answer = await api.gql('{ payeeProposals(first: 5) { need { id } weight } }', {}, other);
    expect(answer.data!.payeeProposals).toEqual([{ need: { id: needId }, weight: 1 }]);
    await api.settle();
    const inbox = await api.gql('{ viewer { notifications(first: 5) { nodes { subject } } } }', {}, other);
    expect(JSON.stringify(inbox.data)).toContain('You are asked to be paid for \\"Shared\\"');
    expect(codes(await decide('accept', needId, other.personId, other))).toEqual(['TERMS_NOT_ACCEPTED']);
    await givenTerms(api, other, 'RECEIVER');
    expect(codes(await decide('accept', needId, other.personId, other))).toEqual([]);
    expect(codes(await publish(needId, maintainer))).toEqual([]);
    expect(await payeesOf(needId)).toEqual([
      expect.objectContaining({ payeeId: maintainer.personId, weight: 2, status: 'ACCEPTED' }),
      expect.objectContaining({ payeeId: other.personId, weight: 1, status: 'ACCEPTED' }),
    ]);
  });

  it('may say no, and is then left out by the author', async () => {
    const { maintainer, needId } = await planned('10000');
    const other = await api.givenPerson(`Other ${key()}`);
    await name(needId, maintainer, [
      { payeeId: maintainer.personId, weight: 1 },
      { payeeId: other.personId, weight: 1 },
    ]);
    expect(codes(await decide('decline', needId, other.personId, other))).toEqual([]);
    expect(await payeesOf(needId, other)).toBeUndefined();
    expect(codes(await publish(needId, maintainer))).toEqual(['PAYEES_NOT_ACCEPTED']);
    await name(needId, maintainer, [{ payeeId: maintainer.personId, weight: 1 }]);
    expect(codes(await publish(needId, maintainer))).toEqual([]);
  });

  it('cannot be changed after that, by anybody', async () => {
    const { maintainer, needId } = await planned('10000');
    await publish(needId, maintainer);
    const own = [{ payeeId: maintainer.personId, weight: 1 }];
    expect(codes(await name(needId, maintainer, own))).toEqual(['PAYEES_FIXED']);
    expect(codes(await decide('decline', needId, maintainer.personId, maintainer))).toEqual(['PAYEES_FIXED']);
  });

  it('exists, and stands there once', async () => {
    const { maintainer, needId } = await planned('10000');
    const own = { payeeId: maintainer.personId, weight: 1 };
    expect(codes(await name(needId, maintainer, [own, own]))).toEqual(['PAYEE_TWICE']);
    const other = `${maintainer.personId.slice(0, -1)}${maintainer.personId.endsWith('0') ? '1' : '0'}`;
    for (const payeeId of ['nobody', other, 'org_01h455vb4pex5vsknk084sn02q'])
      expect(codes(await name(needId, maintainer, [{ payeeId, weight: 1 }]))).toEqual(['PAYEE_NOT_FOUND']);
    expect(await payeesOf(needId, maintainer)).toHaveLength(1);
  });

  it('is decided on by the finance of an organisation, and by nobody else for it', async () => {
    const { maintainer, needId } = await planned('10000');
    const admin = await api.givenPerson(`Host ${key()}`);
    const payeeId = await givenOrganisation(api, 'FOUNDATION', admin);
    await name(needId, maintainer, [{ payeeId, weight: 1 }]);
    const plain = await givenMember(api, payeeId, admin, ['MEMBER']);
    expect(codes(await decide('accept', needId, payeeId, plain))).toEqual(['MISSING_ROLE']);
    expect(codes(await decide('accept', needId, payeeId, maintainer))).toEqual(['ORGANISATION_NOT_FOUND']);
    expect(codes(await decide('accept', needId, maintainer.personId, admin))).toEqual(['PAYEE_NOT_FOUND']);
    await givenTerms(api, admin, 'RECEIVER', payeeId);
    expect(codes(await decide('accept', needId, payeeId, admin))).toEqual([]);
    expect(codes(await publish(needId, maintainer))).toEqual([]);
  });
});

describe('the money of an accepted milestone', () => {
  /** A published need that several people are paid for, new ones unless they are given. */
  async function shared(minor: string, weights: readonly number[], given?: readonly [Caller, ...Caller[]]) {
    const { maintainer, needId } = await planned(minor, given?.[0]);
    const others = given?.slice(1) ?? (await Promise.all(weights.slice(1).map(() => api.givenPerson(`Paid ${key()}`))));
    const people = [maintainer, ...others];
    await name(
      needId,
      maintainer,
      people.map(({ personId }, index) => ({ payeeId: personId, weight: weights[index]! })),
    );
    for (const person of people.slice(1)) {
      await givenTerms(api, person, 'RECEIVER');
      await decide('accept', needId, person.personId, person);
    }
    await publish(needId, maintainer);
    return { maintainer, needId, people };
  }

  async function accepted(needId: string, maintainer: Caller, reviewer: Caller): Promise<readonly string[]> {
    const answer = await api.gql('query ($id: ID!) { need(id: $id) { milestones { id } } }', { id: needId });
    const milestoneId = (answer.data!.need as { milestones: { id: string }[] }).milestones[0]!.id;
    await givenEvidence(api, maintainer, milestoneId);
    const input = { milestoneId };
    const taken = await api.mutate('startReview', 'StartReviewInput', 'milestone { id }', input, reviewer);
    const decision = { ...input, reasons: 'Good' };
    const done = await api.mutate('acceptMilestone', 'DecideMilestoneInput', 'milestone { id }', decision, reviewer);
    await api.settle();
    return [...codes(taken), ...codes(done)];
  }

  const sentTo = ({ personId }: Caller) =>
    api.database.asOwner<{ minor: string; tied: boolean }>(
      'SELECT amount_minor AS minor, payment_id IS NOT NULL AS tied FROM transfer WHERE person_id = $1 ORDER BY created_at',
      [parseId('usr', personId)],
    );

  const transfers = (needId: string) =>
    api.database.asOwner<{ minor: string; status: string; tied: boolean }>(
      `SELECT transfer.amount_minor AS minor, transfer.status, transfer.payment_id IS NOT NULL AS tied
         FROM transfer JOIN release_part part ON part.transfer_id = transfer.id WHERE part.need_id = $1 ORDER BY part.id`,
      [parseId('need', needId)],
    );

  it('is divided by the weights, and goes to each by a transfer tied to the charge', async () => {
    const { maintainer, needId } = await shared('10000', [1, 1, 1]);
    await givenPaidPledge(api, await givenCompany(api), needId, '10000');
    expect(await accepted(needId, maintainer, await givenReviewer(api))).toEqual([]);
    expect(await transfers(needId)).toEqual(
      ['3167', '3167', '3166'].map((minor) => ({ minor, status: 'queued', tied: true })),
    );
  });

  it('is paid as a whole only when every part of it has arrived', async () => {
    const { maintainer, needId, people } = await shared('10000', [1, 1]);
    await api.stripe.topUp(100_000, 'usd');
    await givenPaidPledge(api, await givenCompany(api), needId, '10000');
    await accepted(needId, maintainer, await givenReviewer(api));
    const status = async (): Promise<unknown> => {
      const answer = await api.gql('query ($id: ID!) { need(id: $id) { milestones { status } } }', { id: needId });
      return (answer.data!.need as { milestones: { status: string }[] }).milestones[0]!.status;
    };
    const onboard = async (person: Caller): Promise<void> => {
      const input = { country: 'DE' };
      await api.mutate('startRecipientOnboarding', 'StartRecipientOnboardingInput', 'clientMutationId', input, person);
      await api.settle();
      const { data } = await api.gql('{ recipientAccount { onboardingUrl } }', {}, person);
      const { onboardingUrl } = data!.recipientAccount as { onboardingUrl: string };
      await api.stripe.completeOnboarding(api.browser(), onboardingUrl);
      await api.settle();
    };
    await onboard(people[0]!);
    expect((await transfers(needId)).map((row) => row.status)).toEqual(['confirmed', 'queued']);
    expect(await status()).toBe('PAYABLE');
    await onboard(people[1]!);
    expect((await transfers(needId)).map((row) => row.status)).toEqual(['confirmed', 'confirmed']);
    expect(await status()).toBe('PAID');
  });

  it('is not reviewed by any member of an organisation that gets a part of it', async () => {
    const { maintainer, needId } = await planned('10000');
    const admin = await api.givenPerson(`Host ${key()}`);
    const payeeId = await givenOrganisation(api, 'FOUNDATION', admin);
    const plain = await givenMember(api, payeeId, admin, ['REVIEWER']);
    await name(needId, maintainer, [{ payeeId, weight: 1 }]);
    await givenTerms(api, admin, 'RECEIVER', payeeId);
    await decide('accept', needId, payeeId, admin);
    await publish(needId, maintainer);
    await givenPaidPledge(api, await givenCompany(api), needId, '10000');
    expect(await accepted(needId, maintainer, plain)).toContain('CONFLICT_OF_INTEREST');
  });

  it('is not reviewed, nor approved, by anybody who gets a part of it', async () => {
    const { maintainer, needId, people } = await shared('10000', [1, 1]);
    const company = await givenCompany(api);
    await givenPaidPledge(api, company, needId, '10000');
    const reviewer = await givenReviewer(api, people[1]);
    expect(await accepted(needId, maintainer, reviewer)).toContain('CONFLICT_OF_INTEREST');
  });

  it('holds up the erasure of everybody who is to get a part of it, not of its author alone', async () => {
    const { people } = await shared('10000', [1, 1]);
    const { userErrors } = await api.mutate(
      'requestErasure',
      'RequestErasureInput',
      'clientMutationId',
      {},
      people[1]!,
    );
    expect(userErrors.map(({ code }) => code)).toEqual(['ERASURE_BLOCKED']);
  });

  it('waits while a part is too small to be sent, and goes out when the parts add up', async () => {
    const { maintainer, needId, people } = await shared('10000', [199, 1]);
    const [, small] = people;
    await givenPaidPledge(api, await givenCompany(api), needId, '10000');
    await accepted(needId, maintainer, await givenReviewer(api));
    // 95.00 for both: 94.53 and 0.47 (the larger fraction gets the cent).
    expect((await transfers(needId)).map(({ minor }) => minor)).toEqual(['9453']);
    const below = await api.gql('{ belowMinimumTransfer { decimal currency } }', {}, small);
    expect(below.data!.belowMinimumTransfer).toEqual([{ decimal: '0.47', currency: 'USD' }]);

    const again = await shared('10000', [199, 1], [maintainer, small!]);
    await givenPaidPledge(api, await givenCompany(api), again.needId, '10000');
    await accepted(again.needId, maintainer, await givenReviewer(api));
    expect(await sentTo(small!)).toEqual([]);
    const third = await shared('10000', [199, 1], [maintainer, small!]);
    await givenPaidPledge(api, await givenCompany(api), third.needId, '10000');
    await accepted(third.needId, maintainer, await givenReviewer(api));
    // Three times 0.47 is more than 1.00: one transfer, tied to no charge.
    expect(await sentTo(small!)).toEqual([{ minor: '141', tied: false }]);
  });
});
