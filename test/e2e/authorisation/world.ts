import { CheckpointsService } from '#libs/audit';
import { securityNoticeDue } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { DAY_MS, addMs, formatId, newId, parseId, systemActor, type Id } from '#platform/kernel';
import { changeRecurring, givenActiveRecurring, givenRecurring } from '../../support/given-recurring.js';
import {
  givenBalance,
  givenEvidence,
  givenMember,
  givenNeed,
  givenOrganisation,
  givenPaidPledge,
  givenPromisedTranches,
  givenSavedCard,
  givenTranchedNeed,
  givenPledge,
  givenProject,
  givenTerms,
  key,
  type GivenCompany,
  type GivenNeed,
} from '../../support/given.js';
import { purlOf } from '../../support/given-inventory.js';
import { givenDeliveredPart } from '../../support/given-in-kind.js';
import { givenAgreement, givenHost, givenProjectPayout, type GivenHost } from '../../support/given-hosting.js';
import { givenPlans } from '../../support/given-budgets.js';
import { givenAlert, givenCall, givenOffer } from '../../support/given-offers.js';
import { givenRoleRequest, givenTier, givenVouch } from '../../support/given-role-grants.js';
import { givenReviewPool } from '../../support/given-review-pool.js';
import { givenContested, givenSignalContest } from '../../support/given-claims.js';
import { givenOperators, givenRight, type GivenOperators } from '../../support/given-operators.js';
import { givenManifest } from '../../support/given-manifests.js';
import { givenCase } from './role-case.js';
import { givenWatched } from './watched.js';
import { workload } from './workload.js';
import type { Caller, Sender, TestApi } from '../../support/test-api.js';

/** The columns of the matrix: who asks. The objects asked for belong to the company of `member`, `finance` and `admin`. */
export const PRINCIPALS = [
  'anonymous',
  'stranger',
  'member',
  'finance',
  'admin',
  'rival',
  'maintainer',
  'reviewer',
  'officer',
  'operator',
  'readToken',
  'writeToken',
  'rivalToken',
] as const;
export type PrincipalName = (typeof PRINCIPALS)[number];

const READ = ['IDENTITY_READ', 'INVENTORY_READ', 'PAYMENTS_READ', 'PLEDGES_READ'];
const WRITE = ['INVENTORY_WRITE', 'PLEDGES_WRITE'];

/** One company that has pledged and paid, a maintainer with a need in work, a rival, a foundation; all really signed in. */
export interface World {
  readonly api: TestApi;
  readonly as: Readonly<Record<PrincipalName, Sender>>;
  readonly people: Readonly<
    Record<Exclude<PrincipalName, 'anonymous' | 'readToken' | 'writeToken' | 'rivalToken'>, Caller>
  >;
  readonly operators: GivenOperators;
  readonly company: GivenCompany;
  readonly need: GivenNeed;
  /** A fiscal host, administered by the officer, with the project of the need. */
  readonly host: GivenHost;
  /** Outside ids by the names that documents use between braces. */
  readonly ids: Readonly<Record<string, string>>;
}

export async function openWorld(api: TestApi): Promise<World> {
  const admin = await api.givenPerson(`Ada ${key()}`);
  const organisationId = await givenOrganisation(api, 'COMPANY', admin);
  await givenTerms(api, admin, 'GIVER', organisationId);
  const member = await givenMember(api, organisationId, admin, ['MEMBER']);
  const finance = await givenMember(api, organisationId, admin, ['FINANCE']);
  const company: GivenCompany = { organisationId, finance, engineer: member };
  const rival = await api.givenPerson(`Rita ${key()}`);
  const rivalId = await givenOrganisation(api, 'COMPANY', rival);
  const officer = await api.givenPerson(`Petra ${key()}`);
  const foundationId = await givenOrganisation(api, 'FOUNDATION', officer);
  const reviewer = await givenMember(api, foundationId, officer, ['REVIEWER']);
  const operators = await givenOperators(api);
  const { proposalId } = await givenRight(api, operators.second, operators.third, operators.first, 'FINANCE_OPERATOR');
  const need = await givenNeed(api);
  const people = {
    stranger: await api.givenPerson(`Sam ${key()}`),
    member,
    finance,
    admin,
    rival,
    maintainer: need.maintainer,
    reviewer,
    officer,
    operator: operators.first,
  };
  const as = {
    ...people,
    anonymous: { headers: {} },
    readToken: await token(api, organisationId, member, READ),
    writeToken: await token(api, organisationId, member, WRITE),
    rivalToken: await token(api, rivalId, rival, [...READ, ...WRITE]),
  };
  const pledge = await givenPaidPledge(api, company, need.needId, '100000');
  await givenBalance(api, company, '5000');
  await givenSavedCard(api, company);
  await api.mutate(
    'topUpBalance',
    'TopUpBalanceInput',
    'clientMutationId',
    { organisationId, amount: { minor: '5000', currency: 'USD' }, means: 'INVOICE', idempotencyKey: key() },
    finance,
  );
  await api.mutate(
    'enterBankReceipt',
    'EnterBankReceiptInput',
    'clientMutationId',
    { organisationId, amount: { minor: '5000', currency: 'USD' }, reference: key(), bookedOn: '2026-11-20' },
    operators.first,
  );
  const tranches = await givenWaitingTranches(api, company);
  const supported = await givenNeed(api);
  const recurring = await givenActiveRecurring(api, company, supported.needId);
  await changeRecurring(api, 'pause', recurring, finance);
  await givenReviewPool(api, company, '5000');
  const waiting = await givenWaitingPledge(api, company);
  await givenEvidence(api, need.maintainer, need.milestoneIds[0]!);
  const begun = { milestoneId: need.milestoneIds[0]! };
  await api.mutate('startReview', 'StartReviewInput', 'clientMutationId', begun, reviewer);
  await api.mutate('stepBackFromReview', 'StepBackFromReviewInput', 'clientMutationId', begun, reviewer);
  await givenAccepted(api, need, reviewer);
  const embargoed = await givenNeed(api, need.maintainer);
  await givenPaidPledge(api, company, embargoed.needId, '100000');
  const until = addMs(api.clock.now(), DAY_MS);
  await givenEvidence(api, embargoed.maintainer, embargoed.milestoneIds[0]!, key(), until);
  const inKind = await givenDeliveredPart(api, company, need);
  const invitation = await open(api, organisationId, admin);
  const product = await givenProduct(api, organisationId, member);
  const purl = await purlOf(api, need.projectId);
  const earlier = await givenSbom(api, product, member, 'pkg:npm/earlier@1.0.0');
  const upload = await givenSbom(api, product, member, purl);
  const refused = await givenSbom(api, await givenProduct(api, organisationId, member), member, null);
  await givenProgress(api, refused);
  const claim = await openClaim(api, people.maintainer);
  await givenContested(api, need.projectId, need.maintainer);
  const { transfer } = await api.mutate<{ transfer: { id: string } }>(
    'proposeOrganisationTransfer',
    'ProposeOrganisationTransferInput',
    'transfer { id }',
    { organisationId, toPersonId: people.stranger.personId },
    admin,
  );
  for (const person of [need.maintainer, member]) {
    const address = { address: `${key().slice(-12)}@mail.example` };
    await api.mutate('setMailAddress', 'SetMailAddressInput', 'clientMutationId', address, person);
    const signUp = { intents: ['RECEIVE'], displayName: 'Grace', isNamed: true };
    await api.mutate('completeSignUp', 'CompleteSignUpInput', 'clientMutationId', signUp, person);
  }
  // Another address may be entered after a minute.
  await api.database.asOwner(
    `INSERT INTO finding (id, kind, subject, amount_minor, currency, since, found_at)
     VALUES ($1, 'stale_clearing', 'stripe.clearing somebody', 1000, 'USD', now(), now())`,
    [newId<'fnd'>()],
  );
  await api.database.asOwner(`UPDATE mail_address SET entered_at = entered_at - interval '5 minutes'`);
  await api.mutate('requestErasure', 'RequestErasureInput', 'clientMutationId', {}, people.stranger);
  await api.mutate('withdrawErasure', 'WithdrawErasureInput', 'clientMutationId', {}, people.stranger);
  await api.mutate(
    'startRecipientOnboarding',
    'StartRecipientOnboardingInput',
    'clientMutationId',
    { country: 'DE' },
    need.maintainer,
  );
  await api.mutate(
    'setApprovalRules',
    'SetApprovalRulesInput',
    'clientMutationId',
    { organisationId, rules: [{ from: { minor: '90000000', currency: 'USD' }, required: 2 }] },
    admin,
  );
  await api.mutate(
    'registerTrustedWorkload',
    'RegisterTrustedWorkloadInput',
    'clientMutationId',
    workload(organisationId),
    admin,
  );
  const domain = { organisationId, domain: 'acme.example' };
  await api.mutate('addOrganisationDomain', 'AddOrganisationDomainInput', 'clientMutationId', domain, admin);
  await api.database.asOwner(
    `INSERT INTO package_signal (purl_key, signal, value, source, observed_at)
     SELECT purl_key, signal, 1, 'test', now() FROM package CROSS JOIN unnest(ARRAY['dependents', 'publishers']) AS signal WHERE project_id = $1`,
    [parseId('prj', need.projectId)],
  );
  await givenSignalContest(api, need.projectId, need.maintainer);
  const stable = { projectId: need.projectId, isStable: true };
  await api.mutate('confirmStable', 'ConfirmStableInput', 'clientMutationId', stable, need.maintainer);
  const silent = await givenProject(api, `https://github.com/example/silent-${key()}`);
  await givenSbom(api, await givenProduct(api, organisationId, member), member, await purlOf(api, silent));
  await api.database.asOwner(
    `INSERT INTO project_demand (project_id, organisations, direct_organisations, counted_on) VALUES ($1, 25, 5, '2026-11-20')`,
    [parseId('prj', need.projectId)],
  );
  const plans = await givenPlans(api, company);
  const idle = await givenProject(api, `https://github.com/example/idle-${key()}`);
  const offer = await givenOffer(api, company, idle);
  const call = await givenCall(api, company, idle, people.stranger);
  await givenAlert(api, company, need);
  await givenTier(api, need.projectId, 'T3');
  // Makes the tier stricter, in 90 days.
  await api.mutate(
    ...(['stateProjectContext', 'StateProjectContextInput', 'clientMutationId'] as const),
    { projectId: need.projectId, isPrivileged: true, baseSets: 0, actionRepositories: 0, explanation: 'Runs as root.' },
    people.maintainer,
  );
  await givenVouch(api, need.maintainer, people.stranger.personId, need.projectId);
  const roleGrant = await givenRoleRequest(api, people.stranger, need.projectId);
  const roleCase = await givenCase({ api, people, need });
  const watched = await givenWatched({ api, people, need }, organisationId);
  await api.database.asOwner(
    `INSERT INTO project_demand (project_id, organisations, counted_on) VALUES ($1, 5, '2026-11-20')`,
    [parseId('prj', idle)],
  );
  await givenManifest(api, need.projectId, need.maintainer, { isPublished: true });
  const host = await givenHost(api, 1_000, officer);
  await givenAgreement(api, need.maintainer, need.projectId, host);
  const asked = { payeeId: need.maintainer.personId, minor: '100' };
  await givenProjectPayout(api, need.maintainer, need.projectId, asked);
  await tellAll(api, Object.values(people));
  await api.settle();
  await givenFailedPayout(api, need.maintainer);
  await api.app.get(CheckpointsService).publishWhenDue();
  const [milestone] = need.milestoneIds;
  return {
    api,
    as,
    people,
    operators,
    company,
    need,
    host,
    ids: {
      organisation: organisationId,
      foundation: foundationId,
      host: host.hostId,
      person: people.maintainer.personId,
      project: need.projectId,
      need: need.needId,
      embargoed: embargoed.needId,
      milestone: milestone!,
      pledge,
      waiting,
      supported: supported.needId,
      recurring,
      tranches,
      ...plans,
      product,
      upload,
      refused,
      purl,
      inventory: await inventoryOf(api, upload),
      earlierInventory: await inventoryOf(api, earlier),
      inKind,
      idle,
      offer,
      call,
      roleGrant,
      roleCase,
      watched,
      // Who sits for a project is public.
      seated: watched,
      // What stands before it is not public.
      roleRequest: roleGrant,
      claim,
      invitation,
      transfer: transfer.id,
      operatorProposal: proposalId,
    },
  };
}

/** A payout of the account of somebody, as if Stripe had told of it. */
async function givenFailedPayout(api: TestApi, { personId }: Caller): Promise<void> {
  await api.database.asOwner(
    `WITH account AS (SELECT id, stripe_account_id FROM recipient_account WHERE person_id = $1), payout AS (
       INSERT INTO connected_payout (id, recipient_id, stripe_account_id, stripe_payout_id, amount_minor, currency, status, arrives_at, failure_code, created_at)
       SELECT gen_random_uuid(), id, stripe_account_id, 'po_of_the_matrix', 100, 'USD', 'failed', now(), 'no_account', now() FROM account RETURNING id)
     SELECT id FROM payout`,
    [parseId('usr', personId)],
  );
  await api.database.asOwner(
    `UPDATE recipient_account account SET failed_payout_id = payout.id FROM connected_payout payout
      WHERE payout.recipient_id = account.id AND account.person_id = $1`,
    [parseId('usr', personId)],
  );
}

/** Something in the inbox of everybody. */
async function tellAll(api: TestApi, people: readonly Caller[]): Promise<void> {
  await api.app.get(UnitOfWork).run(systemActor('test'), (tx) => {
    for (const { personId } of people)
      tx.emit(securityNoticeDue, { personId: parseId('usr', personId), notice: 'new_sign_in' });
    return Promise.resolve();
  });
}

/** A token of a member of the company, with the scopes. */
async function token(api: TestApi, organisationId: string, person: Caller, scopes: readonly string[]): Promise<Sender> {
  const input = { organisationId, name: `token ${key()}`, scopes };
  const { token: text } = await api.mutate<{ token: string }>(
    'createApiToken',
    'CreateApiTokenInput',
    'token',
    input,
    person,
  );
  return { headers: { Authorization: `Bearer ${text}` } };
}

/** A commitment in tranches that waits for an approval. */
export async function givenWaitingTranches(api: TestApi, company: GivenCompany): Promise<string> {
  const { needId } = await givenTranchedNeed(api, [['1000', '2030-01-01']]);
  return givenPromisedTranches(api, company, needId, '1000');
}

/** A recurring pledge that waits for an approval. */
export async function givenWaitingRecurring(api: TestApi, company: GivenCompany): Promise<string> {
  return givenRecurring(api, company, (await givenNeed(api)).needId);
}

/** One that runs here and not at Stripe, which costs no time. */
export async function givenRunningRecurring(api: TestApi, company: GivenCompany, state: string): Promise<string> {
  const recurring = await givenWaitingRecurring(api, company);
  const id = parseId('rpl', recurring);
  await api.database.asOwner(
    `INSERT INTO subscription (id, need_id, organisation_id, description, amount_minor, currency, interval, collection, requested_at, refused_at, created_at)
     SELECT id, need_id, organisation_id, 'Care', amount_minor, currency, interval, collection, now(), now(), now() FROM recurring_pledge WHERE id = $1`,
    [id],
  );
  await api.database.asOwner(
    `UPDATE recurring_pledge SET approved_at = now(), current_period_end = now() + interval '1 month', ${state} WHERE id = $1`,
    [id],
  );
  return recurring;
}

/** A pledge to a need of its own that waits for an approval. */
export async function givenWaitingPledge(api: TestApi, company: GivenCompany): Promise<string> {
  const { needId } = await givenNeed(api);
  const pledgeId = await givenPledge(api, company, needId, '1000');
  await api.settle();
  return pledgeId;
}

/** A need whose first milestone is paid for and has evidence, in review by a reviewer of its own if one is named. */
export async function givenMilestone(
  { api, company }: Pick<World, 'api' | 'company'>,
  reviewer?: Caller,
): Promise<GivenNeed> {
  const need = await givenNeed(api);
  await givenPaidPledge(api, company, need.needId, '100000');
  await givenEvidence(api, need.maintainer, need.milestoneIds[0]!);
  if (reviewer)
    await api.mutate(
      'startReview',
      'StartReviewInput',
      'clientMutationId',
      { milestoneId: need.milestoneIds[0]! },
      reviewer,
    );
  return need;
}

/** The second milestone of a paid need, accepted, so that money is on its way to the maintainer. */
async function givenAccepted(api: TestApi, need: GivenNeed, reviewer: Caller): Promise<void> {
  const milestoneId = need.milestoneIds[1]!;
  await givenEvidence(api, need.maintainer, milestoneId);
  await api.mutate('startReview', 'StartReviewInput', 'clientMutationId', { milestoneId }, reviewer);
  const decision = { milestoneId, reasons: 'Good' };
  await api.mutate('acceptMilestone', 'DecideMilestoneInput', 'clientMutationId', decision, reviewer);
  await api.settle();
}

export async function open(api: TestApi, organisationId: string, admin: Caller): Promise<string> {
  await code(api, organisationId, admin);
  const answer = await api.gql(
    'query ($id: ID!) { node(id: $id) { ... on Organisation { invitations { id } } } }',
    { id: organisationId },
    admin,
  );
  return (answer.data!.node as { invitations: { id: string }[] }).invitations[0]!.id;
}

export async function code(api: TestApi, organisationId: string, admin: Caller): Promise<string> {
  const input = { organisationId, roles: ['MEMBER'] };
  return (await api.mutate<{ code: string }>('inviteMember', 'InviteMemberInput', 'code', input, admin)).code;
}

export async function givenProduct(api: TestApi, organisationId: string, person: Caller): Promise<string> {
  const { product } = await api.mutate<{ product: { id: string } }>(
    'createProduct',
    'CreateProductInput',
    'product { id }',
    { organisationId, name: `Product ${key()}` },
    person,
  );
  return product.id;
}

/** An SBOM that was read, or one that was refused since it is none. */
async function givenSbom(api: TestApi, productId: string, person: Caller, purl: string | null): Promise<string> {
  const input = { purpose: 'SBOM', productId, fileName: 'sbom.json', idempotencyKey: key() };
  const { upload, url } = await api.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    input,
    person,
  );
  const sbom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: { component: { type: 'application', name: 'app', 'bom-ref': 'app' } },
    components: [{ type: 'library', name: 'left', version: '1.0.0', 'bom-ref': 'left', purl }],
    // The second mention is a warning.
    dependencies: [{ ref: 'app', dependsOn: ['left', 'left'] }],
  };
  await fetch(url, { method: 'PUT', body: purl === null ? 'no SBOM' : JSON.stringify(sbom) });
  await api.settle();
  return upload.id;
}

async function inventoryOf(api: TestApi, upload: string): Promise<string> {
  const [row] = await api.database.asOwner<{ id: Id<'inv'> }>('SELECT inventory_id AS id FROM upload WHERE id = $1', [
    parseId('upl', upload),
  ]);
  return formatId('inv', row!.id);
}

/** As if the upload were being read; nothing is found in the middle of it otherwise. */
async function givenProgress(api: TestApi, upload: string): Promise<void> {
  const progress = { stage: 'parsing', documentsRead: 0, documents: 1, components: 0 };
  await api.database.asOwner('UPDATE upload SET progress = $2 WHERE id = $1', [
    parseId('upl', upload),
    JSON.stringify(progress),
  ]);
}

export async function openClaim(api: TestApi, person: Caller): Promise<string> {
  const { claim } = await api.mutate<{ claim: { id: string } }>(
    'claimProject',
    'ClaimProjectInput',
    'claim { id }',
    { projectId: await givenProject(api, `https://github.com/example/matrix-${key()}`) },
    person,
  );
  return claim.id;
}
