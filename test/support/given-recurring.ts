import { expect } from '@jest/globals';
import { parseId } from '#platform/kernel';
import { key, type GivenCompany } from './given.js';
import type { Caller, TestApi } from './test-api.js';

export interface ShownRecurring {
  readonly status: string;
  readonly collection: string;
  readonly daysUntilDue: number | null;
  readonly purchaseOrder: string | null;
  readonly paymentUrl: string | null;
  readonly startedAt: string | null;
  readonly currentPeriodEnd: string | null;
  readonly endsAt: string | null;
  readonly endedAt: string | null;
  readonly changes: readonly { readonly action: string; readonly cause: string; readonly reason: string | null }[];
  readonly pledges: { readonly nodes: readonly { readonly id: string; readonly status: string }[] };
}

export const refusalsOf = ({ userErrors }: { readonly userErrors: readonly { readonly code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

/** A recurring pledge that was promised, by the engineer. */
export async function givenRecurring(
  api: TestApi,
  company: GivenCompany,
  needId: string,
  more: object = {},
): Promise<string> {
  const { recurringPledge } = await api.mutate<{ recurringPledge: { id: string } }>(
    'startRecurringPledge',
    'StartRecurringPledgeInput',
    'recurringPledge { id }',
    {
      organisationId: company.organisationId,
      needId,
      amount: { minor: '10000', currency: 'USD' },
      idempotencyKey: key(),
      ...more,
    },
    company.engineer,
  );
  await api.settle();
  return recurringPledge.id;
}

/** The same, approved; its page at Stripe is open. */
export async function givenApprovedRecurring(
  api: TestApi,
  company: GivenCompany,
  needId: string,
  more: object = {},
): Promise<string> {
  const id = await givenRecurring(api, company, needId, more);
  const input = { recurringPledgeId: id };
  const type = 'DecideRecurringPledgeInput';
  const decided = await api.mutate('approveRecurringPledge', type, 'clientMutationId', input, company.finance);
  expect(refusalsOf(decided)).toEqual([]);
  await api.settle();
  return id;
}

/** The same, with its first period paid by card. */
export async function givenActiveRecurring(
  api: TestApi,
  company: GivenCompany,
  needId: string,
  more: object = {},
): Promise<string> {
  const id = await givenApprovedRecurring(api, company, needId, more);
  await api.stripe.pay(api.browser(), (await shownRecurring(api, id, company.finance)).paymentUrl!);
  await api.settle();
  return id;
}

export async function shownRecurring(api: TestApi, id: string, caller: Caller): Promise<ShownRecurring> {
  const { data, errors } = await api.gql(
    `query ($id: ID!) { recurringPledge(id: $id) { status collection daysUntilDue purchaseOrder paymentUrl startedAt currentPeriodEnd endsAt endedAt
       changes { action cause reason } pledges(first: 20) { nodes { id status } } } }`,
    { id },
    caller,
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.recurringPledge as ShownRecurring;
}

/** A change that finance asks for; answers with the codes of what is refused. */
export async function changeRecurring(
  api: TestApi,
  name: 'pause' | 'resume' | 'cancel' | 'keep',
  id: string,
  as: Caller,
  more: object = {},
): Promise<string[]> {
  const type = { pause: 'Pause', resume: 'Restart', keep: 'Restart', cancel: 'Cancel' }[name];
  const answer = await api.mutate(
    `${name}RecurringPledge`,
    `${type}RecurringPledgeInput`,
    'clientMutationId',
    { recurringPledgeId: id, reason: 'Because', ...more },
    as,
  );
  await api.settle();
  return refusalsOf(answer);
}

/** The id at Stripe. */
export async function subscriptionAtStripe(api: TestApi, id: string): Promise<string> {
  const [row] = await api.database.asOwner<{ id: string }>(
    'SELECT stripe_subscription_id AS id FROM subscription WHERE id = $1',
    [parseId('rpl', id)],
  );
  return row!.id;
}

/** The card that its next periods are taken from. */
export async function useCard(api: TestApi, id: string, method: string): Promise<void> {
  const { api: stripe } = api.stripe;
  const subscription = await subscriptionAtStripe(api, id);
  const { customer } = await stripe.subscriptions.retrieve(subscription);
  const card = await stripe.paymentMethods.attach(method, { customer: customer as string });
  await stripe.subscriptions.update(subscription, { default_payment_method: card.id });
}
