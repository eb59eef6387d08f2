import { createHash } from 'node:crypto';
import { DAY_MS } from '#platform/kernel';
import { Person } from './person.js';
import { newKey, type Stage } from './story.js';
import { waitFor } from './wait.js';

const GOAL = { minor: '100000', currency: 'USD' };
const PLAN = [
  {
    title: 'Reproducible release archives',
    deliverable: 'The release archive equals the tagged tree plus a pinned manifest.',
    amount: { minor: '60000', currency: 'USD' },
  },
  {
    title: 'Fuzzing in continuous integration',
    deliverable: 'Three harnesses run on every change, with a corpus.',
    amount: { minor: '40000', currency: 'USD' },
  },
];
const FLOAT_MINOR = 50_000;
/** Card payments become available two days after the charge. */
const STRIPE_PENDING_MS = 2 * DAY_MS;

export interface StoryResult {
  readonly needId: string;
  readonly pledgeId: string;
}

/** From a real SBOM to a released milestone, through the public API, by seven signed-in people. */
export async function firstStory(stage: Stage): Promise<StoryResult> {
  const cast = people(stage.apiUrl);
  for (const person of Object.values(cast)) await person.signIn();
  stage.chapter('story.chapter.maintainer');
  await onboardRecipient(stage, cast.maintainer);
  const needId = await postNeed(stage, cast.maintainer);
  stage.chapter('story.chapter.inventory');
  const organisationId = await foundCompany(stage, cast);
  await uploadSbom(stage, cast.engineer, organisationId);
  stage.chapter('story.chapter.pledge');
  await showRanking(stage, cast.engineer, organisationId);
  const pledgeId = await pledge(stage, cast.engineer, organisationId, needId);
  stage.chapter('story.chapter.payment');
  await topUpFloat(stage);
  await approveAndPay(stage, cast.finance, organisationId, pledgeId);
  stage.chapter('story.chapter.release');
  await foundReviewBoard(stage, cast);
  const milestoneId = await submitEvidence(stage, cast.maintainer, needId);
  await review(stage, cast.reviewer, milestoneId);
  await awaitTransfer(stage, cast.maintainer, needId, milestoneId);
  await stage.passTime(STRIPE_PENDING_MS, 'story.clock.available');
  return { needId, pledgeId };
}

interface Cast {
  readonly maintainer: Person;
  readonly engineer: Person;
  readonly finance: Person;
  readonly officer: Person;
  readonly reviewer: Person;
}

function people(apiUrl: string): Cast {
  const person = (name: string): Person => new Person(name, apiUrl);
  return {
    maintainer: person('Grace Maintainer'),
    engineer: person('Clara Company'),
    finance: person('Felix Finance'),
    officer: person('Petra Programme'),
    reviewer: person('Vera Verifier'),
  };
}

async function onboardRecipient({ stripe, tell }: Stage, maintainer: Person): Promise<void> {
  await maintainer.mutate('startRecipientOnboarding', 'StartRecipientOnboardingInput', 'recipientAccount { id }', {
    country: 'US',
  });
  const url = await waitFor('the onboarding link', async () => (await recipient(maintainer))?.onboardingUrl);
  await stripe.completeOnboarding(maintainer.browser, url);
  await waitFor(
    'the account to become active',
    async () => (await recipient(maintainer))?.transfersStatus === 'ACTIVE',
  );
  tell('story.onboarded', { name: maintainer.name });
}

async function recipient(
  maintainer: Person,
): Promise<{ readonly onboardingUrl: string | null; readonly transfersStatus: string } | null> {
  return (
    await maintainer.query<{ recipientAccount: { onboardingUrl: string | null; transfersStatus: string } | null }>(
      '{ recipientAccount { onboardingUrl transfersStatus } }',
    )
  ).recipientAccount;
}

async function postNeed(stage: Stage, maintainer: Person): Promise<string> {
  const { claimed } = stage.catalogue;
  const found = await maintainer.query<{ projects: { nodes: { id: string; repositoryUrl: string }[] } }>(
    'query ($text: String!) { projects(search: $text, first: 100) { nodes { id repositoryUrl } } }',
    { text: claimed.repositoryUrl },
  );
  const project = found.projects.nodes.find(({ repositoryUrl }) => repositoryUrl === claimed.repositoryUrl)!;
  const { claim } = await maintainer.mutate<{ claim: { id: string; file: { path: string; line: string } } }>(
    'claimProject',
    'ClaimProjectInput',
    'claim { id file { path line } }',
    { projectId: project.id },
  );
  stage.origin.commit(claimed.repositoryUrl, claim.file.path, `${claim.file.line}\n`);
  await maintainer.mutate('checkClaim', 'CheckClaimInput', 'claim { status }', { claimId: claim.id });
  await waitFor('the claim to be verified', async () => (await claimStatus(maintainer, claim.id)) === 'VERIFIED');
  stage.tell('story.claimed', { name: maintainer.name, repository: claimed.repositoryUrl });
  const { need } = await maintainer.mutate<{ need: { id: string } }>('createNeed', 'CreateNeedInput', 'need { id }', {
    projectId: project.id,
    kind: 'SECURITY_WORK',
    title: `Safer releases of ${claimed.name}`,
    summary: 'Nobody should have to trust one laptop for what half the world installs.',
    goal: GOAL,
    idempotencyKey: newKey(),
  });
  await maintainer.mutate('setMilestonePlan', 'SetMilestonePlanInput', 'need { id }', {
    needId: need.id,
    milestones: PLAN,
  });
  await maintainer.mutate('publishNeed', 'NeedActionInput', 'need { status }', { needId: need.id });
  stage.tell('story.needPosted', { amount: '1,000.00 USD', count: PLAN.length });
  return need.id;
}

async function claimStatus(maintainer: Person, id: string): Promise<string | undefined> {
  return (
    await maintainer.query<{ claim: { status: string } | null }>('query ($id: ID!) { claim(id: $id) { status } }', {
      id,
    })
  ).claim?.status;
}

async function foundCompany({ tell }: Stage, { finance, engineer }: Cast): Promise<string> {
  const { organisation } = await finance.mutate<{ organisation: { id: string } }>(
    'createOrganisation',
    'CreateOrganisationInput',
    'organisation { id }',
    { kind: 'COMPANY', name: 'Acme' },
  );
  await join(finance, engineer, organisation.id, ['MEMBER']);
  tell('story.company', { finance: finance.name, engineer: engineer.name });
  return organisation.id;
}

async function join(admin: Person, newcomer: Person, organisationId: string, roles: readonly string[]): Promise<void> {
  const { code } = await admin.mutate<{ code: string }>('inviteMember', 'InviteMemberInput', 'code', {
    organisationId,
    roles,
  });
  await newcomer.mutate('acceptInvitation', 'AcceptInvitationInput', 'organisation { id }', { code });
}

async function uploadSbom({ sbom, tell }: Stage, engineer: Person, organisationId: string): Promise<void> {
  const { token } = await engineer.mutate<{ token: string }>('createApiToken', 'CreateApiTokenInput', 'token', {
    organisationId,
    name: 'build server',
    scopes: ['READ', 'INVENTORY_WRITE'],
  });
  engineer.useToken(token);
  const { product } = await engineer.mutate<{ product: { id: string } }>(
    'createProduct',
    'CreateProductInput',
    'product { id }',
    { organisationId, name: 'Acme Platform' },
  );
  const { upload, url } = await engineer.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    {
      purpose: 'SBOM',
      productId: product.id,
      fileName: sbom.fileName,
      idempotencyKey: newKey(),
    },
  );
  await put(url, sbom.bytes);
  await waitFor('the SBOM to be read', async () => {
    const answer = await engineer.query<{ upload: { status: string; refusal: { message: string } | null } }>(
      'query ($id: ID!) { upload(id: $id) { status refusal { message } } }',
      { id: upload.id },
    );
    if (answer.upload.refusal) throw new Error(answer.upload.refusal.message);
    return answer.upload.status === 'READY';
  });
  const { productsOf } = await engineer.query<{
    productsOf: {
      inventory: { componentCount: number; directCount: number; resolvedCount: number; edgeCount: number };
    }[];
  }>(
    'query ($id: ID!) { productsOf(organisationId: $id) { inventory { componentCount directCount resolvedCount edgeCount } } }',
    { id: organisationId },
  );
  tell('story.inventory', { fileName: sbom.fileName, ...productsOf[0]!.inventory });
}

async function put(url: string, bytes: Buffer): Promise<void> {
  const response = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
  if (response.status !== 201)
    throw new Error(`the upload was answered with ${String(response.status)}: ${await response.text()}`);
}

interface RankedNeed {
  readonly tenths: number;
  readonly tier: string;
  readonly need: { readonly id: string; readonly title: string };
  readonly explanation: readonly {
    readonly label: string;
    readonly tenths: number;
    readonly terms: readonly { readonly label: string; readonly tenths: number }[];
  }[];
}

async function showRanking({ tell }: Stage, engineer: Person, organisationId: string): Promise<void> {
  const { rankedNeeds } = await engineer.query<{ rankedNeeds: { nodes: RankedNeed[] } }>(
    'query ($id: ID!) { rankedNeeds(organisationId: $id, first: 10) { nodes { tenths tier need { id title } explanation { label tenths terms { label tenths } } } } }',
    { id: organisationId },
  );
  const points = (tenths: number): string => (tenths / 10).toFixed(1);
  for (const [index, { need, tenths, tier, explanation }] of rankedNeeds.nodes.entries()) {
    tell('story.ranked', { place: index + 1, title: need.title, points: points(tenths), tier });
    for (const part of explanation) {
      const terms = part.terms
        .filter((term) => term.tenths !== 0)
        .map((term) => `${term.label} ${points(term.tenths)}`);
      tell('story.rankedPart', { label: part.label, points: points(part.tenths), terms: terms.join(', ') });
    }
  }
  engineer.useSession();
}

async function pledge({ tell }: Stage, engineer: Person, organisationId: string, needId: string): Promise<string> {
  const answer = await engineer.mutate<{ pledge: { id: string } }>(
    'submitPledge',
    'SubmitPledgeInput',
    'pledge { id }',
    { organisationId, needId, amount: GOAL, idempotencyKey: newKey() },
  );
  tell('story.pledged', { name: engineer.name, amount: '1,000.00 USD' });
  return answer.pledge.id;
}

async function topUpFloat({ stripe, apiUrl, tell }: Stage): Promise<void> {
  await stripe.topUp(FLOAT_MINOR, 'usd');
  const visitor = new Person('visitor', apiUrl);
  await waitFor('the float to be booked', async () => (await coverage(visitor)).assets.minor !== '0');
  tell('story.float', { amount: '500.00 USD' });
}

async function coverage(
  person: Person,
): Promise<{ readonly assets: { readonly minor: string }; readonly liabilities: { readonly minor: string } }> {
  return (
    await person.query<{ coverage: { assets: { minor: string }; liabilities: { minor: string } } }>(
      '{ coverage(currency: "USD") { assets { minor } liabilities { minor } } }',
    )
  ).coverage;
}

async function approveAndPay(
  { stripe, tell }: Stage,
  finance: Person,
  organisationId: string,
  pledgeId: string,
): Promise<void> {
  await waitFor('the pledge to wait for approval', async () => {
    const answer = await finance.query<{ pledgesAwaitingApproval: { id: string }[] }>(
      'query ($id: ID!) { pledgesAwaitingApproval(organisationId: $id, first: 10) { id } }',
      { id: organisationId },
    );
    return answer.pledgesAwaitingApproval.some(({ id }) => id === pledgeId);
  });
  await finance.mutate('approvePledge', 'DecidePledgeInput', 'pledge { status }', { pledgeId });
  tell('story.approved', { name: finance.name });
  const url = await waitFor('the Checkout', async () => {
    const answer = await finance.query<{ paymentOfPledge: { checkoutUrl: string | null } | null }>(
      'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { checkoutUrl } }',
      { id: pledgeId },
    );
    return answer.paymentOfPledge?.checkoutUrl;
  });
  await stripe.pay(finance.browser, url);
  await waitFor('the money to arrive', async () => {
    const answer = await finance.query<{ pledge: { status: string; need: { milestones: { status: string }[] } } }>(
      'query ($id: ID!) { pledge(id: $id) { status need { milestones { status } } } }',
      { id: pledgeId },
    );
    return answer.pledge.status === 'PAID' && answer.pledge.need.milestones.every(({ status }) => status === 'FUNDED');
  });
  tell('story.paid', { amount: '1,000.00 USD', count: PLAN.length });
}

async function foundReviewBoard({ tell }: Stage, { officer, reviewer }: Cast): Promise<void> {
  const { organisation } = await officer.mutate<{ organisation: { id: string } }>(
    'createOrganisation',
    'CreateOrganisationInput',
    'organisation { id }',
    { kind: 'FOUNDATION', name: 'Open Works Foundation' },
  );
  await join(officer, reviewer, organisation.id, ['REVIEWER']);
  tell('story.reviewBoard', { officer: officer.name, reviewer: reviewer.name });
}

async function submitEvidence({ tell }: Stage, maintainer: Person, needId: string): Promise<string> {
  const { need } = await maintainer.query<{ need: { milestones: { id: string; title: string }[] } }>(
    'query ($id: ID!) { need(id: $id) { milestones { id title } } }',
    { id: needId },
  );
  const milestone = need.milestones[0]!;
  const evidence = Buffer.from(
    JSON.stringify({ milestone: milestone.id, archive: 'release.tar.gz', treeEqualsArchive: true }),
  );
  const { upload, url } = await maintainer.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    { purpose: 'EVIDENCE', fileName: 'release-comparison.json', idempotencyKey: newKey() },
  );
  await put(url, evidence);
  await maintainer.mutate('submitEvidence', 'SubmitEvidenceInput', 'milestone { status }', {
    milestoneId: milestone.id,
    uploadId: upload.id,
    note: 'Comparison of the archive with the tagged tree.',
    idempotencyKey: newKey(),
  });
  tell('story.evidence', {
    name: maintainer.name,
    title: milestone.title,
    digest: createHash('sha256').update(evidence).digest('hex').slice(0, 16),
  });
  return milestone.id;
}

async function review({ tell }: Stage, reviewer: Person, milestoneId: string): Promise<void> {
  await reviewer.mutate('startReview', 'StartReviewInput', 'milestone { status }', { milestoneId });
  await reviewer.mutate('acceptMilestone', 'DecideMilestoneInput', 'milestone { status }', {
    milestoneId,
    reasons: 'I rebuilt the archive and compared it byte by byte.',
  });
  tell('story.accepted', { name: reviewer.name });
}

async function awaitTransfer({ tell }: Stage, maintainer: Person, needId: string, milestoneId: string): Promise<void> {
  await waitFor('the transfer to be confirmed', async () => {
    const answer = await maintainer.query<{ need: { milestones: { id: string; status: string }[] } }>(
      'query ($id: ID!) { need(id: $id) { milestones { id status } } }',
      { id: needId },
    );
    return answer.need.milestones.find(({ id }) => id === milestoneId)?.status === 'PAID';
  });
  const { transfersToMe } = await maintainer.query<{
    transfersToMe: { amount: { decimal: string; currency: string } }[];
  }>('{ transfersToMe(first: 10) { amount { decimal currency } } }');
  const { decimal, currency } = transfersToMe[0]!.amount;
  tell('story.transferred', { name: maintainer.name, amount: `${decimal} ${currency}` });
}
