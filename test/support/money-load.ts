import { setTimeout as sleep } from 'node:timers/promises';
import { parseId } from '#platform/kernel';
import { Person, RefusedRequest, demoCatalogue, importCatalogue, newKey } from '../../apps/cli/src/index.js';
import { people, type Cast } from '../../apps/cli/src/story/chapters/cast.js';
import { foundCompany } from '../../apps/cli/src/story/chapters/company.js';
import { onboardRecipient, postNeed } from '../../apps/cli/src/story/chapters/maintainer.js';
import { foundReviewBoard } from '../../apps/cli/src/story/chapters/release.js';
import { signUpAll } from '../../apps/cli/src/story/chapters/sign-up.js';
import type { Stage } from '../../apps/cli/src/story/story.js';
import { storySbom, type StoryRig } from './story-rig.js';

const LIMIT_MS = 180_000;
const LOOK_MS = 100;
const FLOAT_MINOR = 5_000_000;
/** The operator's fee of a release, in basis points, as it is by default. */
const FEE = 500n;

/** What people did from beginning to end, by the way of the money. */
export interface Done {
  byCard: number;
  byBalance: number;
  released: number;
  refunded: number;
  /** What the payees got, in cents. */
  paidOut: bigint;
  /** What went back to payers, in cents. */
  returned: bigint;
}

type Kind = 'card, released' | 'balance, released' | 'card, refunded';
const KINDS: readonly Kind[] = ['card, released', 'balance, released', 'card, refunded'];

/**
 * People who use a Mainstay that is killed under them: a company that pays by card and out of its balance, three payees who
 * share what is released, and somebody who refunds at Stripe. A request that was cut off is sent again with the same key.
 */
export class MoneyLoad {
  readonly done: Done = { byCard: 0, byBalance: 0, released: 0, refunded: 0, paidOut: 0n, returned: 0n };
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
    const sbom = { fileName: 'acme.cdx.json', bytes: storySbom() };
    const catalogue = demoCatalogue(sbom.bytes)!;
    await importCatalogue(rig.stack.databaseUrl, catalogue.projects, sbom.fileName);
    const { stripe, origin } = rig;
    const [tell, passTime] = [() => undefined, () => Promise.resolve()];
    const stage: Stage = { apiUrl: rig.stack.url, origin, stripe, catalogue, sbom, tell, chapter: tell, passTime };
    await stripe.topUp(FLOAT_MINOR, 'usd');
    await signUpAll(cast);
    for (const payee of this.payees.slice(1)) await signUpPayee(payee);
    for (const payee of this.payees) await onboardRecipient(stage, payee);
    const needId = await postNeed(stage, cast.maintainer);
    this.organisationId = await foundCompany(stage, cast);
    await foundReviewBoard(stage, cast);
    const { need } = await cast.maintainer.query<{ need: { project: { id: string } } }>(
      'query ($id: ID!) { need(id: $id) { project { id } } }',
      { id: needId },
    );
    this.projectId = need.project.id;
  }

  /** One need after the other, until `isOver` says so and each kind was played once at least. */
  async run(isOver: () => boolean): Promise<void> {
    for (let turn = 0; turn < KINDS.length || !isOver(); turn += 1) await this.turn(KINDS[turn % KINDS.length]!, turn);
  }

  private async turn(kind: Kind, turn: number): Promise<void> {
    // An amount that three do not share evenly.
    const minor = BigInt(20_000 + 7 * turn);
    const amount = { minor: minor.toString(), currency: 'USD' };
    const isByCard = kind !== 'balance, released';
    const [needId, milestoneId] = await this.need(amount);
    if (!isByCard) await this.topUp(amount);
    const pledgeId = await this.pledge(needId, amount, isByCard);
    if (isByCard) this.done.byCard += 1;
    else this.done.byBalance += 1;
    if (kind === 'card, refunded') {
      await this.refund(pledgeId, Number(minor / 3n));
      this.done.refunded += 1;
      this.done.returned += minor / 3n;
      return;
    }
    await this.release(milestoneId);
    this.done.released += 1;
    this.done.paidOut += minor - (minor * FEE) / 10_000n;
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

  private async topUp(amount: object): Promise<void> {
    const { finance } = this.cast;
    const input = { organisationId: this.organisationId, amount, idempotencyKey: newKey() };
    const { payment } = await ask<{ payment: { id: string } }>(
      finance,
      'topUpBalance',
      'TopUpBalanceInput',
      'payment { id }',
      input,
    );
    const query = `query ($id: ID!) { balancePayments(organisationId: $id, first: 50) { nodes { id status checkoutUrl } } }`;
    const mine = async () => {
      const answer = await look<{
        balancePayments: { nodes: { id: string; status: string; checkoutUrl: string | null }[] };
      }>(finance, query, { id: this.organisationId });
      return answer.balancePayments.nodes.find(({ id }) => id === payment.id);
    };
    const url = await until('the Checkout of the balance', async () => (await mine())?.checkoutUrl);
    await this.pay(finance, url);
    await until('the balance', async () => ['SUCCEEDED', 'SETTLED'].includes((await mine())?.status ?? ''));
  }

  private async pledge(needId: string, amount: object, isByCard: boolean): Promise<string> {
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
        method: isByCard ? 'CHECKOUT' : 'BALANCE',
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
    if (isByCard) {
      const url = await until('the Checkout', async () => {
        const { paymentOfPledge } = await look<{ paymentOfPledge: { checkoutUrl: string | null } | null }>(
          finance,
          'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { checkoutUrl } }',
          { id: pledge.id },
        );
        return paymentOfPledge?.checkoutUrl;
      });
      await this.pay(finance, url);
    }
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

  /** The way back from Stripe leads to the API, which may be dead at that moment; the payment is made by then. */
  private async pay({ browser }: Person, url: string): Promise<void> {
    try {
      await this.rig.stripe.pay(browser, url);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
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

type Sent = Readonly<Record<string, unknown>>;

/** Sends a request again until it is answered; the key in it makes it one. */
function ask<Payload>(
  person: Person,
  name: string,
  inputType: string,
  selection: string,
  input: Sent,
): Promise<Payload> {
  return insist(person, () => person.mutate<Payload>(name, inputType, selection, input));
}

/** The same for what has no key: a refusal after it was cut off says that it had been done. */
async function tell(person: Person, name: string, inputType: string, selection: string, input: Sent): Promise<void> {
  let wasCut = false;
  await insist(person, async () => {
    try {
      await person.mutate(name, inputType, selection, input);
    } catch (error) {
      if (!(error instanceof RefusedRequest)) wasCut = true;
      if (!wasCut || !(error instanceof RefusedRequest) || COMES_BACK.includes(error.code)) throw error;
    }
  });
}

function look<Data>(person: Person, document: string, variables: Sent): Promise<Data> {
  return insist(person, () => person.query<Data>(document, variables));
}

async function idOf(person: Person): Promise<string> {
  return (await look<{ viewer: { person: { id: string } } }>(person, '{ viewer { person { id } } }', {})).viewer.person
    .id;
}

/** Refusals that say nothing about the request itself. */
const COMES_BACK = ['UNAUTHENTICATED', 'INTERNAL', 'IDEMPOTENCY_IN_PROGRESS'];

/**
 * Does something until no connection is cut. A session whose new secret was in an answer that never came is lost; then the person
 * signs in again.
 */
async function insist<Value>(person: Person, work: () => Promise<Value>): Promise<Value> {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isRefused = error instanceof RefusedRequest && !COMES_BACK.includes(error.code);
      if (isRefused || performance.now() > end) throw error;
      if (error instanceof RefusedRequest && error.code === 'UNAUTHENTICATED')
        await person.signIn().catch(() => undefined);
      await sleep(LOOK_MS);
    }
  }
}

async function until<Value>(what: string, see: () => Promise<Value | null | undefined | false>): Promise<Value> {
  for (const end = performance.now() + LIMIT_MS; performance.now() < end; await sleep(LOOK_MS)) {
    const value = await see();
    if (value !== null && value !== undefined && value !== false) return value;
  }
  throw new Error(`waited too long for ${what}`);
}
