import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
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
  it('show the platform itself, with the run that made everything in it, also after a restart', async () => {
    const platform = await harness.stripe.accounts.retrieveCurrent();
    expect(platform).toMatchObject({ charges_enabled: true, default_currency: 'usd', type: 'standard' });
    expect(platform.metadata!.sim_run).toMatch(/^sim_[A-Za-z0-9]{16}$/);
    await harness.emulator.close();
    await harness.open();
    expect(await harness.stripe.accounts.retrieveCurrent()).toEqual(platform);
  });

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

describe('accounts made through v1', () => {
  const express = { type: 'express', capabilities: { transfers: { requested: true } } } as const;
  const onboarding = {
    refresh_url: 'http://127.0.0.1:1/refresh',
    return_url: 'http://127.0.0.1:1/return',
    type: 'account_onboarding',
  } as const;

  it('are the same accounts in v2, and can be paid once they are onboarded', async () => {
    const { accounts, v2 } = harness.stripe;
    const made = await accounts.create({ ...express, country: 'DE', email: 'v1@example.org', metadata: { a: '1' } });
    expect(made).toMatchObject({
      capabilities: { transfers: 'inactive' },
      controller: { fees: { payer: 'application' }, losses: { payments: 'application' } },
      country: 'DE',
      default_currency: 'eur',
      details_submitted: false,
      email: 'v1@example.org',
      metadata: { a: '1' },
      type: 'express',
    });
    expect(await v2.core.accounts.retrieve(made.id)).toMatchObject({
      applied_configurations: ['recipient'],
      contact_email: 'v1@example.org',
    });
    expect(await harness.refusal(transfer(made.id))).toMatchObject({ code: 'transfers_not_allowed' });
    await harness.newEvents();
    const link = await harness.stripe.accountLinks.create({ account: made.id, ...onboarding });
    expect(link.expires_at).toBeGreaterThan(link.created);
    const answer = await harness.post(link.url, { action: 'complete' });
    expect(answer.headers.get('location')).toBe(onboarding.return_url);
    expect(await accounts.retrieve(made.id)).toMatchObject({ details_submitted: true, payouts_enabled: true });
    await expect(transfer(made.id)).resolves.toBeDefined();
    const events = await harness.newEvents();
    expect(events).toContain('capability.updated');
    expect(events).not.toContain('v2.core.account_link.returned');
    // The link is spent: it leads to where another can be asked for.
    expect((await fetch(link.url, { redirect: 'manual' })).headers.get('location')).toBe(onboarding.refresh_url);
  });

  it('say with controller who carries what, and bring a bank account', async () => {
    const { accounts } = harness.stripe;
    const made = await accounts.create({
      controller: {
        fees: { payer: 'application' },
        losses: { payments: 'application' },
        stripe_dashboard: { type: 'none' },
      },
      external_account: { object: 'bank_account', account_number: '000123456789', country: 'US', currency: 'usd' },
    });
    expect(made).toMatchObject({ type: 'none', external_accounts: { data: [{ last4: '6789' }] } });
    expect((await accounts.retrieveCapability(made.id, 'transfers')).requested).toBe(false);
    expect(await accounts.updateCapability(made.id, 'transfers', { requested: true })).toMatchObject({
      requested: true,
      status: 'inactive',
      requirements: { disabled_reason: 'requirements.fields_needed' },
    });
    const ids: string[] = [];
    for await (const { id } of accounts.list({ limit: 2 })) ids.push(id);
    expect(ids[0]).toBe(made.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are refused where the platform does not carry the losses of whoever receives transfers', async () => {
    const { accountLinks, accounts } = harness.stripe;
    const standard = accounts.create({ type: 'standard', capabilities: { transfers: { requested: true } } });
    expect(await harness.refusal(standard)).toMatchObject({ param: 'controller[losses][payments]' });
    const { id } = await accounts.create({ type: 'standard' });
    const asked = accounts.updateCapability(id, 'transfers', { requested: true });
    expect(await harness.refusal(asked)).toMatchObject({ statusCode: 400 });
    const both = accounts.create({ type: 'express', controller: { fees: { payer: 'application' } } });
    expect(await harness.refusal(both)).toMatchObject({ param: 'type' });
    const other = accounts.create({ capabilities: { card_payments: { requested: true } } });
    expect(await harness.refusal(other)).toMatchObject({ code: 'parameter_unknown' });
    const update = accountLinks.create({ account: id, ...onboarding, type: 'account_update' });
    expect(await harness.refusal(update)).toMatchObject({ param: 'type' });
    const nobody = accountLinks.create({ account: 'acct_nobody', ...onboarding });
    expect(await harness.refusal(nobody)).toMatchObject({ code: 'resource_missing', param: 'account' });
  });
});

describe('account sessions', () => {
  it('have the shape of every component, the wanted ones on, and a secret of their own that expires', async () => {
    const account = await harness.restrictedAccount();
    const create = (): Promise<Stripe.AccountSession> =>
      harness.stripe.accountSessions.create({
        account,
        components: { account_onboarding: { enabled: true, features: { external_account_collection: true } } },
      });
    const session = await create();
    expect(session.components.account_onboarding).toEqual({
      enabled: true,
      features: { disable_stripe_user_authentication: false, external_account_collection: true },
    });
    expect(session.components.payouts.enabled).toBe(false);
    expect(session.expires_at * 1000).toBeGreaterThan(Date.parse((await harness.control('GET', 'clock')).now));
    expect((await create()).client_secret).not.toBe(session.client_secret);
    const unknown = { account, components: { teleport: { enabled: true } } } as Stripe.AccountSessionCreateParams;
    const refusal = await harness.refusal(harness.stripe.accountSessions.create(unknown));
    expect(refusal).toMatchObject({ code: 'parameter_unknown', param: 'components[teleport]' });
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
