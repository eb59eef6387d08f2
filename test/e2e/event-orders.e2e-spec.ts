/**
 * The events of a payment that is refunded in part outside of Mainstay, in other orders and with repetitions. Some orders are drawn
 * by a seed that is printed; MAINSTAY_SEED chooses them again, MAINSTAY_ORDERS says how many, and MAINSTAY_LONG=1 asks for all 720.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { waitFor } from '#cli';
import { LedgerQueries } from '#libs/ledger';
import { PaymentsQueries } from '#libs/payments';
import { parseId } from '#platform/kernel';
import { booksOf } from '../support/api-books.js';
import { givenCompany, givenNeed, givenPledge, type GivenCompany } from '../support/given.js';
import { seeded } from '../support/seeded.js';
import { TestApi, WEBHOOK_SECRET } from '../support/test-api.js';

const NATURAL = [
  'payment_intent.created',
  'payment_intent.succeeded',
  'charge.updated',
  'refund.created',
  'charge.refunded',
  'refund.updated',
];
const SEED = Number(process.env.MAINSTAY_SEED ?? Math.floor(Math.random() * 1_000_000));
const ALL = permutations(NATURAL);
const ORDERS = process.env.MAINSTAY_LONG === '1' ? ALL.length : Number(process.env.MAINSTAY_ORDERS ?? 24);
const SLOW_MS = 60_000 + ORDERS * 5_000;
const random = seeded(SEED);

/** What is sent at one time; more than one event is sent side by side. */
type Delivery = readonly string[];

let api: TestApi;
let company: GivenCompany;
let needId: string;
beforeAll(async () => {
  api = await TestApi.start();
  // A refund needs money that is available.
  await api.stripe.topUp(90_000_000, 'usd');
  await api.settle();
  company = await givenCompany(api);
  ({ needId } = await givenNeed(api, 'Grace', ['90000000']));
  await api.control.holdWebhooks();
}, 60_000);
afterAll(() => api.close());

describe('the news of a payment and its refund', () => {
  it(
    `end alike in ${String(ORDERS)} orders with repetitions, and no invariant is broken in between`,
    async () => {
      process.stdout.write(`MAINSTAY_SEED=${String(SEED)} MAINSTAY_ORDERS=${String(ORDERS)}\n`);
      const expected = await endOf(NATURAL.map((type) => [type]));
      expect(expected).toMatchObject({
        pledge: [['paid', '0', '15000']],
        payment: [['settled', '1190', '38810', '15000']],
        refund: [['succeeded', 'outside', '15000', null]],
        inbox: [...NATURAL].sort().map((type) => [type, 'done']),
        open: [],
      });
      for (const order of drawn()) {
        const deliveries = repeated(order);
        expect({ order: deliveries, end: await endOf(deliveries) }).toEqual({ order: deliveries, end: expected });
      }
      expect((await booksOf(api)).wrong).toEqual([]);
    },
    SLOW_MS,
  );
});

/** The end of a pledge of its own whose news come like this. */
async function endOf(deliveries: readonly Delivery[]): Promise<unknown> {
  const [{ xid }] = (await api.database.asOwner<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid')) as [
    { xid: string },
  ];
  const mark = { xid, at: api.clock.now() };
  await api.refillBuckets();
  const { pledgeId, events } = await refundedPayment();
  for (const delivery of deliveries) {
    const copies = delivery.flatMap((type) => events.filter((event) => event.type === type));
    const statuses = await Promise.all(copies.map((event) => send(event)));
    expect(statuses).toEqual(statuses.map(() => 200));
    // Sometimes the next ones arrive before anybody has looked at these.
    if (random() < 0.7) await api.settle();
    expect({ delivery, broken: await broken() }).toEqual({ delivery, broken: [] });
  }
  await api.settle();
  return await stateOf(pledgeId, events, mark);
}

/** A pledge that was paid by card and refunded in part by somebody at Stripe, with the events of it. */
async function refundedPayment(): Promise<{ readonly pledgeId: string; readonly events: readonly Stripe.Event[] }> {
  const pledgeId = await givenPledge(api, company, needId, '40000');
  await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId }, company.finance);
  await api.settle();
  const query = 'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { checkoutUrl } }';
  const { checkoutUrl } = (await api.gql(query, { id: pledgeId }, company.finance)).data!.paymentOfPledge as {
    checkoutUrl: string;
  };
  await api.stripe.pay(api.browser(), checkoutUrl);
  const intent = (await api.stripe.api.paymentIntents.list({ limit: 1 })).data[0]!.id;
  const { id: refund } = await api.stripe.api.refunds.create({ payment_intent: intent, amount: 15_000 });
  return { pledgeId, events: await waitFor('events', () => eventsOf(intent, refund)) };
}

async function eventsOf(intent: string, refund: string): Promise<readonly Stripe.Event[] | null> {
  const { data } = await api.stripe.api.events.list({ limit: 40 });
  const events = data.filter(({ type, data: { object } }) => {
    const { id, payment_intent: of } = object as { id?: string; payment_intent?: unknown };
    return NATURAL.includes(type) && (id === intent || id === refund || of === intent);
  });
  return NATURAL.every((type) => events.some((event) => event.type === type)) ? events : null;
}

async function send(event: Stripe.Event): Promise<number> {
  const payload = JSON.stringify(event);
  const timestamp = Math.floor(api.clock.now().getTime() / 1_000);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET, timestamp });
  const answer = await fetch(`${api.url}/webhooks/stripe`, {
    method: 'POST',
    body: payload,
    headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
  });
  await answer.body?.cancel();
  return answer.status;
}

async function broken(): Promise<string[]> {
  const findings = [
    ...(await new LedgerQueries(api.database.dataSource).brokenInvariants(api.clock.now())),
    ...(await new PaymentsQueries(api.database.dataSource).brokenInvariants()),
  ];
  return findings.filter(({ found }) => found > 0).map(({ invariant }) => invariant);
}

/**
 * Everything that is stored of a pledge, without ids and times. What is refunded before it is assigned is never assigned; so
 * of these two facts only their sum is the same in every order.
 */
async function stateOf(
  pledgeId: string,
  events: readonly Stripe.Event[],
  mark: { readonly xid: string; readonly at: Date },
): Promise<object> {
  const id = parseId('plg', pledgeId);
  const list = async (sql: string, ...parameters: unknown[]): Promise<unknown[][]> =>
    (await api.database.asOwner<Record<string, unknown>>(sql, parameters)).map((row) => Object.values(row));
  return {
    ledger: await list(
      `SELECT CASE WHEN kind IN ('allocated', 'pledge_returned') THEN 'assigned and returned' ELSE kind END AS kind, code, regexp_replace(owner, '[0-9a-z]{20,}', '', 'g') AS whose,
              posting.currency, sum(amount)
         FROM ledger_tx tx JOIN ledger_posting posting ON posting.tx_id = tx.id JOIN ledger_account account ON account.id = posting.account_id
        WHERE tx.xid > $1::xid8 GROUP BY 1, 2, 3, 4 HAVING sum(amount) <> 0 ORDER BY 1, 2, 3`,
      mark.xid,
    ),
    facts: await list(
      'SELECT kind, count(*) FROM ledger_tx WHERE xid > $1::xid8 GROUP BY kind ORDER BY kind',
      mark.xid,
    ),
    pledge: await list('SELECT status, released_minor, returned_minor FROM pledge WHERE id = $1', id),
    payment: await list('SELECT status, fee_minor, net_minor, returned_minor FROM payment WHERE pledge_id = $1', id),
    refund: await list('SELECT status, cause, amount_minor, failure_code FROM refund WHERE pledge_id = $1', id),
    funding: await list('SELECT amount_minor FROM milestone_funding WHERE pledge_id = $1', id),
    inbox: await list(
      'SELECT type, status FROM stripe_event WHERE id = ANY($1) ORDER BY type, status',
      events.map((event) => event.id),
    ),
    open: await list(
      'SELECT topic, last_error FROM outbox_message WHERE completed_at IS NULL AND (attempts > 0 OR available_at <= $1)',
      api.clock.now(),
    ),
    told: await list(
      'SELECT template, count(*) FROM notification WHERE created_at >= $1 GROUP BY template ORDER BY template',
      mark.at,
    ),
  };
}

/** The orders of this run; that of scenario S3 is always among them. */
function drawn(): string[][] {
  const reversed = [...NATURAL].reverse();
  const others = ALL.filter((order) => order.join() !== reversed.join());
  if (ORDERS === ALL.length) return [reversed, ...others];
  const chosen = [reversed];
  while (chosen.length < ORDERS) chosen.push(...others.splice(Math.floor(random() * others.length), 1));
  return chosen;
}

/** Some events come twice at once, and some again behind any later one. */
function repeated(order: readonly string[]): Delivery[] {
  const deliveries = order.map((type): Delivery => (random() < 0.3 ? [type, type] : [type]));
  for (const [place, type] of order.entries()) {
    if (random() >= 0.4) continue;
    const later = place + 1 + Math.floor(random() * (deliveries.length - place));
    deliveries.splice(later, 0, random() < 0.5 ? [type] : [type, order[Math.floor(random() * (place + 1))]!]);
  }
  return deliveries;
}

function permutations(items: readonly string[]): string[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
