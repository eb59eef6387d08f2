/** What should have ended by itself and has not: it is found within the hour, told once, and marked when it is over. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { HOUR_MS } from '#platform/kernel';
import { RecurringJobs } from '#platform/queue';
import { givenOperators, givenRight } from '../support/given-operators.js';
import {
  givenAcceptance,
  givenCompany,
  givenNeed,
  givenPaidPledge,
  givenPayoutAccount,
  givenReviewer,
  passTime,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let operator: Caller;
beforeEach(async () => {
  api = await TestApi.start();
  const { first, second, third } = await givenOperators(api);
  await givenRight(api, second, third, first, 'FINANCE_OPERATOR');
  operator = first;
  await api.app.get(RecurringJobs).start();
}, 60_000);
afterEach(() => api.close());

interface Finding {
  readonly kind: string;
  readonly subject: string;
  readonly amount: { readonly minor: string; readonly currency: string } | null;
  readonly clearedAt: string | null;
}

async function findings(more = ''): Promise<Finding[]> {
  const query = `{ findings(first: 20 ${more}) { nodes { kind subject amount { minor currency } clearedAt } } }`;
  const { nodes } = (await api.gql(query, {}, operator)).data!.findings as { nodes: Finding[] };
  return [...nodes].sort((left, right) => left.kind.localeCompare(right.kind));
}

async function told(): Promise<number> {
  const answer = await api.gql('{ viewer { notifications(first: 50) { nodes { subject } } } }', {}, operator);
  const { nodes } = (answer.data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications;
  return nodes.filter(({ subject }) => subject === 'Something that should have ended by itself waits for a person')
    .length;
}

it('a transfer that Stripe gives no answer to for a day is found, told once, and over when it has arrived', async () => {
  const company = await givenCompany(api);
  const { maintainer, needId, milestoneIds } = await givenNeed(api);
  await givenPayoutAccount(api, maintainer);
  await givenPaidPledge(api, company, needId, '100000');
  await api.passDays(3);
  const path = '/v1/transfers';
  await api.control.faults([{ method: 'POST', path, times: 1_000, action: 'status', status: 500 }]);
  await givenAcceptance(api, { maintainer, milestoneId: milestoneIds[0]!, reviewer: await givenReviewer(api) });
  await passTime(api, HOUR_MS);
  expect(await findings()).toEqual([]);

  for (let hours = 0; hours < 24; hours += 2) await passTime(api, 2 * HOUR_MS);
  const open = await findings();
  expect(open).toEqual([
    {
      kind: 'FAILING_JOB',
      subject: expect.stringMatching(/^payments\.stripe_call_requested /),
      amount: null,
      clearedAt: null,
    },
    {
      kind: 'STALE_CLEARING',
      subject: expect.stringMatching(/^transfer\.clearing trf_/),
      amount: { minor: '57000', currency: 'USD' },
      clearedAt: null,
    },
  ]);
  const times = await told();
  expect([1, 2]).toContain(times);
  await passTime(api, HOUR_MS);
  expect(await told()).toBe(times);

  await api.control.faults([]);
  await passTime(api, HOUR_MS);
  await passTime(api, HOUR_MS);
  expect(await findings()).toEqual([]);
  expect((await findings('isOpen: false')).map(({ subject, clearedAt }) => [subject, clearedAt !== null])).toEqual(
    open.map(({ subject }) => [subject, true]),
  );
  expect(await told()).toBe(times);
}, 60_000);

it('a call that cannot be made any more is found, and the same thing is found anew when it comes back', async () => {
  const [row] = await api.database.asOwner<{ id: string }>(
    `INSERT INTO stripe_call (id, operation, idempotency_key, parameters, subject_id, status, created_at, first_sent_at, finished_at)
     VALUES (gen_random_uuid(), 'customer.create', 'gone', '{}', gen_random_uuid(), 'dead', now(), now(), now()) RETURNING id`,
  );
  await passTime(api, HOUR_MS);
  expect(await findings()).toMatchObject([{ kind: 'DEAD_CALL', subject: expect.stringMatching(/^customer\.create /) }]);
  expect(await told()).toBe(1);
  const turn = (status: string) =>
    api.database.asOwner('UPDATE stripe_call SET status = $2 WHERE id = $1', [row!.id, status]);
  await turn('done');
  await passTime(api, HOUR_MS);
  expect(await findings()).toEqual([]);
  await turn('dead');
  await passTime(api, HOUR_MS);
  expect(await findings()).toHaveLength(1);
  expect(await told()).toBe(2);
  const audited = await api.database.asOwner(
    `SELECT substring(canonical FROM '"action":"([a-z]+)"') AS action FROM audit_entry WHERE canonical LIKE '%"subject":"finding:%' ORDER BY seq`,
  );
  expect(audited).toEqual([{ action: 'open' }, { action: 'clear' }, { action: 'open' }]);
});
