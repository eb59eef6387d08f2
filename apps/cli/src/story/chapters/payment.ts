import { Person } from '../person.js';
import type { Stage } from '../story.js';
import { waitFor } from '../wait.js';
import { PLAN } from './plan.js';

const FLOAT_MINOR = 50_000;

export async function topUpFloat({ stripe, apiUrl, tell }: Stage): Promise<void> {
  await stripe.topUp(FLOAT_MINOR, 'usd');
  const visitor = new Person('visitor', apiUrl);
  await waitFor('the float to be booked', async () => (await coverage(visitor)).assets.minor !== '0');
  tell('story.float', { amount: '500.00 USD' });
}

async function coverage(
  person: Person,
): Promise<{ readonly assets: { readonly minor: string }; readonly liabilities: { readonly minor: string } }> {
  return (
    await person.query<{ coverage: { assets: { minor: string }; liabilities: { minor: string } } }>(
      '{ coverage(currency: "USD") { assets { minor } liabilities { minor } } }',
    )
  ).coverage;
}

export async function approveAndPay(
  { stripe, tell }: Stage,
  finance: Person,
  organisationId: string,
  pledgeId: string,
): Promise<void> {
  await waitFor('the pledge to wait for approval', async () => {
    const answer = await finance.query<{ pledgesAwaitingApproval: { id: string }[] }>(
      'query ($id: ID!) { pledgesAwaitingApproval(organisationId: $id, first: 10) { id } }',
      { id: organisationId },
    );
    return answer.pledgesAwaitingApproval.some(({ id }) => id === pledgeId);
  });
  await finance.mutate('approvePledge', 'DecidePledgeInput', 'pledge { status }', { pledgeId });
  tell('story.approved', { name: finance.name });
  const url = await waitFor('the Checkout', async () => {
    const answer = await finance.query<{ paymentOfPledge: { checkoutUrl: string | null } | null }>(
      'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { checkoutUrl } }',
      { id: pledgeId },
    );
    return answer.paymentOfPledge?.checkoutUrl;
  });
  await stripe.pay(finance.browser, url);
  await waitFor('the money to arrive', async () => {
    const answer = await finance.query<{ pledge: { status: string; need: { milestones: { status: string }[] } } }>(
      'query ($id: ID!) { pledge(id: $id) { status need { milestones { status } } } }',
      { id: pledgeId },
    );
    return answer.pledge.status === 'PAID' && answer.pledge.need.milestones.every(({ status }) => status === 'FUNDED');
  });
  tell('story.paid', { amount: '1,000.00 USD', count: PLAN.length });
}
