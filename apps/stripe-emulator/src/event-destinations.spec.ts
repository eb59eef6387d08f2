import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { Harness } from '../testing/harness.js';
import { schemaFaults } from '../testing/schema-faults.js';
import type { Received } from '../testing/receiver.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

type Parameters = Stripe.V2.Core.EventDestinationCreateParams;
const thin = (url: string): Parameters => ({
  enabled_events: ['v2.core.account.created'],
  event_payload: 'thin',
  events_from: ['@self'],
  include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
  name: 'Accounts',
  type: 'webhook_endpoint',
  webhook_endpoint: { url },
});

describe('event destinations', () => {
  it('show their address when it is asked for, and their secret when they are made @parity', async () => {
    const { eventDestinations } = harness.stripe.v2.core;
    const made = await eventDestinations.create(thin('https://example.org/thin'));
    expect(made).toMatchObject({
      enabled_events: ['v2.core.account.created'],
      event_payload: 'thin',
      name: 'Accounts',
      status: 'enabled',
      webhook_endpoint: { url: 'https://example.org/thin' },
    });
    expect(made.webhook_endpoint!.signing_secret).toMatch(/^whsec_/);
    const shown = await eventDestinations.retrieve(made.id, { include: ['webhook_endpoint.url'] });
    expect(shown.webhook_endpoint!.url).toBe('https://example.org/thin');
    expect(shown.webhook_endpoint!.signing_secret).toBeUndefined();
    await eventDestinations.del(made.id);
    expect(await harness.refusal(eventDestinations.retrieve(made.id))).toMatchObject({ statusCode: 404 });
  });

  it('can be changed, switched off and on @parity', async () => {
    const { eventDestinations } = harness.stripe.v2.core;
    const { id } = await eventDestinations.create(thin('https://example.org/changed'));
    const renamed = await eventDestinations.update(id, { name: 'Others', metadata: { a: '1' } });
    expect(renamed).toMatchObject({ metadata: { a: '1' }, name: 'Others' });
    expect(await eventDestinations.disable(id)).toMatchObject({
      status: 'disabled',
      status_details: { disabled: { reason: 'user' } },
    });
    expect(await eventDestinations.enable(id)).toMatchObject({ status: 'enabled' });
    await eventDestinations.del(id);
  });

  it('get the thin events they want, signed with their own secret, and no others', async () => {
    const { eventDestinations } = harness.stripe.v2.core;
    const { id, webhook_endpoint: endpoint } = await eventDestinations.create(thin(harness.platform.url));
    const arrived = (): Received[] => harness.platform.received.filter(({ type }) => type.startsWith('v2.'));
    await harness.stripe.v2.core.accounts.close(await harness.account());
    await harness.delivered();
    expect(arrived().map(({ type }) => type)).toEqual(['v2.core.account.created']);
    const { body, signature } = arrived()[0]!;
    const notification = harness.stripe.parseEventNotification(body, signature, endpoint!.signing_secret!);
    expect(notification.type).toBe('v2.core.account.created');
    await eventDestinations.disable(id);
    await harness.restrictedAccount();
    await harness.delivered();
    expect(arrived()).toHaveLength(1);
  });

  it('hear a ping whatever they asked for, alone, unless they are disabled', async () => {
    const { eventDestinations, events } = harness.stripe.v2.core;
    const { id, webhook_endpoint: endpoint } = await eventDestinations.create(thin(harness.connect.url));
    const ping = await eventDestinations.ping(id);
    expect(ping).toMatchObject({ related_object: { id }, type: 'v2.core.event_destination.ping' });
    await harness.delivered();
    const { body, signature } = harness.connect.received.find((one) => one.id === ping.id)!;
    expect(harness.stripe.parseEventNotification(body, signature, endpoint!.signing_secret!).id).toBe(ping.id);
    expect([...harness.platform.types, ...harness.v2.types]).not.toContain(ping.type);
    expect((await events.retrieve(ping.id)).type).toBe(ping.type);
    await eventDestinations.disable(id);
    expect(await harness.refusal(eventDestinations.ping(id))).toMatchObject({ statusCode: 400 });
  });

  it('get snapshots of v1 events of the platform or of its accounts', async () => {
    const { eventDestinations } = harness.stripe.v2.core;
    const snapshot: Parameters = {
      ...thin(harness.v2.url),
      enabled_events: ['topup.succeeded', 'account.updated'],
      event_payload: 'snapshot',
      snapshot_api_version: Stripe.API_VERSION,
    };
    const own = await eventDestinations.create(snapshot);
    const theirs = await eventDestinations.create({ ...snapshot, events_from: ['@accounts'] });
    await harness.stripe.topups.create({ amount: 1_000, currency: 'usd' });
    await harness.account();
    await harness.delivered();
    const signedBy = (type: string, { webhook_endpoint: endpoint }: Stripe.V2.Core.EventDestination): string => {
      const { body, signature } = harness.v2.received.find((one) => one.type === type)!;
      return harness.stripe.webhooks.constructEvent(body, signature, endpoint!.signing_secret!).type;
    };
    expect(signedBy('topup.succeeded', own)).toBe('topup.succeeded');
    expect(signedBy('account.updated', theirs)).toBe('account.updated');
    expect(harness.v2.types.filter((type) => !type.startsWith('v2.'))).toHaveLength(2);
  });

  it('and webhook endpoints are not seen by each other, and payloads keep to their version', async () => {
    const { webhookEndpoints, v2 } = harness.stripe;
    const { eventDestinations } = v2.core;
    const destination = await eventDestinations.create(thin('https://example.org/d'));
    const endpoint = await webhookEndpoints.create({ url: 'https://example.org/w', enabled_events: ['*'] });
    expect(await harness.refusal(webhookEndpoints.retrieve(destination.id))).toMatchObject({ statusCode: 404 });
    expect(await harness.refusal(eventDestinations.retrieve(endpoint.id))).toMatchObject({ statusCode: 404 });
    const ids: string[] = [];
    for await (const { id } of eventDestinations.list({ limit: 1 })) ids.push(id);
    expect(ids[0]).toBe(destination.id);
    // The one of the configuration was there first.
    expect(ids.at(-1)).toBe('ed_configuredV2');
    expect(ids).not.toContain(endpoint.id);
    const mixed = { ...thin('https://example.org/m'), enabled_events: ['charge.updated'] };
    expect(await harness.refusal(eventDestinations.create(mixed))).toMatchObject({ param: 'enabled_events' });
    const versionless: Parameters = { ...mixed, event_payload: 'snapshot' };
    expect(await harness.refusal(eventDestinations.create(versionless))).toMatchObject({
      param: 'snapshot_api_version',
    });
  });

  it('say all of this in the words of the schema', async () => {
    expect(await schemaFaults(harness)).toEqual([]);
  });
});
