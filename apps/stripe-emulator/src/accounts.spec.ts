import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE_MS } from '#platform/kernel';
import { DAY_MS, Harness } from '../testing/harness.js';
import { schemaFaults } from '../testing/schema-faults.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
  await harness.stripe.topups.create({ amount: 1_000_000, currency: 'usd' });
});
beforeEach(() => harness.newEvents());
afterAll(() => harness.close());

const transfer = (destination: string): Promise<unknown> =>
  harness.stripe.transfers.create({ amount: 1_000, currency: 'usd', destination });

describe('accounts in the words of v1', () => {
  it('show before the onboarding what is missing, and after it that they can be paid', async () => {
    const restricted = await harness.stripe.accounts.retrieve(await harness.restrictedAccount());
    expect(restricted).toMatchObject({
      capabilities: { transfers: 'inactive' },
      country: 'US',
      default_currency: 'usd',
      details_submitted: false,
      payouts_enabled: false,
      requirements: { disabled_reason: 'requirements.past_due' },
      type: 'express',
    });
    expect(restricted.requirements!.currently_due).toContain('defaults.payout_methods');
    const id = await harness.account();
    expect(await harness.stripe.accounts.retrieve(id)).toMatchObject({
      capabilities: { transfers: 'active' },
      details_submitted: true,
      external_accounts: { data: [{ last4: '6789', default_for_currency: true }] },
      payouts_enabled: true,
      requirements: { currently_due: [], disabled_reason: null },
    });
    expect((await harness.stripe.accounts.retrieveCurrent({}, { stripeAccount: id })).id).toBe(id);
  });

  it('tell the Connect endpoint and the v2 endpoint when they are onboarded', async () => {
    await harness.restrictedAccount();
    await harness.newEvents();
    await harness.account();
    expect(await harness.newEvents()).toEqual([
      'v2.core.account.created',
      'account.external_account.created',
      'v2.core.account_link.returned',
      'v2.core.account[requirements].updated',
      'v2.core.account[configuration.recipient].capability_status_updated',
      'v2.core.account[configuration.recipient].capability_status_updated',
      'account.updated',
      'capability.updated',
    ]);
  });

  it('change what they say of themselves in both versions', async () => {
    const id = await harness.account();
    await harness.newEvents();
    await harness.stripe.accounts.update(id, { email: 'new@example.org', metadata: { a: '1' } });
    expect(await harness.newEvents()).toEqual(['account.updated', 'v2.core.account.updated']);
    expect(await harness.stripe.v2.core.accounts.retrieve(id)).toMatchObject({
      contact_email: 'new@example.org',
      metadata: { a: '1' },
    });
    const metadata = { a: null, b: '2' } as unknown as Record<string, string>;
    await harness.stripe.v2.core.accounts.update(id, { display_name: 'Curl', metadata });
    expect(await harness.newEvents()).toEqual(['account.updated', 'v2.core.account.updated']);
    const changed = await harness.stripe.v2.core.accounts.retrieve(id);
    expect(changed).toMatchObject({ contact_email: 'new@example.org', display_name: 'Curl' });
    expect(changed.metadata).toEqual({ b: '2' });
    await harness.stripe.v2.core.accounts.close(id);
    expect(await harness.refusal(harness.stripe.v2.core.accounts.update(id, { display_name: 'C' }))).toMatchObject({
      code: 'account_closed',
    });
  });

  it('are listed newest first and page by page, closed ones apart', async () => {
    const { accounts } = harness.stripe.v2.core;
    const ids = [await harness.restrictedAccount(), await harness.account(), await harness.account()];
    await accounts.close(ids[1]!);
    const first = await accounts.list({ limit: 1 });
    expect(first.data.map(({ id }) => id)).toEqual([ids[2]]);
    const all: string[] = [];
    for await (const { id } of accounts.list({ limit: 1, applied_configurations: ['recipient'] })) all.push(id);
    expect(all.slice(0, 2)).toEqual([ids[2], ids[0]]);
    expect(new Set(all).size).toBe(all.length);
    expect((await accounts.list({ closed: true })).data[0]!.id).toBe(ids[1]);
    expect((await accounts.list({ applied_configurations: ['merchant'] })).data).toEqual([]);
  });

  it('get nothing more once the platform has rejected them', async () => {
    const id = await harness.account();
    await transfer(id);
    const rejected = await harness.stripe.accounts.reject(id, { reason: 'fraud_other' });
    expect(rejected).toMatchObject({
      capabilities: { transfers: 'inactive' },
      payouts_enabled: false,
      requirements: { disabled_reason: 'rejected.platform_fraud' },
    });
    expect((await harness.stripe.accounts.retrieveCapability(id, 'transfers')).requirements).toMatchObject({
      disabled_reason: 'rejected.other',
    });
    expect(await harness.refusal(transfer(id))).toMatchObject({ code: 'transfers_not_allowed' });
    const payout = harness.stripe.payouts.create({ amount: 100, currency: 'usd' }, { stripeAccount: id });
    expect(await harness.refusal(payout)).toMatchObject({ code: 'payouts_not_allowed' });
  });
});

describe('capabilities', () => {
  it('stop and start transfers when the control plane says so', async () => {
    const id = await harness.account();
    await harness.newEvents();
    await harness.control('POST', `accounts/${id}/capability`, { status: 'restricted', code: 'requirements_past_due' });
    expect(await harness.newEvents()).toEqual([
      'v2.core.account[configuration.recipient].capability_status_updated',
      'account.updated',
      'capability.updated',
    ]);
    expect(await harness.refusal(transfer(id))).toMatchObject({ code: 'transfers_not_allowed' });
    expect((await harness.stripe.accounts.retrieveCapability(id, 'transfers')).status).toBe('inactive');
    const { configuration } = await harness.stripe.v2.core.accounts.retrieve(id, {
      include: ['configuration.recipient'],
    });
    expect(configuration!.recipient!.capabilities!.stripe_balance).toMatchObject({
      stripe_transfers: { status: 'restricted', status_details: [{ code: 'requirements_past_due' }] },
      payouts: { status: 'active' },
    });
    await harness.control('POST', `accounts/${id}/capability`, { status: 'active' });
    await expect(transfer(id)).resolves.toBeDefined();
  });

  it('stop payouts alone, while money still comes in', async () => {
    const id = await harness.account();
    await harness.control('POST', `accounts/${id}/capability`, { capability: 'payouts', status: 'restricted' });
    await expect(transfer(id)).resolves.toBeDefined();
    await harness.advance(2 * DAY_MS);
    expect(await harness.balance(id)).toEqual([1_000, 0]);
    await harness.control('POST', `accounts/${id}/capability`, { capability: 'payouts', status: 'active' });
    await harness.advance(DAY_MS);
    expect(await harness.balance(id)).toEqual([0, 0]);
  });
});

describe('login links', () => {
  it('lead to what the account has and gets, for a while, and only after the onboarding', async () => {
    const id = await harness.account();
    await transfer(id);
    const { url } = await harness.stripe.accounts.createLoginLink(id);
    const page = await (await fetch(url)).text();
    expect(page).toContain('Simulated money');
    expect(page).toContain('10.00 USD');
    await harness.advance(6 * MINUTE_MS);
    expect((await fetch(url)).status).toBe(404);
    const early = harness.stripe.accounts.createLoginLink(await harness.restrictedAccount());
    expect(await harness.refusal(early)).toMatchObject({ statusCode: 400 });
  });
});

describe('after all of this', () => {
  it('the books balance and everything was said in the words of the schema', async () => {
    expect(await harness.bookFaults()).toEqual([]);
    expect(await schemaFaults(harness)).toEqual([]);
  });
});
