import { newKey, type Person } from '../../apps/cli/src/index.js';
import { ask, look, until } from './insistent.js';
import type { StoryRig } from './story-rig.js';

/** What people of more than one trial do, of whose requests any may be cut off. */

/** The way back from Stripe leads to the API, which may be dead at that moment; the payment is made by then. */
export async function pay(rig: StoryRig, { browser }: Person, url: string): Promise<void> {
  try {
    await rig.stripe.pay(browser, url);
  } catch (error) {
    // What fetch throws is of another realm than the test: it is known by its name, and only that is forgiven.
    if ((error as Error).name !== 'TypeError') throw error;
  }
}

/** Pays into the balance of an organisation on a page. */
export async function topUp(rig: StoryRig, finance: Person, organisationId: string, amount: object): Promise<void> {
  const input = { organisationId, amount, idempotencyKey: newKey() };
  const { payment } = await ask<{ payment: { id: string } }>(
    finance,
    'topUpBalance',
    'TopUpBalanceInput',
    'payment { id }',
    input,
  );
  const query = `query ($id: ID!) { balancePayments(organisationId: $id, first: 50) { nodes { id status checkoutUrl } } }`;
  const mine = async () => {
    const answer = await look<{
      balancePayments: { nodes: { id: string; status: string; checkoutUrl: string | null }[] };
    }>(finance, query, { id: organisationId });
    return answer.balancePayments.nodes.find(({ id }) => id === payment.id);
  };
  const url = await until('the Checkout of the balance', async () => (await mine())?.checkoutUrl);
  await pay(rig, finance, url);
  await until('the balance', async () => ['SUCCEEDED', 'SETTLED'].includes((await mine())?.status ?? ''));
}

export async function projectOf(person: Person, needId: string): Promise<string> {
  const { need } = await look<{ need: { project: { id: string } } }>(
    person,
    'query ($id: ID!) { need(id: $id) { project { id } } }',
    { id: needId },
  );
  return need.project.id;
}
