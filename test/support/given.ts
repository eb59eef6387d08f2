import { CatalogImportService, IMPORTED_MAPPING } from '#libs/catalog';
import { formatId, newId, parseId } from '#platform/kernel';
import type { Caller, TestApi } from './test-api.js';

const REPOSITORY = 'https://github.com/example/library';

export function key(): string {
  return formatId('key', newId<'key'>());
}

export interface GivenNeed {
  readonly maintainer: Caller;
  readonly needId: string;
  readonly projectId: string;
  readonly milestoneIds: readonly string[];
}

export interface GivenCompany {
  readonly organisationId: string;
  /** Founder and administrator: may approve. */
  readonly finance: Caller;
  /** A plain member. */
  readonly engineer: Caller;
}

/** Time passes, everything that falls due is done, and everybody has signed in again since. */
export async function passTime(api: TestApi, byMs: number): Promise<void> {
  api.advance(byMs);
  const interval = `${String(byMs)} milliseconds`;
  await api.database.asOwner(
    'UPDATE session SET created_at = created_at + $1::interval, last_seen_at = last_seen_at + $1::interval',
    [interval],
  );
  await api.settle();
}

/** A maintainer, new unless given, whose claim to a project of the catalogue stands. */
export async function givenMaintainer(
  api: TestApi,
  somebody: Caller | string = 'Grace',
): Promise<Pick<GivenNeed, 'maintainer' | 'projectId'>> {
  const maintainer = typeof somebody === 'string' ? await api.givenPerson(`${somebody} ${key()}`) : somebody;
  const projectId = await givenProject(api, `${REPOSITORY}-${key()}`);
  // The check of the file has a test of its own; here the claim simply stands.
  await api.mutate('claimProject', 'ClaimProjectInput', 'claim { id }', { projectId }, maintainer);
  await api.database.asOwner(
    `UPDATE project_claim SET status = 'verified', verified_at = now() WHERE project_id = $1`,
    [parseId('prj', projectId)],
  );
  return { maintainer, projectId };
}

/** A project of the catalogue, with the packages of these keys. */
export async function givenProject(
  api: TestApi,
  repositoryUrl: string,
  {
    name = 'library',
    keys = [`npm/library-${key()}`],
    homepageUrl = null,
  }: { readonly name?: string; readonly keys?: readonly string[]; readonly homepageUrl?: string | null } = {},
): Promise<string> {
  const packages = keys.map((packageKey) => ({ key: packageKey, confidence: IMPORTED_MAPPING, signals: [] }));
  const source = { source: 'test', isDemo: false, sha256: null };
  await api.app
    .get(CatalogImportService)
    .import(() => [{ repositoryUrl, name, homepageUrl, packages, signals: [] }], source);
  const [row] = await api.database.asOwner<{ id: string }>('SELECT id FROM project WHERE repository_url = $1', [
    repositoryUrl,
  ]);
  return formatId('prj', row!.id);
}

/** A published need of 1,000.00 USD in two milestones, by a maintainer, new unless given, whose claim stands. */
export function givenNeed(
  api: TestApi,
  somebody: Caller | string = 'Grace',
  goal = ['60000', '40000'],
  currency = 'USD',
): Promise<GivenNeed> {
  const plan = goal.map((minor): PlannedPart => [minor, null]);
  return givenPlannedNeed(api, somebody, currency, plan);
}

/** Minor units, and the ISO 8601 day on which work is planned to start. */
type PlannedPart = readonly [string, string | null];

/** The same, of a maintainer who says when work on each milestone starts. */
export function givenTranchedNeed(api: TestApi, plan: readonly PlannedPart[]): Promise<GivenNeed> {
  return givenPlannedNeed(api, 'Grace', 'USD', plan);
}

async function givenPlannedNeed(
  api: TestApi,
  somebody: Caller | string,
  currency: string,
  plan: readonly PlannedPart[],
): Promise<GivenNeed> {
  return givenNeedOf(api, await givenMaintainer(api, somebody), plan, { currency });
}

/** A published need of a project, by its maintainer. */
export async function givenNeedOf(
  api: TestApi,
  { maintainer, projectId }: Pick<GivenNeed, 'maintainer' | 'projectId'>,
  plan: readonly PlannedPart[],
  { currency = 'USD', kind = 'SECURITY_WORK' }: { readonly currency?: string; readonly kind?: string } = {},
): Promise<GivenNeed> {
  const total = plan.reduce((sum, [minor]) => sum + Number(minor), 0);
  const { need } = await api.mutate<{ need: { id: string } }>(
    'createNeed',
    'CreateNeedInput',
    'need { id }',
    {
      projectId,
      kind,
      title: 'Safer releases',
      summary: 'Why',
      goal: { minor: String(total), currency },
      idempotencyKey: key(),
    },
    maintainer,
  );
  const milestones = plan.map(([minor, startsOn], index) => ({
    title: `Part ${String(index + 1)}`,
    deliverable: 'Done',
    amount: { minor, currency },
    startsOn,
  }));
  await api.mutate(
    'setMilestonePlan',
    'SetMilestonePlanInput',
    'need { id }',
    { needId: need.id, milestones },
    maintainer,
  );
  await givenTerms(api, maintainer, 'RECEIVER');
  await api.mutate('publishNeed', 'NeedActionInput', 'need { id }', { needId: need.id }, maintainer);
  const answer = await api.gql('query ($id: ID!) { need(id: $id) { milestones { id } } }', { id: need.id });
  const { milestones: made } = answer.data!.need as { milestones: { id: string }[] };
  return { maintainer, needId: need.id, projectId, milestoneIds: made.map(({ id }) => id) };
}

/** Accepts the terms that are asked for now, by the digest of what is shown. */
export async function givenTerms(api: TestApi, person: Caller, name: string, organisationId?: string): Promise<void> {
  const answer = await api.gql('{ terms { name version sha256 } }');
  const texts = answer.data!.terms as { name: string; version: number; sha256: string }[];
  const { version, sha256 } = texts.find((text) => text.name === name)!;
  const input = { terms: name, version, sha256, ...(organisationId === undefined ? {} : { organisationId }) };
  await api.mutate('acceptTerms', 'AcceptTermsInput', 'acceptances { version }', input, person);
}

export async function givenOrganisation(
  api: TestApi,
  kind: 'COMPANY' | 'FOUNDATION' | 'FISCAL_HOST',
  founder: Caller,
): Promise<string> {
  const { organisation } = await api.mutate<{ organisation: { id: string } }>(
    'createOrganisation',
    'CreateOrganisationInput',
    'organisation { id }',
    { kind, name: 'Some name' },
    founder,
  );
  return organisation.id;
}

/** Somebody with the roles in the organisation; a new person unless one is given. */
export async function givenMember(
  api: TestApi,
  organisationId: string,
  admin: Caller,
  roles: readonly string[],
  somebody?: Caller,
): Promise<Caller> {
  const person = somebody ?? (await api.givenPerson(`Member ${key()}`));
  const { code } = await api.mutate<{ code: string }>(
    'inviteMember',
    'InviteMemberInput',
    'code',
    { organisationId, roles },
    admin,
  );
  await api.mutate('acceptInvitation', 'AcceptInvitationInput', 'organisation { id }', { code }, person);
  return person;
}

export async function givenCompany(api: TestApi): Promise<GivenCompany> {
  const finance = await api.givenPerson(`Felix ${key()}`);
  const organisationId = await givenOrganisation(api, 'COMPANY', finance);
  await givenTerms(api, finance, 'GIVER', organisationId);
  return { organisationId, finance, engineer: await givenMember(api, organisationId, finance, ['MEMBER']) };
}

export async function givenReviewer(api: TestApi, somebody?: Caller): Promise<Caller> {
  const officer = await api.givenPerson(`Petra ${key()}`);
  return givenMember(api, await givenOrganisation(api, 'FOUNDATION', officer), officer, ['REVIEWER'], somebody);
}

/** A pledge that was promised, by the engineer. */
export async function givenPledge(
  api: TestApi,
  company: GivenCompany,
  needId: string,
  minor: string,
  currency = 'USD',
  method = 'CHECKOUT',
): Promise<string> {
  const { pledge } = await api.mutate<{ pledge: { id: string } }>(
    'submitPledge',
    'SubmitPledgeInput',
    'pledge { id }',
    { organisationId: company.organisationId, needId, amount: { minor, currency }, method, idempotencyKey: key() },
    company.engineer,
  );
  return pledge.id;
}

/** Whom the company is invoiced as. */
export async function givenBillingDetails(api: TestApi, company: GivenCompany, change: object = {}): Promise<void> {
  const input = {
    organisationId: company.organisationId,
    legalName: 'Acme GmbH',
    mail: 'invoices@acme.example',
    address: { line1: 'Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    vatId: 'DE123456789',
    ...change,
  };
  await api.mutate('setBillingDetails', 'SetBillingDetailsInput', 'clientMutationId', input, company.finance);
}

/** A card that the company lets itself be charged with, given on the page of Stripe; billing details first. */
export async function givenSavedCard(api: TestApi, company: GivenCompany, cardNumber?: string): Promise<void> {
  await givenBillingDetails(api, company);
  const input = { organisationId: company.organisationId };
  await api.mutate('savePaymentMethod', 'SavePaymentMethodInput', 'clientMutationId', input, company.finance);
  await api.settle();
  const answer = await api.gql(
    'query ($id: ID!) { savedPaymentMethods(organisationId: $id) { setupUrl } }',
    { id: company.organisationId },
    company.finance,
  );
  const methods = answer.data!.savedPaymentMethods as { setupUrl: string | null }[];
  const url = methods.find(({ setupUrl }) => setupUrl !== null)!.setupUrl!;
  const browser = api.browser();
  await api.stripe.pay(browser, url, cardNumber);
  const { setup_intent: setup } = await api.stripe.api.checkout.sessions.retrieve(
    url.split('/').at(-1)!.split('?')[0]!,
    {
      expand: ['setup_intent'],
    },
  );
  const asks = typeof setup === 'object' ? setup?.next_action?.redirect_to_url?.url : null;
  if (asks) await api.stripe.authenticate(browser, asks, 'complete');
  await api.settle();
}

/** A commitment in tranches, made by the engineer; it waits for an approval. */
export async function givenPromisedTranches(
  api: TestApi,
  company: GivenCompany,
  needId: string,
  minor: string,
  method = 'SAVED_METHOD',
): Promise<string> {
  const { trancheCommitment } = await api.mutate<{ trancheCommitment: { id: string } }>(
    'commitInTranches',
    'CommitInTranchesInput',
    'trancheCommitment { id }',
    {
      organisationId: company.organisationId,
      needId,
      amount: { minor, currency: 'USD' },
      method,
      idempotencyKey: key(),
    },
    company.engineer,
  );
  await api.settle();
  return trancheCommitment.id;
}

/** The same, approved; what is due at once is paid. */
export async function givenTrancheCommitment(
  api: TestApi,
  company: GivenCompany,
  needId: string,
  minor: string,
  method?: string,
): Promise<string> {
  const trancheCommitmentId = await givenPromisedTranches(api, company, needId, minor, method);
  const input = { trancheCommitmentId };
  await api.mutate(
    'approveTrancheCommitment',
    'DecideTrancheCommitmentInput',
    'clientMutationId',
    input,
    company.finance,
  );
  await api.settle();
  return trancheCommitmentId;
}

/** Money that a company paid in advance. */
export async function givenBalance(
  api: TestApi,
  company: GivenCompany,
  minor: string,
  currency = 'USD',
): Promise<string> {
  const { payment } = await api.mutate<{ payment: { id: string } }>(
    'topUpBalance',
    'TopUpBalanceInput',
    'payment { id }',
    { organisationId: company.organisationId, amount: { minor, currency }, idempotencyKey: key() },
    company.finance,
  );
  await api.settle();
  const answer = await api.gql(
    'query ($id: ID!) { balancePayments(organisationId: $id, first: 1) { nodes { id checkoutUrl } } }',
    { id: company.organisationId },
    company.finance,
  );
  const { nodes } = answer.data!.balancePayments as { nodes: { id: string; checkoutUrl: string }[] };
  await api.stripe.pay(api.browser(), nodes[0]!.checkoutUrl);
  await api.settle();
  return payment.id;
}

/** The same, approved and paid through the Checkout page. */
export async function givenPaidPledge(
  api: TestApi,
  company: GivenCompany,
  needId: string,
  minor: string,
  currency = 'USD',
): Promise<string> {
  const pledgeId = await givenPledge(api, company, needId, minor, currency);
  await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId }, company.finance);
  await api.settle();
  const answer = await api.gql(
    'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { checkoutUrl } }',
    { id: pledgeId },
    company.finance,
  );
  const { checkoutUrl } = answer.data!.paymentOfPledge as { checkoutUrl: string };
  await api.stripe.pay(api.browser(), checkoutUrl);
  await api.settle();
  return pledgeId;
}

/** Evidence for a milestone, uploaded and submitted. */
export async function givenEvidence(
  api: TestApi,
  maintainer: Caller,
  milestoneId: string,
  content = key(),
  embargoedUntil: Date | null = null,
): Promise<readonly string[]> {
  const { upload, url } = await api.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    { purpose: 'EVIDENCE', fileName: 'evidence.txt', idempotencyKey: key() },
    maintainer,
  );
  await fetch(url, { method: 'PUT', body: content });
  const input = { milestoneId, uploadId: upload.id, note: 'See the file', embargoedUntil, idempotencyKey: key() };
  const answer = await api.mutate('submitEvidence', 'SubmitEvidenceInput', 'milestone { id }', input, maintainer);
  return answer.userErrors.map(({ code }) => code);
}

/** The payout account of a maintainer, opened and finished on the page of Stripe, whatever else has to be accepted before. */
export async function givenPayoutAccount(api: TestApi, person: Caller, organisationId?: string): Promise<string> {
  await givenTerms(api, person, 'RECEIVER', organisationId);
  const of = organisationId === undefined ? {} : { organisationId };
  const start = { country: 'US', ...of };
  await api.mutate('startRecipientOnboarding', 'StartRecipientOnboardingInput', 'clientMutationId', start, person);
  await finishOnboarding(api, person, organisationId);
  const [row] = await api.database.asOwner<{ id: string }>(
    'SELECT stripe_account_id AS id FROM recipient_account WHERE $1 IN (person_id, organisation_id)',
    [organisationId === undefined ? parseId('usr', person.personId) : parseId('org', organisationId)],
  );
  return row!.id;
}

/** Goes through the onboarding that waits for the person. */
export async function finishOnboarding(api: TestApi, person: Caller, organisationId?: string): Promise<void> {
  await api.settle();
  const query = 'query ($id: ID) { recipientAccount(organisationId: $id) { onboardingUrl } }';
  const answer = await api.gql(query, { id: organisationId ?? null }, person);
  const { onboardingUrl } = answer.data!.recipientAccount as { onboardingUrl: string };
  await api.stripe.completeOnboarding(api.browser(), onboardingUrl);
  await api.settle();
}

/** Evidence, review and acceptance of a milestone that is paid for; its money is on the way. */
export async function givenAcceptance(
  api: TestApi,
  { maintainer, milestoneId, reviewer }: { maintainer: Caller; milestoneId: string; reviewer: Caller },
): Promise<void> {
  await givenEvidence(api, maintainer, milestoneId);
  await api.mutate('startReview', 'StartReviewInput', 'clientMutationId', { milestoneId }, reviewer);
  const decision = { milestoneId, reasons: 'Good' };
  await api.mutate('acceptMilestone', 'DecideMilestoneInput', 'clientMutationId', decision, reviewer);
  await api.settle();
}
