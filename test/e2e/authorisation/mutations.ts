import { formatId, newId, parseId } from '#platform/kernel';
import {
  givenMember,
  givenNeed,
  givenOrganisation,
  givenPledge,
  givenTerms,
  givenTranchedNeed,
  key,
} from '../../support/given.js';
import type { Caller } from '../../support/test-api.js';
import { ACCOUNT_INPUTS } from './account-inputs.js';
import { BUDGET_INPUTS } from './budget-inputs.js';
import { CLAIM_INPUTS } from './claim-inputs.js';
import { HOSTING_INPUTS } from './hosting-inputs.js';
import { IN_KIND_INPUTS } from './in-kind-inputs.js';
import type { Input } from './input.js';
import { OFFER_INPUTS } from './offer-inputs.js';
import { ROLE_CASE_INPUTS } from './role-case-inputs.js';
import { POOL_INPUTS } from './pool-inputs.js';
import { WATCHED_INPUTS } from './watched-inputs.js';
import { ROLE_INPUTS } from './role-inputs.js';
import { REVIEW_POOL_INPUTS } from './review-pool-inputs.js';
import { OPERATOR_INPUTS } from './operator-inputs.js';
import { SIGN_IN_INPUTS, personOf } from './sign-in-inputs.js';
import {
  code,
  givenMilestone,
  givenProduct,
  givenRunningRecurring,
  givenWaitingPledge,
  givenWaitingTranches,
  givenWaitingRecurring,
  open,
  type World,
} from './world.js';

const money = (minor: string) => ({ minor, currency: 'USD' });
const organisation = ({ ids }: World) => ({ organisationId: ids.organisation });
const draft = async ({ api }: World, maintainer: Caller, projectId: string): Promise<string> => {
  const input = {
    projectId,
    kind: 'SECURITY_WORK',
    title: 'Draft',
    summary: 'Why',
    goal: money('1000'),
    idempotencyKey: key(),
  };
  const { need } = await api.mutate<{ need: { id: string } }>(
    'createNeed',
    'CreateNeedInput',
    'need { id }',
    input,
    maintainer,
  );
  return need.id;
};
const plan = [{ title: 'All', deliverable: 'Done', amount: money('1000') }];
async function planned(world: World): Promise<string> {
  const needId = await draft(world, world.people.maintainer, world.ids.project!);
  await world.api.mutate(
    'setMilestonePlan',
    'SetMilestonePlanInput',
    'clientMutationId',
    { needId, milestones: plan },
    world.people.maintainer,
  );
  return needId;
}
async function newMember({ api, ids, people }: World): Promise<Caller> {
  return givenMember(api, ids.organisation!, people.admin, ['MEMBER']);
}
async function waitingTranches({ api, company }: World): Promise<object> {
  return { trancheCommitmentId: await givenWaitingTranches(api, company) };
}
/** The company has a card, also after somebody was let take it away. */
async function withSavedCard(world: World): Promise<object> {
  await world.api.database.asOwner(
    `INSERT INTO saved_method (id, organisation_id, status, stripe_method_id, created_at)
     VALUES ($1, $2, 'active', $3, now()) ON CONFLICT DO NOTHING`,
    [newId<'svm'>(), parseId('org', world.ids.organisation!), `pm_${key()}`],
  );
  return organisation(world);
}
/** A payment that the card of the company was declined for. */
async function declinedCharge(world: World): Promise<object> {
  const id = newId<'pay'>();
  await world.api.database.asOwner(
    `INSERT INTO payment (id, organisation_id, means, amount_minor, currency, status, payment_intent_id, attempts, declines, created_at)
     VALUES ($1, $2, 'saved_method', 1000, 'USD', 'requires_payment_method', $3, 1, 1, now())`,
    [id, parseId('org', world.ids.organisation!), `pi_${key()}`],
  );
  return { paymentId: formatId('pay', id) };
}
/** An invoice of the company that more was paid for than it asks, with the rest unapplied in the books. */
async function overpaidInvoice(world: World): Promise<object> {
  const [payment, invoice] = [newId<'pay'>(), newId<'ivc'>()];
  const company = parseId('org', world.ids.organisation!);
  await world.api.database.asOwner(
    `INSERT INTO payment (id, organisation_id, means, amount_minor, received_minor, currency, status, payment_intent_id, succeeded_at, created_at)
     VALUES ($1, $2, 'invoice', 1000, 1100, 'USD', 'succeeded', $3, now(), now())`,
    [payment, company, `pi_${key()}`],
  );
  await world.api.database.asOwner(
    `INSERT INTO invoice (id, organisation_id, payment_id, description, amount_minor, currency, status, remaining_minor, created_at)
     VALUES ($1, $2, $3, 'Work', 1000, 'USD', 'paid', 0, now())`,
    [invoice, company, payment],
  );
  await world.api.database.asOwner(
    `SELECT ledger_post(gen_random_uuid(), 'cash', 'given', 'given:' || $1, repeat('0', 64), now(), now(), '{}', NULL, NULL,
       ARRAY['bank.operating', 'unapplied'], ARRAY['', $2], ARRAY['USD', 'USD'], ARRAY[100, -100]::bigint[])`,
    [invoice, world.ids.organisation],
  );
  return { invoiceId: formatId('ivc', invoice) };
}
/** Another organisation, with nobody of the world in it. */
async function made({ api }: World): Promise<{ readonly founder: Caller; readonly organisationId: string }> {
  const founder = await api.givenPerson(`Founder ${key()}`);
  return { founder, organisationId: await givenOrganisation(api, 'COMPANY', founder) };
}
async function transferTo(world: World, to: Caller): Promise<string> {
  const { founder, organisationId } = await made(world);
  const { transfer } = await world.api.mutate<{ transfer: { id: string } }>(
    'proposeOrganisationTransfer',
    'ProposeOrganisationTransferInput',
    'transfer { id }',
    { organisationId, toPersonId: to.personId },
    founder,
  );
  return transfer.id;
}

export const INPUTS: Readonly<Record<string, Input>> = {
  ...ACCOUNT_INPUTS,
  ...BUDGET_INPUTS,
  ...CLAIM_INPUTS,
  ...HOSTING_INPUTS,
  ...REVIEW_POOL_INPUTS,
  ...IN_KIND_INPUTS,
  ...OFFER_INPUTS,
  ...ROLE_CASE_INPUTS,
  ...WATCHED_INPUTS,
  ...POOL_INPUTS,
  ...ROLE_INPUTS,
  ...OPERATOR_INPUTS,
  ...SIGN_IN_INPUTS,
  acceptInvitation: {
    type: 'AcceptInvitationInput',
    input: async (world) => {
      const { founder, organisationId } = await made(world);
      return { code: await code(world.api, organisationId, founder) };
    },
  },
  acceptMilestone: {
    type: 'DecideMilestoneInput',
    input: async (world) => ({
      milestoneId: (await givenMilestone(world, world.people.reviewer)).milestoneIds[0],
      reasons: 'Good',
    }),
  },
  acceptOrganisationTransfer: {
    type: 'AnswerOrganisationTransferInput',
    input: async (world) => ({ transferId: await transferTo(world, world.people.stranger) }),
  },
  acceptPayee: { type: 'DecidePayeeInput', input: proposedMember },
  approvePledge: {
    type: 'DecidePledgeInput',
    input: async ({ api, company }) => ({ pledgeId: await givenWaitingPledge(api, company) }),
  },
  approveTrancheCommitment: { type: 'DecideTrancheCommitmentInput', input: waitingTranches },
  rejectTrancheCommitment: { type: 'DecideTrancheCommitmentInput', input: waitingTranches },
  endTrancheCommitment: { type: 'EndTrancheCommitmentInput', input: waitingTranches },
  commitInTranches: {
    type: 'CommitInTranchesInput',
    input: async (world) => ({
      ...organisation(world),
      needId: (await givenTranchedNeed(world.api, [['1000', '2030-01-01']])).needId,
      amount: money('1000'),
      method: 'INVOICE',
      idempotencyKey: key(),
    }),
  },
  moveMilestone: {
    type: 'MoveMilestoneInput',
    input: async (world) => ({
      milestoneId: (await givenNeed(world.api, world.people.maintainer)).milestoneIds[0],
      startsOn: '2030-01-01',
    }),
  },
  approveRecurringPledge: {
    type: 'DecideRecurringPledgeInput',
    input: async ({ api, company }) => ({ recurringPledgeId: await givenWaitingRecurring(api, company) }),
  },
  rejectRecurringPledge: {
    type: 'DecideRecurringPledgeInput',
    input: async ({ api, company }) => ({ recurringPledgeId: await givenWaitingRecurring(api, company) }),
  },
  pauseRecurringPledge: {
    type: 'PauseRecurringPledgeInput',
    input: async ({ api, company }) => ({
      recurringPledgeId: await givenRunningRecurring(api, company, "status = 'active'"),
      reason: 'Because',
    }),
  },
  resumeRecurringPledge: {
    type: 'RestartRecurringPledgeInput',
    input: async ({ api, company }) => ({
      recurringPledgeId: await givenRunningRecurring(api, company, "status = 'paused'"),
      reason: 'Because',
    }),
  },
  cancelRecurringPledge: {
    type: 'CancelRecurringPledgeInput',
    input: async ({ api, company }) => ({
      recurringPledgeId: await givenRunningRecurring(api, company, "status = 'active'"),
      reason: 'Because',
    }),
  },
  keepRecurringPledge: {
    type: 'RestartRecurringPledgeInput',
    input: async ({ api, company }) => ({
      recurringPledgeId: await givenRunningRecurring(
        api,
        company,
        "status = 'active', ends_at = now() + interval '1 month'",
      ),
      reason: 'Because',
    }),
  },
  startRecurringPledge: {
    type: 'StartRecurringPledgeInput',
    input: async (world) => ({
      ...organisation(world),
      needId: (await givenNeed(world.api)).needId,
      amount: money('1000'),
      idempotencyKey: key(),
    }),
  },
  cancelNeed: { type: 'NeedActionInput', input: async (world) => ({ needId: await planned(world) }) },
  changeMemberRoles: {
    type: 'ChangeMemberRolesInput',
    input: async (world) => ({
      ...organisation(world),
      personId: (await newMember(world)).personId,
      roles: ['FINANCE'],
    }),
  },
  closeNeed: {
    type: 'NeedActionInput',
    input: async (world) => {
      const needId = await planned(world);
      await world.api.mutate('publishNeed', 'NeedActionInput', 'clientMutationId', { needId }, world.people.maintainer);
      return { needId };
    },
  },
  createApiToken: {
    type: 'CreateApiTokenInput',
    input: (world) => Promise.resolve({ ...organisation(world), name: key(), scopes: ['INVENTORY_READ'] }),
  },
  createNeed: {
    type: 'CreateNeedInput',
    input: ({ ids }) =>
      Promise.resolve({
        projectId: ids.project,
        kind: 'SECURITY_WORK',
        title: 'New',
        summary: 'Why',
        goal: money('1000'),
        idempotencyKey: key(),
      }),
  },
  createOrganisation: {
    type: 'CreateOrganisationInput',
    input: () => Promise.resolve({ kind: 'COMPANY', name: 'New' }),
  },
  createProduct: {
    type: 'CreateProductInput',
    input: (world) => Promise.resolve({ ...organisation(world), name: `New ${key()}` }),
  },
  updateProduct: {
    type: 'UpdateProductInput',
    input: async ({ api, ids, people }) => ({
      productId: await givenProduct(api, ids.organisation!, people.member),
      businessWeight: 2,
    }),
  },
  archiveProduct: {
    type: 'ProductActionInput',
    input: async ({ api, ids, people }) => ({
      productId: await givenProduct(api, ids.organisation!, people.member),
    }),
  },
  restoreProduct: {
    type: 'ProductActionInput',
    input: async ({ api, ids, people }) => ({
      productId: await givenProduct(api, ids.organisation!, people.member),
    }),
  },
  restoreInventory: {
    type: 'RestoreInventoryInput',
    input: ({ ids }) => Promise.resolve({ productId: ids.product, inventoryId: ids.earlierInventory }),
  },
  createUpload: {
    type: 'CreateUploadInput',
    input: async ({ api, ids, people }) => ({
      purpose: 'SBOM',
      productId: await givenProduct(api, ids.organisation!, people.member),
      fileName: 'sbom.json',
      idempotencyKey: key(),
    }),
  },
  declineOrganisationTransfer: {
    type: 'AnswerOrganisationTransferInput',
    input: async (world) => ({ transferId: await transferTo(world, world.people.stranger) }),
  },
  declinePayee: { type: 'DecidePayeeInput', input: proposedMember },
  inviteMember: {
    type: 'InviteMemberInput',
    input: (world) => Promise.resolve({ ...organisation(world), roles: ['MEMBER'] }),
  },
  leaveOrganisation: {
    type: 'LeaveOrganisationInput',
    input: async (world, principal) => {
      const { founder, organisationId } = await made(world);
      await givenMember(world.api, organisationId, founder, ['MEMBER'], personOf(world, principal));
      return { organisationId };
    },
  },
  proposeOrganisationTransfer: {
    type: 'ProposeOrganisationTransferInput',
    input: async (world) => {
      await world.api.database.asOwner(
        `UPDATE organisation_transfer SET status = 'withdrawn' WHERE status = 'proposed'`,
      );
      return { ...organisation(world), toPersonId: world.people.stranger.personId };
    },
  },
  publishNeed: { type: 'NeedActionInput', input: async (world) => ({ needId: await planned(world) }) },
  rejectPledge: {
    type: 'DecidePledgeInput',
    input: async ({ api, company }) => ({ pledgeId: await givenWaitingPledge(api, company) }),
  },
  removeMember: {
    type: 'RemoveMemberInput',
    input: async (world) => ({ ...organisation(world), personId: (await newMember(world)).personId }),
  },
  renewOnboardingLink: { type: 'RenewOnboardingLinkInput', input: () => Promise.resolve({}) },
  requestChanges: {
    type: 'DecideMilestoneInput',
    input: async (world) => ({
      milestoneId: (await givenMilestone(world, world.people.reviewer)).milestoneIds[0],
      reasons: 'More',
    }),
  },
  revokeApiToken: {
    type: 'RevokeApiTokenInput',
    input: async (world) => {
      const { apiToken } = await world.api.mutate<{ apiToken: { id: string } }>(
        'createApiToken',
        'CreateApiTokenInput',
        'apiToken { id }',
        { ...organisation(world), name: key(), scopes: ['INVENTORY_READ'] },
        world.people.member,
      );
      return { apiTokenId: apiToken.id };
    },
  },
  revokeInvitation: {
    type: 'RevokeInvitationInput',
    input: async ({ api, ids, people }) => ({ invitationId: await open(api, ids.organisation!, people.admin) }),
  },
  setApprovalRules: {
    type: 'SetApprovalRulesInput',
    input: (world) => Promise.resolve({ ...organisation(world), rules: [{ from: money('90000000'), required: 2 }] }),
  },
  setFundingPolicy: {
    type: 'SetFundingPolicyInput',
    input: (world) => Promise.resolve({ ...organisation(world), needKinds: ['SECURITY_WORK', 'AUDIT', 'FUNDING'] }),
  },
  setBillingDetails: {
    type: 'SetBillingDetailsInput',
    input: (world) =>
      Promise.resolve({
        ...organisation(world),
        legalName: 'Acme GmbH',
        mail: 'invoices@acme.example',
        address: { line1: 'Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      }),
  },
  setMilestonePlan: {
    type: 'SetMilestonePlanInput',
    input: async (world) => ({
      needId: await draft(world, world.people.maintainer, world.ids.project!),
      milestones: plan,
    }),
  },
  setNeedPayees: {
    type: 'SetNeedPayeesInput',
    input: async (world) => ({
      needId: await draft(world, world.people.maintainer, world.ids.project!),
      payees: [{ payeeId: world.people.maintainer.personId, weight: 1 }],
    }),
  },
  setOrganisationVisibility: {
    type: 'SetOrganisationVisibilityInput',
    input: async (world) => {
      await world.api.database.asOwner(`UPDATE organisation SET visibility = 'named' WHERE id = $1`, [
        parseId('org', world.ids.organisation!),
      ]);
      return { ...organisation(world), visibility: 'PRIVATE' };
    },
  },
  startRecipientOnboarding: {
    type: 'StartRecipientOnboardingInput',
    input: async (world, principal) => {
      await givenTerms(world.api, personOf(world, principal), 'RECEIVER');
      return { country: 'DE' };
    },
  },
  startReview: {
    type: 'StartReviewInput',
    input: async (world) => ({ milestoneId: (await givenMilestone(world)).milestoneIds[0] }),
  },
  submitEvidence: {
    type: 'SubmitEvidenceInput',
    input: async (world) => {
      const { milestoneIds } = await fundedNeed(world);
      return {
        milestoneId: milestoneIds[0],
        uploadId: await arrived(world, world.people.maintainer),
        note: 'See',
        idempotencyKey: key(),
      };
    },
  },
  submitPledge: {
    type: 'SubmitPledgeInput',
    input: async (world) => ({
      ...organisation(world),
      needId: (await givenNeed(world.api)).needId,
      amount: money('1000'),
      idempotencyKey: key(),
    }),
  },
  enterBankReceipt: {
    type: 'EnterBankReceiptInput',
    input: (world) => Promise.resolve({ ...organisation(world), amount: money('1000'), ...bankLine() }),
  },
  enterBankPayout: {
    type: 'EnterBankPayoutInput',
    input: async (world) => ({ transferId: await transferByBank(world), ...bankLine() }),
  },
  confirmBankEntry: { type: 'ConfirmBankEntryInput', input: enteredByAnother },
  rejectBankEntry: { type: 'RejectBankEntryInput', input: enteredByAnother },
  savePaymentMethod: {
    type: 'SavePaymentMethodInput',
    input: (world) => Promise.resolve(organisation(world)),
  },
  removePaymentMethod: { type: 'RemovePaymentMethodInput', input: withSavedCard },
  retryPayment: { type: 'RetryPaymentInput', input: declinedCharge },
  keepOverpayment: { type: 'KeepOverpaymentInput', input: overpaidInvoice },
  topUpBalance: {
    type: 'TopUpBalanceInput',
    input: (world) => Promise.resolve({ ...organisation(world), amount: money('1000'), idempotencyKey: key() }),
  },
  withdrawOrganisationTransfer: {
    type: 'AnswerOrganisationTransferInput',
    input: async (world) => {
      await world.api.database.asOwner(
        `UPDATE organisation_transfer SET status = 'withdrawn' WHERE status = 'proposed'`,
      );
      const { transfer } = await world.api.mutate<{ transfer: { id: string } }>(
        'proposeOrganisationTransfer',
        'ProposeOrganisationTransferInput',
        'transfer { id }',
        { ...organisation(world), toPersonId: world.people.stranger.personId },
        world.people.admin,
      );
      return { transferId: transfer.id };
    },
  },
  withdrawPledge: {
    type: 'WithdrawPledgeInput',
    input: async ({ api, company }) => ({
      pledgeId: await givenPledge(api, company, (await givenNeed(api)).needId, '1000'),
    }),
  },
};

const bankLine = (): object => ({ reference: key(), bookedOn: '2026-11-20' });

/** A line of the bank statement that the operator of the world has not entered. */
async function enteredByAnother({ api, ids, operators }: World): Promise<object> {
  const id = newId<'bnk'>();
  const paymentId = newId<'pay'>();
  await api.database.asOwner(
    `INSERT INTO payment (id, organisation_id, means, amount_minor, currency, status, created_at)
     VALUES ($1, $2, 'bank', 1000, 'USD', 'created', now())`,
    [paymentId, parseId('org', ids.organisation!)],
  );
  await api.database.asOwner(
    `INSERT INTO bank_entry (id, direction, payment_id, amount_minor, currency, reference, booked_on, status, entered_by, entered_at)
     VALUES ($1, 'in', $2, 1000, 'USD', $3, '2026-11-20', 'entered', $4, now())`,
    [id, paymentId, key(), parseId('usr', operators.second.personId)],
  );
  return { bankEntryId: formatId('bnk', id) };
}

/** A transfer to somebody in a country that Stripe does not pay to. */
async function transferByBank({ api }: World): Promise<string> {
  const id = newId<'trf'>();
  const payee = parseId('usr', (await api.givenPerson(`Payee ${key()}`)).personId);
  await api.database.asOwner(
    `INSERT INTO recipient_account (id, person_id, country, rail, transfers_status, created_at)
     VALUES (gen_random_uuid(), $1, 'KE', 'manual', 'unrequested', now())`,
    [payee],
  );
  await api.database.asOwner(
    `WITH made AS (INSERT INTO transfer (id, person_id, amount_minor, currency, status, created_at) VALUES ($1, $2, 1000, 'USD', 'queued', now()))
     INSERT INTO release_part (id, milestone_id, need_id, pledge_id, person_id, amount_minor, currency, transfer_id, released_at)
     SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $2, 1000, 'USD', $1, now()`,
    [id, payee],
  );
  return formatId('trf', id);
}

/** The member of the company is asked to be paid for a need of the maintainer. */
async function proposedMember(world: World): Promise<object> {
  const needId = await draft(world, world.people.maintainer, world.ids.project!);
  const payeeId = world.people.member.personId;
  await givenTerms(world.api, world.people.member, 'RECEIVER');
  await world.api.mutate(
    'setNeedPayees',
    'SetNeedPayeesInput',
    'clientMutationId',
    { needId, payees: [{ payeeId, weight: 1 }] },
    world.people.maintainer,
  );
  return { needId, payeeId };
}

/** A need of the world's maintainer whose milestones are paid for. */
async function fundedNeed(world: World): Promise<{ readonly milestoneIds: readonly string[] }> {
  const needId = await planned(world);
  await world.api.mutate('publishNeed', 'NeedActionInput', 'clientMutationId', { needId }, world.people.maintainer);
  const pledgeId = await givenPledge(world.api, world.company, needId, '1000');
  await world.api.mutate('approvePledge', 'DecidePledgeInput', 'clientMutationId', { pledgeId }, world.people.finance);
  await world.api.settle();
  const paid = await world.api.gql(
    'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { checkoutUrl } }',
    { id: pledgeId },
    world.people.finance,
  );
  await world.api.stripe.pay(world.api.browser(), (paid.data!.paymentOfPledge as { checkoutUrl: string }).checkoutUrl);
  await world.api.settle();
  const answer = await world.api.gql('query ($id: ID!) { need(id: $id) { milestones { id } } }', { id: needId });
  return { milestoneIds: (answer.data!.need as { milestones: { id: string }[] }).milestones.map(({ id }) => id) };
}

async function arrived({ api }: World, person: Caller): Promise<string> {
  const { upload, url } = await api.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    { purpose: 'EVIDENCE', fileName: 'evidence.txt', idempotencyKey: key() },
    person,
  );
  await fetch(url, { method: 'PUT', body: key() });
  return upload.id;
}
