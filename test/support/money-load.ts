import { setTimeout as sleep } from 'node:timers/promises';
import { parseId } from '#platform/kernel';
import { Person, newKey } from '../../apps/cli/src/index.js';
import { people, type Cast } from '../../apps/cli/src/story/chapters/cast.js';
import { foundCompany } from '../../apps/cli/src/story/chapters/company.js';
import { onboardRecipient, postNeed } from '../../apps/cli/src/story/chapters/maintainer.js';
import { foundReviewBoard } from '../../apps/cli/src/story/chapters/release.js';
import { signUpAll } from '../../apps/cli/src/story/chapters/sign-up.js';
import { LOOK_MS, ask, idOf, look, tell, until } from './insistent.js';
import { pay, projectOf, topUp } from './story-people.js';
import type { StoryRig } from './story-rig.js';

const FLOAT_MINOR = 5_000_000;
/** The operator's fee of a release, in basis points, as it is by default. */
const FEE = 500n;

export type Method = 'CHECKOUT' | 'BALANCE' | 'SAVED_METHOD' | 'INVOICE';

/** What people did from beginning to end. */
export interface Done {
  /** Pledges that were paid, by the way of the money. */
  readonly paid: Record<Method, number>;
  released: number;
  refunded: number;
  /** What the payees got, in cents. */
  paidOut: bigint;
  /** What went back to payers, in cents. */
  returned: bigint;
}

interface Kind {
  readonly method: Method;
  readonly end: 'released' | 'refunded';
}

const KINDS: readonly Kind[] = [
  { method: 'CHECKOUT', end: 'released' },
  { method: 'BALANCE', end: 'released' },
  { method: 'SAVED_METHOD', end: 'released' },
  { method: 'INVOICE', end: 'released' },
  { method: 'CHECKOUT', end: 'refunded' },
];

/**
 * People who use a Mainstay that is killed under them: a company that pays on a page, out of its balance, by its saved card and by invoice, three payees who
 * share what is released, and somebody who refunds at Stripe. A request that was cut off is sent again with the same key.
 */
export class MoneyLoad {
  readonly done: Done = {
    paid: { CHECKOUT: 0, BALANCE: 0, SAVED_METHOD: 0, INVOICE: 0 },
    released: 0,
    refunded: 0,
    paidOut: 0n,
    returned: 0n,
  };
  private readonly cast: Cast;
  private readonly payees: Person[];
  private organisationId = '';
  private projectId = '';

  constructor(private readonly rig: StoryRig) {
    this.cast = people(rig.stack.url);
    const payee = (name: string): Person => new Person(name, rig.stack.url);
    this.payees = [this.cast.maintainer, payee('Ivy Second'), payee('Ian Third')];
  }

  /** Everybody signs up, in peace. */
  async prepare(): Promise<void> {
    const { rig, cast } = this;
    const stage = await rig.stage();
    await rig.stripe.topUp(FLOAT_MINOR, 'usd');
    await signUpAll(cast);
    for (const payee of this.payees.slice(1)) await signUpPayee(payee);
    for (const payee of this.payees) await onboardRecipient(stage, payee);
    const needId = await postNeed(stage, cast.maintainer);
    this.organisationId = await foundCompany(stage, cast);
    await foundReviewBoard(stage, cast);
    await this.saveCard();
    this.projectId = await projectOf(cast.maintainer, needId);
  }

  /** One need after the other, until `isOver` says so and each kind was played once at least. */
  async run(isOver: () => boolean): Promise<void> {
    for (let turn = 0; turn < KINDS.length || !isOver(); turn += 1) await this.turn(KINDS[turn % KINDS.length]!, turn);
  }

  private async turn({ method, end }: Kind, turn: number): Promise<void> {
    // An amount that three do not share evenly.
    const minor = BigInt(20_000 + 7 * turn);
    const amount = { minor: minor.toString(), currency: 'USD' };
    const [needId, milestoneId] = await this.need(amount);
    if (method === 'BALANCE') await topUp(this.rig, this.cast.finance, this.organisationId, amount);
    const pledgeId = await this.pledge(needId, amount, method);
    this.done.paid[method] += 1;
    this.done[end] += 1;
    if (end === 'refunded') {
      await this.refund(pledgeId, Number(minor / 3n));
      this.done.returned += minor / 3n;
      return;
    }
    await this.release(milestoneId);
    this.done.paidOut += minor - (minor * FEE) / 10_000n;
  }

  /** The company says to whom its invoices go, and gives the card that it is charged with later. */
  private async saveCard(): Promise<void> {
    const { finance } = this.cast;
    const { organisationId } = this;
    const address = { line1: 'Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' };
    const details = { organisationId, legalName: 'Acme GmbH', mail: 'invoices@acme.example', address };
    await tell(finance, 'setBillingDetails', 'SetBillingDetailsInput', 'clientMutationId', details);
    await tell(finance, 'savePaymentMethod', 'SavePaymentMethodInput', 'clientMutationId', { organisationId });
    const card = async () => {
      const { savedPaymentMethods } = await look<{
        savedPaymentMethods: { status: string; setupUrl: string | null }[];
      }>(finance, 'query ($id: ID!) { savedPaymentMethods(organisationId: $id) { status setupUrl } }', {
        id: organisationId,
      });
      return savedPaymentMethods[0];
    };
    await pay(this.rig, finance, await until('the page for the card', async () => (await card())?.setupUrl));
    await until('the card', async () => (await card())?.status === 'ACTIVE');
  }

  private async need(amount: object): Promise<[string, string]> {
    const { maintainer } = this.cast;
    const input = {
      projectId: this.projectId,
      kind: 'SECURITY_WORK',
      title: 'Safer releases',
      summary: 'Why',
      goal: amount,
      idempotencyKey: newKey(),
    };
    const { need } = await ask<{ need: { id: string } }>(
      maintainer,
      'createNeed',
      'CreateNeedInput',
      'need { id }',
      input,
    );
    const milestones = [{ title: 'All of it', deliverable: 'Done', amount }];
    await tell(maintainer, 'setMilestonePlan', 'SetMilestonePlanInput', 'need { id }', { needId: need.id, milestones });
    const payees: { payeeId: string; weight: number }[] = [];
    for (const payee of this.payees) payees.push({ payeeId: await idOf(payee), weight: 1 });
    await tell(maintainer, 'setNeedPayees', 'SetNeedPayeesInput', 'need { id }', { needId: need.id, payees });
    for (const [place, payee] of this.payees.slice(1).entries()) {
      const { payeeId } = payees[place + 1]!;
      await tell(payee, 'acceptPayee', 'DecidePayeeInput', 'need { id }', { needId: need.id, payeeId });
    }
    await tell(maintainer, 'publishNeed', 'NeedActionInput', 'need { status }', { needId: need.id });
    const found = await look<{ need: { milestones: { id: string }[] } }>(
      maintainer,
      'query ($id: ID!) { need(id: $id) { milestones { id } } }',
      { id: need.id },
    );
    return [need.id, found.need.milestones[0]!.id];
  }

  private async pledge(needId: string, amount: Amount, method: Method): Promise<string> {
    const { engineer, finance } = this.cast;
    const { pledge } = await ask<{ pledge: { id: string } }>(
      engineer,
      'submitPledge',
      'SubmitPledgeInput',
      'pledge { id }',
      {
        organisationId: this.organisationId,
        needId,
        amount,
        method,
        idempotencyKey: newKey(),
      },
    );
    await until('the pledge to wait for approval', async () => {
      const { pledgesAwaitingApproval: waiting } = await look<{ pledgesAwaitingApproval: { id: string }[] }>(
        finance,
        'query ($id: ID!) { pledgesAwaitingApproval(organisationId: $id, first: 50) { id } }',
        { id: this.organisationId },
      );
      return waiting.some(({ id }) => id === pledge.id);
    });
    await tell(finance, 'approvePledge', 'DecidePledgeInput', 'pledge { status }', { pledgeId: pledge.id });
    if (method === 'CHECKOUT') await this.payPage(pledge.id);
    if (method === 'INVOICE') await this.payInvoice(pledge.id, amount);
    await until('the money to arrive', async () => {
      const found = await look<{ pledge: { status: string; need: { milestones: { status: string }[] } } }>(
        finance,
        'query ($id: ID!) { pledge(id: $id) { status need { milestones { status } } } }',
        { id: pledge.id },
      );
      return found.pledge.status === 'PAID' && found.pledge.need.milestones.every(({ status }) => status === 'FUNDED');
    });
    return pledge.id;
  }

  private async payPage(pledgeId: string): Promise<void> {
    const { finance } = this.cast;
    const url = await until('the Checkout', async () => {
      const { paymentOfPledge } = await look<{ paymentOfPledge: { checkoutUrl: string | null } | null }>(
        finance,
        'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { checkoutUrl } }',
        { id: pledgeId },
      );
      return paymentOfPledge?.checkoutUrl;
    });
    await pay(this.rig, finance, url);
  }

  /** The bank of the company sends exactly what the invoice asks for. */
  private async payInvoice(pledgeId: string, { minor }: Amount): Promise<void> {
    await until('the invoice', async () => {
      const { paymentOfPledge } = await look<{ paymentOfPledge: { invoice: { status: string } | null } | null }>(
        this.cast.finance,
        'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { invoice { status } } }',
        { id: pledgeId },
      );
      return paymentOfPledge?.invoice?.status === 'OPEN';
    });
    const [customer] = await this.rig.sql<{ id: string }>('SELECT stripe_customer_id AS id FROM stripe_customer');
    const received = { amount: Number(minor), currency: 'usd' };
    await this.rig.stripe.api.testHelpers.customers.fundCashBalance(customer!.id, received);
  }

  /** Somebody does it at Stripe, past Mainstay. */
  private async refund(pledgeId: string, minor: number): Promise<void> {
    const { finance } = this.cast;
    const [intent] = (await this.rig.stripe.api.paymentIntents.list({ limit: 1 })).data;
    await this.rig.stripe.api.refunds.create({ payment_intent: intent!.id, amount: minor });
    await until('the refund', async () => {
      const { pledge } = await look<{ pledge: { returned: { minor: string } } }>(
        finance,
        'query ($id: ID!) { pledge(id: $id) { returned { minor } } }',
        { id: pledgeId },
      );
      return pledge.returned.minor === String(minor);
    });
  }

  private async release(milestoneId: string): Promise<void> {
    const { maintainer, reviewer } = this.cast;
    while (!(await submitted(maintainer, milestoneId)));
    await tell(reviewer, 'startReview', 'StartReviewInput', 'milestone { status }', { milestoneId });
    await tell(reviewer, 'acceptMilestone', 'DecideMilestoneInput', 'milestone { status }', {
      milestoneId,
      reasons: 'Looked at.',
    });
    await until('the transfers', async () => {
      const [row] = await this.rig.sql<{ open: string; confirmed: string }>(
        `SELECT count(*) FILTER (WHERE transfer.status IS DISTINCT FROM 'confirmed') AS open, count(*) AS confirmed
           FROM release_part part LEFT JOIN transfer ON transfer.id = part.transfer_id
          WHERE part.milestone_id = $1`,
        [parseId('mil', milestoneId)],
      );
      return row!.open === '0' && Number(row!.confirmed) === this.payees.length;
    });
  }
}

/** Uploads evidence and submits it. False when the file was cut off on its way: its address is used up, and there has to be another. */
async function submitted(maintainer: Person, milestoneId: string): Promise<boolean> {
  const { upload, url } = await ask<{ upload: { id: string }; url: string }>(
    maintainer,
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    { purpose: 'EVIDENCE', fileName: 'evidence.txt', idempotencyKey: newKey() },
  );
  const answer = await fetch(url, { method: 'PUT', body: `evidence of ${milestoneId}` }).catch(() => null);
  if (answer?.status !== 201) {
    await sleep(LOOK_MS);
    return false;
  }
  await ask(maintainer, 'submitEvidence', 'SubmitEvidenceInput', 'milestone { status }', {
    milestoneId,
    uploadId: upload.id,
    note: 'See the file',
    idempotencyKey: newKey(),
  });
  return true;
}

async function signUpPayee(payee: Person): Promise<void> {
  await payee.signIn();
  await payee.addPasskey();
  await payee.mutate('completeSignUp', 'CompleteSignUpInput', 'signUp { completedAt }', {
    intents: ['RECEIVE'],
    displayName: payee.name,
    isNamed: true,
  });
}

interface Amount {
  readonly minor: string;
  readonly currency: string;
}
