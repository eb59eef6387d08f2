import type { Harness } from '../harness.js';

/** Calls every endpoint of accounts in v1, with what can be given to it. */
export async function accountRound(harness: Harness): Promise<void> {
  await wholeLife(harness);
  const { stripe } = harness;
  const account = await stripe.accounts.create({
    business_type: 'company',
    controller: {
      fees: { payer: 'application' },
      losses: { payments: 'application' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'express' },
    },
    country: 'GB',
    default_currency: 'gbp',
    email: 'v1@example.org',
    external_account: { object: 'bank_account', account_number: '000123456789', country: 'GB', currency: 'gbp' },
    metadata: { a: '1' },
  });
  await stripe.accounts.create({ type: 'standard' });
  await stripe.accounts.list({ limit: 2, created: { gte: 1 } });
  await stripe.accounts.updateCapability(account.id, 'transfers', { requested: true });
  const link = await stripe.accountLinks.create({
    account: account.id,
    collection_options: { fields: 'eventually_due', future_requirements: 'include' },
    refresh_url: 'http://127.0.0.1:1/refresh',
    return_url: 'http://127.0.0.1:1/return',
    type: 'account_onboarding',
  });
  await harness.post(link.url, { action: 'complete' });
  await stripe.accountSessions.create({
    account: account.id,
    components: {
      account_onboarding: { enabled: true, features: { external_account_collection: true } },
      documents: { enabled: true },
      payouts: { enabled: true, features: { instant_payouts: false } },
    },
  });
}

async function wholeLife(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const account = await harness.account();
  await stripe.accounts.retrieve(account);
  await stripe.accounts.retrieve(await harness.restrictedAccount());
  await stripe.accounts.retrieveCurrent();
  await stripe.accounts.retrieveCurrent({}, { stripeAccount: account });
  await stripe.accounts.update(account, { email: 'new@example.org', metadata: { a: '1' } });
  await stripe.accounts.listCapabilities(account);
  await stripe.accounts.retrieveCapability(account, 'transfers');
  await stripe.accounts.createLoginLink(account);
  await harness.control('POST', `accounts/${account}/capability`, { status: 'restricted' });
  await stripe.accounts.reject(account, { reason: 'other' });
  await stripe.v2.core.accounts.retrieve(account, { include: ['configuration.recipient', 'requirements'] });
}
