import type { Topic } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { formatId, newId, parseId, systemActor, type Canonical } from '#platform/kernel';
import { givenDomain } from './given-domain.js';
import { givenProduct, givenUpload, npmBom } from './given-inventory.js';
import {
  givenCompany,
  givenNeed,
  givenPaidPledge,
  givenProject,
  key,
  type GivenCompany,
  type GivenNeed,
} from './given.js';
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

/** A company that shows a domain to be its own and has funded somebody. */
export async function givenFunder(api: TestApi, domain?: string): Promise<GivenCompany> {
  const funder = await givenCompany(api);
  await givenDomain(api, funder.organisationId, domain);
  await givenPaidPledge(api, funder, (await givenNeed(api)).needId, '10000');
  return funder;
}

/** A project of one package for which nobody speaks, and of which the repository is archived. */
export async function givenUnmaintained(api: TestApi): Promise<string> {
  const projectId = await givenProject(api, `https://github.com/example/archived-${key()}`);
  await api.database.asOwner(
    `INSERT INTO project_signal (project_id, signal, value, source, observed_at) VALUES ($1, 'isArchived', 1, 'test', now())`,
    [parseId('prj', projectId)],
  );
  return projectId;
}

/** The company uploads an inventory of a new product that uses the project. */
export async function ship(api: TestApi, company: GivenCompany, projectId: string): Promise<void> {
  const [row] = await api.database.asOwner<{ name: string }>(
    `SELECT replace(purl_key, 'npm/', '') AS name FROM package WHERE project_id = $1`,
    [parseId('prj', projectId)],
  );
  const productId = await givenProduct(api, company, `Product ${key()}`);
  await givenUpload(api, company, productId, npmBom({ app: [`${row!.name}@1.0.0`] }));
  await api.settle();
}

/** An open call for adoption of the company, whatever is known of the project, with an answer. */
export async function givenCall(
  api: TestApi,
  company: GivenCompany,
  projectId: string,
  answerer: Caller,
): Promise<string> {
  const id = newId<'adc'>();
  const organisationId = parseId('org', company.organisationId);
  await api.database.asOwner(
    `INSERT INTO adoption_call (id, project_id, note, has_offer, status, opened_at, expires_at)
     VALUES ($1, $2, 'We build on it', false, 'open', now(), now() + interval '1 year')`,
    [id, parseId('prj', projectId)],
  );
  await api.database.asOwner(
    'INSERT INTO adoption_caller (call_id, organisation_id, project_id, opened_by) VALUES ($1, $2, $3, $4)',
    [id, organisationId, parseId('prj', projectId), parseId('usr', company.finance.personId)],
  );
  await api.database.asOwner(
    `INSERT INTO adoption_answer (id, call_id, person_id, message, answered_at) VALUES ($1, $2, $3, 'I would', now())`,
    [newId<'ada'>(), id, parseId('usr', answerer.personId)],
  );
  return formatId('adc', id);
}

/** An alert about a need, and one kind that the company wants none of. */
export async function givenAlert(api: TestApi, company: GivenCompany, need: GivenNeed): Promise<void> {
  const organisationId = parseId('org', company.organisationId);
  await api.database.asOwner(
    `INSERT INTO dependency_alert (id, organisation_id, project_id, kind, cause_id, need_id, day, created_at)
     VALUES ($1, $2, $3, 'need_posted', $4, $4, '2026-11-20', now())`,
    [newId<'dal'>(), organisationId, parseId('prj', need.projectId), parseId('need', need.needId)],
  );
  await api.database.asOwner(
    `INSERT INTO dependency_alert_off (organisation_id, kind, switched_off_at) VALUES ($1, 'maintainer_lost', now())`,
    [organisationId],
  );
}
