import type { Topic } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { systemActor, type Canonical } from '#platform/kernel';
import { key, type GivenCompany } from './given.js';
import type { Caller, TestApi } from './test-api.js';

interface OfferAnswer {
  readonly standingOffer: { readonly id: string } | null;
  readonly codes: readonly string[];
}

/** What the finance of a company offers to a project: 500.00 USD, if nothing else is said. */
export async function offerTo(
  api: TestApi,
  company: GivenCompany,
  projectId: string,
  change: object = {},
): Promise<OfferAnswer> {
  const { standingOffer, userErrors } = await api.mutate<{ standingOffer: { id: string } | null }>(
    'openStandingOffer',
    'OpenStandingOfferInput',
    'standingOffer { id }',
    {
      organisationId: company.organisationId,
      projectId,
      amount: { minor: '50000', currency: 'USD' },
      idempotencyKey: key(),
      ...change,
    },
    company.finance,
  );
  return { standingOffer, codes: userErrors.map(({ code }) => code) };
}

/** An open offer. */
export async function givenOffer(
  api: TestApi,
  company: GivenCompany,
  projectId: string,
  change: object = {},
): Promise<string> {
  const { standingOffer, codes } = await offerTo(api, company, projectId, change);
  if (!standingOffer) throw new Error(`refused with ${codes.join()}`);
  return standingOffer.id;
}

/** The same facts as messages of their own, as an outbox that was restored would have them. */
export async function sendAgain<Payload extends Canonical>(
  api: TestApi,
  topic: Topic<Payload>,
  payload: Payload,
  times = 5,
): Promise<void> {
  await api.app.get(UnitOfWork).run(systemActor('test'), (tx) => {
    for (let sent = 0; sent < times; sent += 1) tx.emit(topic, payload);
    return Promise.resolve();
  });
  await api.settle();
}

/** Subjects of what lies in the inbox of somebody, newest first. */
export async function subjectsOf(api: TestApi, person: Caller): Promise<string[]> {
  const query = '{ viewer { notifications(first: 20) { nodes { subject } } } }';
  const { data } = await api.gql(query, {}, person);
  const { notifications } = data!.viewer as { notifications: { nodes: { subject: string }[] } };
  return notifications.nodes.map(({ subject }) => subject);
}

/** Every message of a topic comes once more, as after a crash between effect and mark. */
export async function deliverAgain(api: TestApi, topic: Topic<unknown>): Promise<void> {
  await api.database.asOwner(
    'UPDATE outbox_message SET completed_at = NULL, leased_until = NULL WHERE topic = $1 AND completed_at IS NOT NULL',
    [topic.name],
  );
  await api.settle();
}
