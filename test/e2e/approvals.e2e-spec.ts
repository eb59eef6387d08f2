import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '#platform/kernel';
import {
  givenCompany,
  givenMember,
  givenNeed,
  givenPaidPledge,
  givenPledge,
  key,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let acme: GivenCompany;
let need: GivenNeed;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
beforeEach(async () => {
  [acme, need] = [await givenCompany(api), await givenNeed(api)];
});
afterAll(() => api.close());

interface Answer {
  readonly pledge: { readonly status: string } | null;
  readonly userErrors: readonly { readonly code: string }[];
}
const approve = (pledgeId: string, as: Caller): Promise<Answer> =>
  api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { status }', { pledgeId }, as);
const outcome = ({ pledge, userErrors }: Answer): string => userErrors[0]?.code ?? pledge!.status;
const money = (minor: string, currency = 'USD') => ({ minor, currency });
const member = (...roles: string[]): Promise<Caller> => givenMember(api, acme.organisationId, acme.finance, roles);
const setRules = (rules: readonly object[], as = acme.finance) =>
  api.mutate<{ approvalRules: unknown }>(
    'setApprovalRules',
    'SetApprovalRulesInput',
    'approvalRules { from { minor currency } required }',
    { organisationId: acme.organisationId, rules },
    as,
  );
const decisions = async (): Promise<number> =>
  (await api.database.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM approval_decision'))[0]!.n;

describe('an approval', () => {
  const waiting = async (): Promise<string[]> => {
    const text = 'query ($id: ID!) { pledgesAwaitingApproval(organisationId: $id, first: 100) { id } }';
    const { data } = await api.gql(text, { id: acme.organisationId }, acme.finance);
    return (data!.pledgesAwaitingApproval as { id: string }[]).map(({ id }) => id);
  };

  it('is waited for until the pledge is withdrawn', async () => {
    const pledgeId = await givenPledge(api, acme, need.needId, '1000');
    await api.settle();
    expect(await waiting()).toEqual([pledgeId]);
    const input = { pledgeId };
    await api.mutate('withdrawPledge', 'WithdrawPledgeInput', 'pledge { id }', input, acme.engineer);
    expect(await waiting()).toEqual([]);
  });

  it('that was given is waited for no more, also when the payment was not made in time', async () => {
    const pledgeId = await givenPledge(api, acme, need.needId, '1000');
    expect(outcome(await approve(pledgeId, acme.finance))).toBe('AWAITING_PAYMENT');
    await api.settle();
    api.advance(DAY_MS + HOUR_MS);
    await api.settle();
    const { data } = await api.gql('query ($id: ID!) { pledge(id: $id) { status } }', { id: pledgeId }, acme.finance);
    expect(data!.pledge).toEqual({ status: 'PROMISED' });
    expect(await waiting()).toEqual([]);
  });

  it('counts only by a role that is older than the pledge: a friend who joined since does not', async () => {
    const pledgeId = await givenPledge(api, acme, need.needId, '1000');
    const friend = await member('FINANCE');
    const before = await decisions();
    expect(outcome(await approve(pledgeId, friend))).toBe('ROLE_TOO_YOUNG');
    expect(await decisions()).toBe(before);
    // The same for a role that a member of old has only just been given.
    const input = {
      organisationId: acme.organisationId,
      personId: acme.engineer.personId,
      roles: ['MEMBER', 'FINANCE'],
    };
    const second = await member('MEMBER');
    const secondPledge = await givenPledge(api, { ...acme, engineer: second }, need.needId, '1000');
    await api.mutate('changeMemberRoles', 'ChangeMemberRolesInput', 'clientMutationId', input, acme.finance);
    expect(outcome(await approve(secondPledge, acme.engineer))).toBe('ROLE_TOO_YOUNG');
    expect(outcome(await approve(secondPledge, acme.finance))).toBe('AWAITING_PAYMENT');
  });

  it('is not given by whoever is paid by it, whatever the role', async () => {
    await givenMember(api, acme.organisationId, acme.finance, ['FINANCE'], need.maintainer);
    const pledgeId = await givenPledge(api, acme, need.needId, '1000');
    expect(outcome(await approve(pledgeId, need.maintainer))).toBe('APPROVER_BENEFITS');
    expect(outcome(await approve(pledgeId, acme.finance))).toBe('AWAITING_PAYMENT');
  });

  it('is not given by whoever pledged, nor twice by one person', async () => {
    const [first, second] = [await member('FINANCE'), await member('FINANCE')];
    await setRules([{ from: money('1'), required: 2 }]);
    const own = await givenPledge(api, { ...acme, engineer: first }, need.needId, '1000');
    expect(outcome(await approve(own, first))).toBe('SEPARATION_OF_DUTIES');
    expect(outcome(await approve(own, second))).toBe('PROMISED');
    expect(outcome(await approve(own, second))).toBe('ALREADY_DECIDED');
    expect(outcome(await approve(own, acme.finance))).toBe('AWAITING_PAYMENT');
  });
});

describe('the rules of an organisation', () => {
  it('say from which amount on how many people approve', async () => {
    const [first, second] = [await member('FINANCE'), await member('FINANCE')];
    await setRules([
      { from: money('1000'), required: 2 },
      { from: money('5000'), required: 3 },
    ]);
    const small = await givenPledge(api, acme, need.needId, '999');
    expect(outcome(await approve(small, acme.finance))).toBe('AWAITING_PAYMENT');
    const middle = await givenPledge(api, acme, need.needId, '1000');
    expect([outcome(await approve(middle, first)), outcome(await approve(middle, second))]).toEqual([
      'PROMISED',
      'AWAITING_PAYMENT',
    ]);
    const large = await givenPledge(api, acme, need.needId, '5000');
    const steps = [];
    for (const person of [first, second, acme.finance]) steps.push(outcome(await approve(large, person)));
    expect(steps).toEqual(['PROMISED', 'PROMISED', 'AWAITING_PAYMENT']);
  });

  it('count an approval only while the person keeps a role that may approve', async () => {
    const [first, second] = [await member('FINANCE'), await member('FINANCE')];
    await setRules([{ from: money('1'), required: 2 }]);
    const pledgeId = await givenPledge(api, acme, need.needId, '1000');
    expect(outcome(await approve(pledgeId, first))).toBe('PROMISED');
    const gone = { organisationId: acme.organisationId, personId: first.personId };
    // A role elsewhere is no role here.
    const elsewhere = await givenCompany(api);
    await givenMember(api, elsewhere.organisationId, elsewhere.finance, ['FINANCE'], first);
    await api.mutate('removeMember', 'RemoveMemberInput', 'clientMutationId', gone, acme.finance);
    expect(outcome(await approve(pledgeId, second))).toBe('PROMISED');
    expect(outcome(await approve(pledgeId, acme.finance))).toBe('AWAITING_PAYMENT');
  });

  it('leave a pledge that waits already with the rule of its day', async () => {
    const pledgeId = await givenPledge(api, acme, need.needId, '1000');
    await api.settle();
    await setRules([{ from: money('1'), required: 5 }]);
    expect(outcome(await approve(pledgeId, acme.finance))).toBe('AWAITING_PAYMENT');
  });

  it('are for each currency by itself', async () => {
    await setRules([{ from: money('1', 'EUR'), required: 5 }]);
    const pledgeId = await givenPledge(api, acme, need.needId, '1000');
    expect(outcome(await approve(pledgeId, acme.finance))).toBe('AWAITING_PAYMENT');
  });

  it('are replaced by administrators, read by members, and hidden from others', async () => {
    const answer = await setRules([{ from: money('1000'), required: 2 }]);
    expect(answer.approvalRules).toEqual([{ from: money('1000'), required: 2 }]);
    expect((await setRules([{ from: money('1'), required: 1 }], acme.engineer)).userErrors).toEqual([
      { code: 'MISSING_ROLE' },
    ]);
    const query = 'query ($id: ID!) { node(id: $id) { ... on Organisation { approvalRules { required } } } }';
    const seen = async (as: Caller): Promise<unknown> =>
      (await api.gql(query, { id: acme.organisationId }, as)).data!.node;
    expect(await seen(acme.engineer)).toEqual({ approvalRules: [{ required: 2 }] });
    expect(await seen(await api.givenPerson(`Stranger ${key()}`))).toBeNull();
  });

  it('do not begin twice at one amount', async () => {
    const twice = { from: money('1000'), required: 2 };
    expect((await setRules([twice, { ...twice, required: 3 }])).userErrors).toEqual([
      { code: 'DUPLICATE_APPROVAL_RULE' },
    ]);
  });
});

describe('a pledge that is taken back', () => {
  const withdraw = (pledgeId: string) =>
    api.mutate('withdrawPledge', 'WithdrawPledgeInput', 'clientMutationId', { pledgeId }, acme.engineer);

  it('is taken back once, and not at all when it was paid or waits for its payment', async () => {
    const pledgeId = await givenPledge(api, acme, need.needId, '1000');
    expect((await withdraw(pledgeId)).userErrors).toEqual([]);
    expect((await withdraw(pledgeId)).userErrors).toEqual([{ code: 'ILLEGAL_TRANSITION' }]);
    const paid = await givenPaidPledge(api, acme, need.needId, '2000');
    expect((await withdraw(paid)).userErrors).toEqual([{ code: 'ILLEGAL_TRANSITION' }]);
  });

  it('gives its capacity back once when it is taken back five times at once', async () => {
    const pledgeId = await givenPledge(api, acme, need.needId, '1000');
    const codes = (await Promise.all(Array.from({ length: 5 }, () => withdraw(pledgeId)))).map(
      ({ userErrors }) => userErrors[0]?.code ?? '+',
    );
    expect(codes.sort()).toEqual(['+', ...Array.from({ length: 4 }, () => 'ILLEGAL_TRANSITION')]);
    const answer = await api.gql('query ($id: ID!) { need(id: $id) { reserved { minor } } }', { id: need.needId });
    expect(answer.data!.need).toEqual({ reserved: { minor: '0' } });
  });
});
