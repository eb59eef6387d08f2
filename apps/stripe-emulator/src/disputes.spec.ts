import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { DAY_MS, Harness } from '../testing/harness.js';
import { schemaFaults } from '../testing/schema-faults.js';

const CREATE_DISPUTE = '4000000000000259';
const CREATE_INQUIRY = '4000000000001976';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
  await harness.stripe.topups.create({ amount: 1_000_000, currency: 'usd' });
});
beforeEach(() => harness.newEvents());
afterAll(() => harness.close());

const disputeOf = (charge: string): Promise<Stripe.Dispute> =>
  harness.until(async () => (await harness.stripe.disputes.list({ charge })).data[0] ?? null);
const ended = (id: string, status: string): Promise<Stripe.Dispute> =>
  harness.until(async () => {
    const dispute = await harness.stripe.disputes.retrieve(id);
    return dispute.status === status && dispute;
  });
const open = async (amount: number, extra: object = {}): Promise<Stripe.Dispute> => {
  const { id } = await harness.charge(amount);
  await harness.control('POST', 'disputes/open', { charge: id, ...extra });
  return disputeOf(id);
};
const nets = ({ balance_transactions: booked }: Stripe.Dispute): [amount: number, fee: number][] =>
  booked.map(({ amount, fee }) => [amount, fee]);
const answer = (id: string, text: string): Promise<Stripe.Dispute> =>
  harness.stripe.disputes.update(id, { evidence: { uncategorized_text: text } });

describe('disputes', () => {
  it('take the amount and a fee from the platform as soon as the card for that has paid', async () => {
    const [before] = await harness.balance();
    const charge = await harness.chargeWith(CREATE_DISPUTE, 10_000);
    const dispute = await disputeOf(charge.id);
    expect(dispute).toMatchObject({
      amount: 10_000,
      payment_intent: charge.payment_intent,
      reason: 'fraudulent',
      status: 'needs_response',
      is_charge_refundable: false,
      evidence_details: { has_evidence: false, past_due: false, submission_count: 0 },
    });
    expect(dispute.balance_transactions).toMatchObject([
      {
        type: 'adjustment',
        reporting_category: 'dispute',
        amount: -10_000,
        fee: 1_500,
        net: -11_500,
        source: dispute.id,
      },
    ]);
    expect((await harness.balance())[0]).toBe(before - 11_500);
    expect((await harness.stripe.charges.retrieve(charge.id)).disputed).toBe(true);
    expect((await harness.newEvents()).slice(-3)).toEqual([
      'charge.updated',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
    ]);
    const { data } = await harness.stripe.balanceTransactions.list({ source: dispute.id });
    expect(data.map(({ id }) => id)).toEqual(dispute.balance_transactions.map(({ id }) => id));
  });

  it('are won with evidence that wins: the amount and the fee for answering come back', async () => {
    const dispute = await open(10_000);
    const [before] = await harness.balance();
    await harness.newEvents();
    const answered = await answer(dispute.id, 'winning_evidence');
    expect(answered).toMatchObject({
      status: 'under_review',
      evidence: { uncategorized_text: 'winning_evidence' },
      evidence_details: { has_evidence: true, submission_count: 1, submission_method: 'manual' },
    });
    const won = await ended(dispute.id, 'won');
    expect(nets(won)).toEqual([
      [-10_000, 1_500],
      [0, 1_500],
      [10_000, -1_500],
    ]);
    expect((await harness.balance())[0]).toBe(before + 10_000);
    expect(await harness.newEvents()).toEqual([
      'charge.dispute.updated',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
  });

  it('are lost with evidence that loses: answering has cost a second fee', async () => {
    const dispute = await open(10_000);
    const [before] = await harness.balance();
    await answer(dispute.id, 'losing_evidence');
    expect(nets(await ended(dispute.id, 'lost'))).toEqual([
      [-10_000, 1_500],
      [0, 1_500],
    ]);
    expect((await harness.balance())[0]).toBe(before - 1_500);
    expect((await harness.refusal(answer(dispute.id, 'late'))).message).toMatch(/lost/);
  });

  it('can be prepared before they are answered, and are answered once', async () => {
    const { id } = await open(10_000);
    const staged = await harness.stripe.disputes.update(id, {
      evidence: { product_description: 'a milestone', customer_name: 'ACME' },
      submit: false,
    });
    expect(staged).toMatchObject({ status: 'needs_response', evidence_details: { submission_count: 0 } });
    expect(nets(staged)).toHaveLength(1);
    const sent = await harness.stripe.disputes.update(id, { evidence: { customer_name: '' }, metadata: { a: '1' } });
    expect(sent).toMatchObject({
      status: 'under_review',
      evidence: { product_description: 'a milestone', customer_name: null },
      metadata: { a: '1' },
    });
    expect(await harness.refusal(answer(id, 'winning_evidence'))).toMatchObject({ statusCode: 400 });
    expect(nets(await harness.stripe.disputes.retrieve(id))).toHaveLength(2);
    await harness.control('POST', 'disputes/decide', { dispute: id, outcome: 'lost' });
    expect((await harness.stripe.disputes.retrieve(id)).status).toBe('lost');
  });

  it('are lost when nobody answers in time by the clock', async () => {
    const { id, evidence_details: details, created } = await open(10_000);
    const answerMs = (details.due_by! - created) * 1000;
    expect(answerMs).toBeGreaterThanOrEqual(7 * DAY_MS);
    await harness.advance(answerMs - 60_000);
    expect((await harness.stripe.disputes.retrieve(id)).status).toBe('needs_response');
    await harness.advance(61_000);
    expect(await harness.stripe.disputes.retrieve(id)).toMatchObject({
      status: 'lost',
      evidence_details: { past_due: true },
    });
  });

  it('can be given up, once', async () => {
    const { id } = await open(10_000);
    await harness.newEvents();
    expect((await harness.stripe.disputes.close(id)).status).toBe('lost');
    expect(await harness.newEvents()).toEqual(['charge.dispute.closed']);
    expect(await harness.refusal(harness.stripe.disputes.close(id))).toMatchObject({ statusCode: 400 });
  });

  it('forbid refunds while they are open and when they are lost, not when they are won', async () => {
    const { id, charge } = await open(10_000);
    const refund = (): Promise<Stripe.Refund> => harness.stripe.refunds.create({ charge: charge as string });
    expect(await harness.refusal(refund())).toMatchObject({ statusCode: 400, code: 'charge_disputed' });
    await harness.control('POST', 'disputes/decide', { dispute: id, outcome: 'won' });
    expect((await refund()).status).toBe('succeeded');
    const lost = await open(10_000);
    await harness.stripe.disputes.close(lost.id);
    const late = harness.stripe.refunds.create({ charge: lost.charge as string });
    expect(await harness.refusal(late)).toMatchObject({ code: 'charge_disputed' });
  });

  it('take what the charge brought, also of a part and in another currency', async () => {
    const charge = await harness.charge(10_000, {}, 'cad');
    await harness.stripe.refunds.create({ charge: charge.id, amount: 4_000 });
    await harness.control('POST', 'disputes/open', { charge: charge.id });
    const dispute = await disputeOf(charge.id);
    expect([dispute.amount, dispute.currency, ...nets(dispute)]).toEqual([6_000, 'cad', [-4_380, 1_500]]);
    expect(dispute.balance_transactions[0]!.currency).toBe('usd');
    const again = await harness.control('POST', 'disputes/open', { charge: charge.id });
    expect(JSON.stringify(again)).toMatch(/disputed already/);
  });

  it('can make a balance negative', async () => {
    const [amount] = await harness.balance();
    const { id } = await harness.charge(20_000);
    await harness.stripe.transfers.create({ amount, currency: 'usd', destination: await harness.account() });
    await harness.control('POST', 'disputes/open', { charge: id });
    expect(await harness.balance()).toEqual([-21_500, expect.any(Number)]);
    await harness.stripe.topups.create({ amount: 1_000_000, currency: 'usd' });
  });
});

describe('inquiries', () => {
  it('move no money, allow refunds, and end with a refund of the whole', async () => {
    const charge = await harness.chargeWith(CREATE_INQUIRY, 10_000);
    const inquiry = await disputeOf(charge.id);
    expect(inquiry).toMatchObject({
      status: 'warning_needs_response',
      is_charge_refundable: true,
      balance_transactions: [],
      payment_method_details: { card: { case_type: 'inquiry' } },
    });
    await harness.stripe.refunds.create({ charge: charge.id, amount: 4_000 });
    expect((await harness.stripe.disputes.retrieve(inquiry.id)).status).toBe('warning_needs_response');
    await harness.stripe.refunds.create({ charge: charge.id });
    expect((await harness.stripe.disputes.retrieve(inquiry.id)).status).toBe('warning_closed');
  });

  it('end with an answer that is good enough', async () => {
    const { id } = await open(10_000, { inquiry: true });
    await harness.newEvents();
    expect((await answer(id, 'winning_evidence')).status).toBe('warning_under_review');
    expect((await ended(id, 'warning_closed')).balance_transactions).toEqual([]);
    expect(await harness.newEvents()).toEqual(['charge.dispute.updated', 'charge.dispute.closed']);
  });

  it('can become chargebacks, with a new time to answer', async () => {
    const { id } = await open(10_000, { inquiry: true });
    await harness.advance(DAY_MS);
    await harness.newEvents();
    await harness.control('POST', 'disputes/decide', { dispute: id, outcome: 'escalate' });
    const escalated = await harness.stripe.disputes.retrieve(id);
    expect(escalated).toMatchObject({ status: 'needs_response', is_charge_refundable: false });
    expect(nets(escalated)).toEqual([[-10_000, 1_500]]);
    expect(await harness.newEvents()).toEqual(['charge.dispute.updated', 'charge.dispute.funds_withdrawn']);
    await harness.advance(13 * DAY_MS + 60_000);
    expect((await harness.stripe.disputes.retrieve(id)).status).toBe('needs_response');
    await harness.advance(DAY_MS);
    expect((await harness.stripe.disputes.retrieve(id)).status).toBe('lost');
  });
});

describe('early fraud warnings', () => {
  it('come from the control plane, say whether something can be done, and can be listed', async () => {
    const charge = await harness.charge(10_000);
    await harness.newEvents();
    await harness.control('POST', 'radar/warn', { charge: charge.id });
    expect(await harness.newEvents()).toEqual(['radar.early_fraud_warning.created']);
    const { data } = await harness.stripe.radar.earlyFraudWarnings.list({ charge: charge.id });
    expect(data).toMatchObject([{ actionable: true, payment_intent: charge.payment_intent }]);
    await harness.stripe.refunds.create({ charge: charge.id });
    await harness.control('POST', 'radar/warn', { charge: charge.id });
    const [late] = (await harness.stripe.radar.earlyFraudWarnings.list({ charge: charge.id, limit: 1 })).data;
    expect((await harness.stripe.radar.earlyFraudWarnings.retrieve(late!.id)).actionable).toBe(false);
  });
});

describe('after all of this', () => {
  it('the books balance and everything was said in the words of the schema', async () => {
    expect(await harness.bookFaults()).toEqual([]);
    expect(await schemaFaults(harness)).toEqual([]);
  });
});
