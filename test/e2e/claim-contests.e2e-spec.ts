/** Several people claim one project: who waits, who speaks, and who decides. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecurringJobs } from '#platform/queue';
import { ClaimRig, type GivenClaimProject, type OwnClaim } from '../support/claim-rig.js';
import { givenFirstOperator } from '../support/given-operators.js';
import { key, passTime } from '../support/given.js';
import type { Caller } from '../support/test-api.js';
import { DAY_MS } from '#platform/kernel';

let rig: ClaimRig;
let operator: Caller;
let project: GivenClaimProject;
let first: Caller;
let second: Caller;
let claims: readonly [OwnClaim, OwnClaim];
beforeAll(async () => {
  rig = await ClaimRig.start();
  operator = await givenFirstOperator(rig.api);
  await rig.api.app.get(RecurringJobs).start();
}, 60_000);
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.api.refillBuckets();
  rig.hosts.status = null;
  [first, second] = [await rig.api.givenPerson(key()), await rig.api.givenPerson(key())];
  project = await rig.givenProject();
});

/** The first is verified; the second has proved control after that, in the same file. */
async function givenNewcomer(): Promise<void> {
  claims = [await rig.claimed(project, first), await rig.claimed(project, second)];
  rig.commit(project, ...claims);
  await rig.checked(claims[0], first);
  await rig.checked(claims[1], second);
}

const statuses = async (): Promise<string[]> => [
  (await rig.seen(claims[0].id, first)).status,
  (await rig.seen(claims[1].id, second)).status,
];
const rights = async (): Promise<boolean[]> => [
  await rig.maintains(project, first),
  await rig.maintains(project, second),
];
const ofSecond = () => ({ claimId: claims[1].id });
const codesOf = ({ userErrors }: { userErrors: readonly { code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);
const contest = (as: Caller) => rig.decide('contestClaim', { ...ofSecond(), reason: 'We do not know this person' }, as);
const resolve = (resolution: string, as = operator, more: object = {}) =>
  rig.decide('resolveClaim', { ...ofSecond(), resolution, reason: 'Heard both', ...more }, as);
const passDays = (count: number) => passTime(rig.api, count * DAY_MS);

describe('two claimants', () => {
  it.each([1, 2, 3])('who prove control at the same time are not both verified (try %s)', async () => {
    claims = [await rig.claimed(project, first), await rig.claimed(project, second)];
    rig.commit(project, ...claims);
    await Promise.all([
      rig.own('checkClaim', { claimId: claims[0].id }, first),
      rig.own('checkClaim', { claimId: claims[1].id }, second),
    ]);
    await Promise.all([rig.runChecksAtOnce(claims), rig.runChecksAtOnce(claims)]);
    await rig.api.settle();
    expect((await statuses()).sort()).toEqual(['VERIFIED', 'WAITING']);
    expect((await rights()).filter(Boolean)).toHaveLength(1);
  });

  it('are told, and the second has no rights while the maintainers are asked', async () => {
    await givenNewcomer();
    expect(await statuses()).toEqual(['VERIFIED', 'WAITING']);
    expect(await rights()).toEqual([true, false]);
    expect(await rig.notices(first)).toEqual(['claim_verified', 'claim_newcomer_waiting']);
    expect(await rig.notices(second)).toEqual(['claim_waiting']);
  });

  it('both maintain the project when nobody speaks for 14 days and the proof is still there', async () => {
    await givenNewcomer();
    await passDays(13);
    expect(await rights()).toEqual([true, false]);
    await passDays(1);
    expect(await statuses()).toEqual(['VERIFIED', 'VERIFIED']);
    expect(await rights()).toEqual([true, true]);
    expect(await rig.notices(first)).toContain('claim_newcomer_verified');
  });

  it('do not, when the line of the second is gone by then', async () => {
    await givenNewcomer();
    rig.commit(project, claims[0]);
    await passDays(14);
    expect(await statuses()).toEqual(['VERIFIED', 'EXPIRED']);
    expect(await rights()).toEqual([true, false]);
    expect(await rig.notices(second)).toEqual(['claim_waiting', 'claim_ended']);
  });

  it('do not, while the place cannot be read', async () => {
    await givenNewcomer();
    rig.hosts.status = 503;
    await passDays(14);
    expect(await statuses()).toEqual(['VERIFIED', 'WAITING']);
    expect((await rights())[1]).toBe(false);
    rig.hosts.status = null;
    await passDays(2);
    expect(await statuses()).toEqual(['VERIFIED', 'VERIFIED']);
  });

  it('do not by silence, when the second showed another kind of control: an operator decides', async () => {
    const homepageUrl = `https://${key().slice(-12)}.example/`;
    project = await rig.givenProject({ homepageUrl });
    claims = [await rig.proved(project, first), await rig.claimed(project, second)];
    rig.dns.put(`_mainstay-challenge.${new URL(homepageUrl).hostname}`, [claims[1].file.line]);
    await rig.checked(claims[1], second);
    await passDays(14);
    expect(await statuses()).toEqual(['VERIFIED', 'CONTESTED']);
    expect(await rights()).toEqual([true, false]);
    await passDays(60);
    expect((await rights())[1]).toBe(false);
    expect(await rig.notices(operator)).toContain('operator_claim_to_resolve');
    expect(codesOf(await resolve('BOTH'))).toEqual([]);
    expect(await rights()).toEqual([true, true]);
  });
});

describe('a maintainer', () => {
  beforeEach(givenNewcomer);

  it('welcomes a newcomer, who maintains the project at once', async () => {
    expect(codesOf(await rig.decide('confirmClaim', ofSecond(), first))).toEqual([]);
    expect(await rights()).toEqual([true, true]);
    await rig.api.settle();
    expect(await rig.notices(second)).toEqual(['claim_waiting', 'claim_verified']);
  });

  it('contests a newcomer, and both sides and the operators hear of it', async () => {
    const { projectClaim } = await contest(first);
    expect(projectClaim).toMatchObject({
      status: 'CONTESTED',
      contestReason: 'We do not know this person',
      claimant: { id: second.personId },
      contester: { id: first.personId },
    });
    expect(await rights()).toEqual([true, false]);
    await rig.api.settle();
    expect(await rig.notices(first)).toContain('claim_contested');
    expect(await rig.notices(second)).toContain('claim_contested');
    expect(await rig.seen(claims[1].id, second)).toMatchObject({ contestReason: 'We do not know this person' });
    await passDays(40);
    expect(await statuses()).toEqual(['VERIFIED', 'CONTESTED']);
  });

  it('contests somebody whom another one confirmed, as long as the 14 days last', async () => {
    await rig.decide('confirmClaim', ofSecond(), first);
    await passDays(13);
    expect(codesOf(await contest(first))).toEqual([]);
    expect(await rights()).toEqual([true, false]);
  });

  it('does not contest after the 14 days', async () => {
    await passDays(14);
    expect(codesOf(await contest(first))).toEqual(['CONTEST_TIME_OVER']);
    expect(await rights()).toEqual([true, true]);
  });

  it.each(['confirmClaim', 'contestClaim'] as const)('is the only one for whom %s works', async (decision) => {
    const input = decision === 'contestClaim' ? { ...ofSecond(), reason: 'Not ours' } : ofSecond();
    const third = await rig.api.givenPerson(key());
    const unproved = await rig.claimed(project, third);
    for (const somebody of [second, third, operator])
      expect(codesOf(await rig.decide(decision, input, somebody))).toEqual(['CLAIM_NOT_FOUND']);
    // What was never proved is not the maintainers' business.
    expect(codesOf(await rig.decide(decision, { ...input, claimId: unproved.id }, first))).toEqual(['CLAIM_NOT_FOUND']);
    expect(await statuses()).toEqual(['VERIFIED', 'WAITING']);
  });

  it('sees the claims of others without their tokens, and strangers see none', async () => {
    const list = `query ($id: ID!) { claimsOf(projectId: $id, first: 10) { nodes { id status claimant { id } } } }`;
    const as = async (caller: Caller) => rig.api.gql(list, { id: project.projectId }, caller);
    const nodes = [
      { id: claims[1].id, status: 'WAITING', claimant: { id: second.personId } },
      { id: claims[0].id, status: 'VERIFIED', claimant: { id: first.personId } },
    ];
    expect((await as(first)).data!.claimsOf).toEqual({ nodes });
    expect((await as(operator)).data!.claimsOf).toEqual({ nodes });
    expect((await as(second)).errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    const fields = await rig.api.gql('{ __type(name: "ProjectClaim") { fields { name } } }');
    expect(JSON.stringify(fields.data)).not.toMatch(/line|file|proofs|token/);
  });
});

describe('an operator', () => {
  beforeEach(async () => {
    await givenNewcomer();
    await contest(first);
  });

  it.each([
    ['CLAIMANT', ['REJECTED', 'RESOLVED'], [false, true], 'claim_resolved_for_claimant'],
    ['CONTESTER', ['VERIFIED', 'REJECTED'], [true, false], 'claim_resolved_for_contester'],
    ['BOTH', ['VERIFIED', 'RESOLVED'], [true, true], 'claim_resolved_for_both'],
  ])('decides for %s, and both sides are told', async (resolution, after, standing, notice) => {
    const list = await rig.api.gql('{ claimsToResolve(first: 1) { nodes { id } } }', {}, operator);
    expect(list.data!.claimsToResolve).toEqual({ nodes: [{ id: claims[1].id }] });
    expect(codesOf(await resolve(resolution))).toEqual([]);
    expect(await statuses()).toEqual(after);
    expect(await rights()).toEqual(standing);
    await rig.api.settle();
    expect((await rig.notices(first)).filter((name) => name === notice)).toHaveLength(1);
    expect((await rig.notices(second)).filter((name) => name === notice)).toHaveLength(1);
    expect(await rig.seen(claims[1].id, second)).toMatchObject({ resolution, resolutionReason: 'Heard both' });
    expect(codesOf(await resolve(resolution))).toEqual(['ILLEGAL_TRANSITION']);
  });

  it('leaves maintainers alone who have not spoken', async () => {
    const third = await rig.api.givenPerson(key());
    const other = await rig.claimed(project, third);
    rig.commit(project, ...claims, other);
    await rig.checked(other, third);
    await rig.decide('confirmClaim', { claimId: other.id }, first);
    await resolve('CLAIMANT');
    expect(await rights()).toEqual([false, true]);
    expect(await rig.maintains(project, third)).toBe(true);
  });

  it('with a part in it decides nothing, as claimant, contester or maintainer', async () => {
    const own = await rig.givenProject();
    const mine = await rig.proved(own, operator);
    const theirs = await rig.claimed(own, second);
    rig.commit(own, mine, theirs);
    await rig.checked(theirs, second);
    await rig.decide('contestClaim', { claimId: theirs.id, reason: 'No' }, operator);
    expect(codesOf(await resolve('CONTESTER', operator, { claimId: theirs.id }))).toEqual(['OWN_CLAIM']);

    const late = await rig.claimed(project, operator);
    rig.commit(project, ...claims, late);
    await rig.checked(late, operator);
    const aboutLate = { claimId: late.id };
    await rig.decide('contestClaim', { ...aboutLate, reason: 'No' }, first);
    expect(codesOf(await resolve('CLAIMANT', operator, aboutLate))).toEqual(['OWN_CLAIM']);

    await rig.own('withdrawClaim', aboutLate, operator);
    const again = await rig.claimed(project, operator);
    rig.commit(project, ...claims, again);
    await rig.checked(again, operator);
    await rig.decide('confirmClaim', { claimId: again.id }, first);
    expect(codesOf(await resolve('CONTESTER'))).toEqual(['OWN_CLAIM']);
    expect(await statuses()).toEqual(['VERIFIED', 'CONTESTED']);
  });

  it('is needed: neither side can resolve it, and who waits does not', async () => {
    const answer = await rig.api.gql(
      'mutation ($input: ResolveClaimInput!) { resolveClaim(input: $input) { userErrors { code } } }',
      { input: { ...ofSecond(), resolution: 'CONTESTER', reason: 'Mine' } },
      first,
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await statuses()).toEqual(['VERIFIED', 'CONTESTED']);
  });

  it('who dismisses a claim keeps the person from asking again for 90 days', async () => {
    await resolve('CONTESTER');
    const again = () => rig.own('claimProject', { projectId: project.projectId }, second);
    expect(codesOf(await again())).toEqual(['CLAIM_REJECTED']);
    await passDays(89);
    expect(codesOf(await again())).toEqual(['CLAIM_REJECTED']);
    await passDays(2);
    expect(codesOf(await again())).toEqual([]);
  });
});

describe('a claimant', () => {
  it.each(['OPEN', 'WAITING', 'CONTESTED', 'VERIFIED'])(
    'takes back a claim that is %s, and may claim anew',
    async (status) => {
      if (status === 'OPEN') claims = [await rig.proved(project, first), await rig.claimed(project, second)];
      else await givenNewcomer();
      if (status === 'CONTESTED') await contest(first);
      if (status === 'VERIFIED') await rig.decide('confirmClaim', ofSecond(), first);
      expect((await statuses())[1]).toBe(status);
      expect(codesOf(await rig.own('withdrawClaim', ofSecond(), first))).toEqual(['CLAIM_NOT_FOUND']);
      expect((await rig.own('withdrawClaim', ofSecond(), second)).claim).toMatchObject({ status: 'WITHDRAWN' });
      expect(await rights()).toEqual([true, false]);
      expect(codesOf(await rig.own('withdrawClaim', ofSecond(), second))).toEqual(['ILLEGAL_TRANSITION']);
      expect(codesOf(await rig.own('claimProject', { projectId: project.projectId }, second))).toEqual([]);
    },
  );

  it('sees all own claims on pages, and nobody else does', async () => {
    await givenNewcomer();
    const other = await rig.claimed(await rig.givenProject(), second);
    const page = async (after: string | null) => {
      const list = `query ($after: String) { claims(first: 1, after: $after) { nodes { id status } pageInfo { hasNextPage endCursor } } }`;
      const answer = await rig.api.gql(list, { after }, second);
      return answer.data!.claims as { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const newest = await page(null);
    expect(newest).toMatchObject({ nodes: [{ id: other.id, status: 'OPEN' }], pageInfo: { hasNextPage: true } });
    expect(await page(newest.pageInfo.endCursor)).toMatchObject({
      nodes: [{ id: claims[1].id, status: 'WAITING' }],
      pageInfo: { hasNextPage: false },
    });
  });
});
