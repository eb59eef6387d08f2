import Stripe from 'stripe';
import type { HttpClient } from './http-client.js';
import { formAction } from './http-client.js';

/** What people do at Stripe itself: pay on its page, finish the onboarding on its page, top up in its dashboard. */
export class StripeConsole {
  readonly api: Stripe;

  constructor(port: number, key: string) {
    this.api = new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
  }

  /** The operator puts own money into the platform's balance. */
  async topUp(minor: number, currency: string): Promise<void> {
    await this.api.topups.create({ amount: minor, currency, description: 'Float' });
  }

  /** The whole balance, available and pending, in one currency. */
  async balance(currency: string): Promise<bigint> {
    const balance = await this.api.balance.retrieve();
    const sums = [...balance.available, ...balance.pending].filter((entry) => entry.currency === currency);
    return sums.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  }

  async transfersOf(group: string): Promise<readonly Stripe.Transfer[]> {
    return (await this.api.transfers.list({ transfer_group: group, limit: 100 })).data;
  }

  /** Pays, or gives a card to be charged later, with a test card of Stripe on the hosted page. */
  async pay(browser: HttpClient, checkoutUrl: string, cardNumber = '4242424242424242'): Promise<void> {
    const page = await browser.request(checkoutUrl);
    await this.post(browser, page, { action: 'pay', card_number: cardNumber, email: 'finance@acme.example' });
  }

  /** Does, or does not do, what the bank of the payer asks for. */
  async authenticate(browser: HttpClient, url: string, action: 'complete' | 'fail'): Promise<void> {
    await this.post(browser, await browser.request(url), { action });
  }

  async completeOnboarding(browser: HttpClient, onboardingUrl: string): Promise<void> {
    const page = await browser.request(onboardingUrl);
    await this.post(browser, page, { action: 'complete' });
  }

  private async post(
    browser: HttpClient,
    page: { readonly url: string; readonly text: string },
    form: Readonly<Record<string, string>>,
  ): Promise<void> {
    const answer = await browser.request(formAction(page.text, page.url), { form });
    if (answer.status >= 400) throw new Error(`the page of the payment provider answered ${String(answer.status)}`);
  }
}
