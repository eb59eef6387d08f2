import Stripe from 'stripe';
import { DAY_MS, type Harness } from '../harness.js';

/** Calls every endpoint that tests and set-ups use: event destinations and test clocks. */
export async function toolRound(harness: Harness): Promise<void> {
  await destinations(harness);
  await clocks(harness);
}

async function destinations(harness: Harness): Promise<void> {
  const { eventDestinations } = harness.stripe.v2.core;
  const { id } = await eventDestinations.create({
    description: 'd',
    enabled_events: ['*'],
    event_payload: 'thin',
    events_from: ['@self'],
    include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
    metadata: { a: '1' },
    name: 'Thin',
    type: 'webhook_endpoint',
    webhook_endpoint: { url: harness.v2.url },
  });
  await eventDestinations.create({
    enabled_events: ['charge.updated'],
    event_payload: 'snapshot',
    name: 'Snapshot',
    snapshot_api_version: Stripe.API_VERSION,
    type: 'webhook_endpoint',
    webhook_endpoint: { url: harness.connect.url },
  });
  await eventDestinations.list({ limit: 2, include: ['webhook_endpoint.url'] });
  await eventDestinations.retrieve(id, { include: ['webhook_endpoint.url'] });
  await eventDestinations.update(id, { name: 'T', webhook_endpoint: { url: harness.v2.url } });
  await eventDestinations.ping(id);
  await eventDestinations.disable(id);
  await eventDestinations.enable(id);
  await eventDestinations.del(id);
}

async function clocks(harness: Harness): Promise<void> {
  const { testClocks } = harness.stripe.testHelpers;
  const { created } = await harness.stripe.topups.create({ amount: 1_000, currency: 'usd' });
  const { id } = await testClocks.create({ frozen_time: created, name: 'n' });
  await testClocks.list({ limit: 1 });
  await testClocks.advance(id, { frozen_time: created + DAY_MS / 1000 });
  await harness.until(async () => (await testClocks.retrieve(id)).status === 'ready');
  await testClocks.del(id);
}
