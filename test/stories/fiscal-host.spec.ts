import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { booksOf, type ApiBooks } from '../support/api-books.js';
import {
  givenAgreement,
  givenHost,
  givenHostedNeed,
  givenPayee,
  givenProjectPayout,
} from '../support/given-hosting.js';
import { givenOperators, givenRight } from '../support/given-operators.js';
import {
  givenAcceptance,
  givenCompany,
  givenMaintainer,
  givenPaidPledge,
  givenPayoutAccount,
  givenReviewer,
  givenTerms,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

const SLOW_MS = 120_000;

/**
 * A need of 2 × 100.00 whose only payee is the host (10 %) on behalf of the project. The first milestone is accepted;
 * 30.00 are paid to a contributor; the project moves to another host (5 %); the second milestone is accepted; the host is
 * silent, and after 30 days an operator lets the project go to its own account. Minor units; a debit is positive.
 */
const JOURNAL = `
float_topped_up cash stripe.balance +50000 USD
float_topped_up cash equity.float -50000 USD
pledge_promised memo memo.commitment plg 1 +20000 USD
pledge_promised memo memo.pledged plg 1 -20000 USD
pledge_paid cash stripe.clearing +20000 USD
pledge_paid cash held.pledge plg 1 -20000 USD
payment_settled cash stripe.balance +19390 USD
payment_settled cash expense.processing +610 USD
payment_settled cash stripe.clearing -20000 USD
promise_ended memo memo.pledged plg 1 +20000 USD
promise_ended memo memo.commitment plg 1 -20000 USD
allocated cash held.pledge plg 1 +20000 USD
allocated cash held.milestone mil 1/plg 1 -10000 USD
allocated cash held.milestone mil 2/plg 1 -10000 USD
milestone_released cash held.milestone mil 1/plg 1 +10000 USD
milestone_released cash income.platform_fee -500 USD
milestone_released cash payable org 1 -950 USD
milestone_released cash held.project org 1/prj 1 -8550 USD
transfer_requested cash payable org 1 +950 USD
transfer_requested cash transfer.clearing trf 1 -950 USD
transfer_settled cash transfer.clearing trf 1 +950 USD
transfer_settled cash stripe.balance -950 USD
transfer_mirrored memo mirror.connected acct 1 +950 USD
transfer_mirrored memo mirror.source acct 1 -950 USD
project_payout cash held.project org 1/prj 1 +3000 USD
project_payout cash payable usr 1 -3000 USD
transfer_requested cash payable usr 1 +3000 USD
transfer_requested cash transfer.clearing trf 2 -3000 USD
transfer_settled cash transfer.clearing trf 2 +3000 USD
transfer_settled cash stripe.balance -3000 USD
transfer_mirrored memo mirror.connected acct 2 +3000 USD
transfer_mirrored memo mirror.source acct 2 -3000 USD
project_moved cash held.project org 1/prj 1 +5550 USD
project_moved cash held.project org 2/prj 1 -5550 USD
milestone_released cash held.milestone mil 2/plg 1 +10000 USD
milestone_released cash income.platform_fee -500 USD
milestone_released cash payable org 2 -475 USD
milestone_released cash held.project org 2/prj 1 -9025 USD
project_moved cash held.project org 2/prj 1 +14575 USD
project_moved cash payable usr 2 -14575 USD
transfer_requested cash payable usr 2 +14575 USD
transfer_requested cash transfer.clearing trf 3 -14575 USD
transfer_settled cash transfer.clearing trf 3 +14575 USD
transfer_settled cash stripe.balance -14575 USD
transfer_mirrored memo mirror.connected acct 3 +14575 USD
transfer_mirrored memo mirror.source acct 3 -14575 USD
`.trim();

describe('A project that leaves its fiscal host', () => {
  let api: TestApi;
  let books: ApiBooks;
  let maintainer: Caller;
  let projectId: string;
  let tooEarly: unknown;
  const balances: unknown[] = [];

  const act = async (name: string, type: string, input: object, as: Caller): Promise<void> => {
    const { userErrors } = await api.mutate(name, type, 'clientMutationId', input, as);
    if (userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(userErrors)}`);
    await api.settle();
  };
  async function remember(): Promise<void> {
    const query = `query ($id: ID!) { node(id: $id) { ... on Project {
      hosting { status feeBasisPoints } hostedBalances { held { minor } requested { minor } onTheWay { minor } paidOut { minor } } } } }`;
    balances.push((await api.gql(query, { id: projectId })).data!.node);
  }

  beforeAll(async () => {
    api = await TestApi.start();
    await api.stripe.topUp(50_000, 'usd');
    await api.settle();
    const operators = await givenOperators(api);
    await givenRight(api, operators.second, operators.third, operators.first, 'FINANCE_OPERATOR');
    ({ maintainer, projectId } = await givenMaintainer(api));
    await givenTerms(api, maintainer, 'RECEIVER');
    const first = await givenHost(api, 1_000);
    const second = await givenHost(api, 500);
    await givenPayoutAccount(api, first.admin, first.hostId);
    const contributor = await givenPayee(api);
    const agreementId = await givenAgreement(api, maintainer, projectId, first);
    const need = await givenHostedNeed(api, maintainer, projectId, first, ['10000', '10000']);
    await givenPaidPledge(api, await givenCompany(api), need.needId, '20000');
    const reviewer = await givenReviewer(api);
    await givenAcceptance(api, { maintainer, milestoneId: need.milestoneIds[0]!, reviewer });
    await remember();
    const paid = { payeeId: contributor.personId, minor: '3000' };
    const projectPayoutId = await givenProjectPayout(api, maintainer, projectId, paid);
    await givenProjectPayout(api, maintainer, projectId, { ...paid, minor: '1000' });
    await remember();
    await act('approveProjectPayout', 'ApproveProjectPayoutInput', { projectPayoutId }, first.finance);
    const nextAgreementId = await givenAgreement(api, maintainer, projectId, second);
    await act('leaveHost', 'LeaveHostInput', { agreementId, nextAgreementId }, maintainer);
    await act('confirmLeavingHost', 'ConfirmLeavingHostInput', { agreementId }, first.admin);
    await remember();
    await givenAcceptance(api, { maintainer, milestoneId: need.milestoneIds[1]!, reviewer });
    await givenPayoutAccount(api, maintainer);
    const leaving = { agreementId: nextAgreementId, nextPayeeId: maintainer.personId };
    await act('leaveHost', 'LeaveHostInput', leaving, maintainer);
    const early = { agreementId: nextAgreementId };
    const tried = await api.mutate(
      'confirmLeavingHost',
      'ConfirmLeavingHostInput',
      'clientMutationId',
      early,
      operators.first,
    );
    tooEarly = tried.userErrors;
    // Nobody's session lasts for 30 days; so the notice is made older instead.
    await api.database.asOwner(
      `UPDATE host_agreement SET notice_at = notice_at - interval '30 days' WHERE status = 'leaving'`,
    );
    await act('confirmLeavingHost', 'ConfirmLeavingHostInput', { agreementId: nextAgreementId }, operators.first);
    await remember();
    books = await booksOf(api);
  }, SLOW_MS);
  afterAll(() => api.close(), SLOW_MS);

  it('posts exactly these rows', () => {
    expect(books.table.replace(/ +/g, ' ')).toBe(JOURNAL);
  });

  it('shows everybody where the money of the project stands', () => {
    const amounts = (held: string, requested: string, onTheWay: string, paidOut: string) => [
      {
        held: { minor: held },
        requested: { minor: requested },
        onTheWay: { minor: onTheWay },
        paidOut: { minor: paidOut },
      },
    ];
    expect(balances).toEqual([
      { hosting: { status: 'ACTIVE', feeBasisPoints: 1_000 }, hostedBalances: amounts('8550', '0', '0', '0') },
      { hosting: { status: 'ACTIVE', feeBasisPoints: 1_000 }, hostedBalances: amounts('8550', '4000', '0', '0') },
      { hosting: { status: 'ACTIVE', feeBasisPoints: 500 }, hostedBalances: amounts('5550', '0', '0', '3000') },
      { hosting: null, hostedBalances: amounts('0', '0', '0', '3000') },
    ]);
  });

  it('is let go by an operator only when its host has been silent for 30 days', () => {
    expect(tooEarly).toEqual([{ code: 'HOST_NOTICE_RUNNING' }]);
  });

  it('ends the request that was still open, and pays the other', async () => {
    const query = 'query ($id: ID!) { projectPayouts(projectId: $id, first: 5) { nodes { status amount { minor } } } }';
    const { data } = await api.gql(query, { id: projectId }, maintainer);
    expect(data!.projectPayouts).toEqual({
      nodes: [
        { status: 'ENDED', amount: { minor: '1000' } },
        { status: 'PAID', amount: { minor: '3000' } },
      ],
    });
  });

  it('ends with a trial balance of zero, nothing in clearing, the same balance here and at Stripe, and true mirrors', () => {
    expect(books.wrong).toEqual([]);
  });
});
