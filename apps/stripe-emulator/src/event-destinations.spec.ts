import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { Harness } from '../testing/harness.js';
import { Receiver } from '../testing/receiver.js';

let harness: Harness;
let receiver: Receiver;
beforeAll(async () => {
  harness = await Harness.start();
  receiver = await Receiver.start();
});
beforeEach(() => {
  receiver.received.length = 0;
});
afterAll(async () => {
  await harness.close();
  await receiver.close();
});

type Wanted = Partial<Stripe.V2.Core.EventDestinationCreateParams>;

const create = (more: Wanted = {}): Promise<Stripe.V2.Core.EventDestination> =>
  harness.stripe.v2.core.eventDestinations.create({
    enabled_events: ['v2.core.account.created'],
    event_payload: 'thin',
    include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
    name: 'Accounts',
    type: 'webhook_endpoint',
    webhook_endpoint: { url: receiver.url },
    ...more,
  });

const arrived = (count: number): Promise<boolean> => harness.until(() => receiver.received.length >= count);
const { parse } = JSON;
const types = (): string[] => receiver.received.map(({ body }) => (parse(body) as { type: string }).type);

it('gets the thin events that it wants, signed with the secret that was shown once', async () => {
  const { id, webhook_endpoint: webhook } = await create();
  expect(webhook?.url).toBe(receiver.url);
  await harness.restrictedAccount();
  await arrived(1);
  const [{ body, signature }] = receiver.received as [(typeof receiver.received)[number]];
  const secret = webhook!.signing_secret!;
  expect(harness.stripe.parseEventNotification(body, signature, secret)).toMatchObject({
    type: 'v2.core.account.created',
  });
  const again = await harness.stripe.v2.core.eventDestinations.retrieve(id, { include: ['webhook_endpoint.url'] });
  expect(again.webhook_endpoint).toEqual({ url: receiver.url });
  await harness.stripe.v2.core.eventDestinations.del(id);
});

it('is pinged alone, whatever it listens to', async () => {
  const { id } = await create({ enabled_events: ['v2.core.account.closed'] });
  const { length: before } = harness.v2.received;
  const event = await harness.stripe.v2.core.eventDestinations.ping(id);
  expect(event).toMatchObject({ type: 'v2.core.event_destination.ping', related_object: { id } });
  await arrived(1);
  await harness.delivered();
  expect(types()).toEqual(['v2.core.event_destination.ping']);
  expect(harness.v2.received).toHaveLength(before);
  await harness.stripe.v2.core.eventDestinations.del(id);
});

it('gets snapshots of the platform, and nothing while it is disabled', async () => {
  const { eventDestinations } = harness.stripe.v2.core;
  const { id } = await create({ event_payload: 'snapshot', enabled_events: ['customer.created'] });
  expect(await eventDestinations.disable(id)).toMatchObject({
    status: 'disabled',
    status_details: { disabled: { reason: 'user' } },
  });
  await harness.stripe.customers.create({ name: 'unseen' });
  expect(await eventDestinations.enable(id)).toMatchObject({ status: 'enabled' });
  await harness.stripe.customers.create({ name: 'seen' });
  await arrived(1);
  await harness.delivered();
  expect(receiver.received.map(({ body }) => body.includes('"seen"'))).toEqual([true]);
  expect((await harness.stripe.webhookEndpoints.list()).data.map((endpoint) => endpoint.id)).not.toContain(id);
  await eventDestinations.del(id);
  expect((await eventDestinations.list()).data).toEqual([]);
});

it('refuses what it cannot send to', async () => {
  const refusal = (more: Wanted) => harness.refusal(create(more));
  expect(await refusal({ type: 'amazon_eventbridge' })).toMatchObject({ statusCode: 400 });
  expect(await refusal({ event_payload: 'snapshot', snapshot_api_version: '2020-08-27' })).toMatchObject({
    param: 'snapshot_api_version',
  });
  expect(await harness.refusal(harness.stripe.v2.core.eventDestinations.ping('ed_none'))).toMatchObject({
    statusCode: 404,
  });
});
