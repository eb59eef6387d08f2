import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatId, newId, parseId } from '#platform/kernel';
import {
  givenCompany,
  givenMaintainer,
  givenMember,
  givenNeed,
  givenOrganisation,
  givenPaidPledge,
  givenPledge,
  givenProject,
  givenReviewer,
  key,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { givenNewcomer } from '../support/given-claims.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

/** Refusals that no other test asks for: each is one that the schema promises of its mutation. */
let api: TestApi;
let company: GivenCompany;
let need: GivenNeed;
let stranger: Caller;
beforeAll(async () => {
  api = await TestApi.start();
  company = await givenCompany(api);
  need = await givenNeed(api);
  stranger = await api.givenPerson('Stranger');
}, 60_000);
afterAll(() => api.close());

const NOTHING = '00000000000000000000000000';
const USD = (minor: string) => ({ minor, currency: 'USD' });

/** The codes with which a mutation is refused; whoever has a passkey confirms. */
async function codesOf(mutation: string, input: object, as: Sender): Promise<string[]> {
  const type = inputTypeOf(api, mutation).name;
  const { userErrors } = await api.mutate(mutation, type, 'clientMutationId', input, as);
  return userErrors.map(({ code }) => code);
}

/** Carries a mutation out, and answers with one field of its payload. */
async function done<Value>(mutation: string, selection: string, input: object, as: Sender): Promise<Value> {
  const answer = await api.mutate<Record<string, Value>>(
    mutation,
    inputTypeOf(api, mutation).name,
    selection,
    input,
    as,
  );
  expect(answer.userErrors).toEqual([]);
  return answer[/\w+/.exec(selection)![0]]!;
}

type Case = readonly [mutation: string, code: string, run: () => Promise<string[]>];

/** The second of two equal calls. */
async function twice(mutation: string, input: object, as: Sender): Promise<string[]> {
  expect(await codesOf(mutation, input, as)).toEqual([]);
  return codesOf(mutation, input, as);
}

const newNeed = (projectId: string, more: object = {}) => ({
  projectId,
  kind: 'SECURITY_WORK',
  title: 'Safer releases',
  summary: 'Why',
  goal: USD('1000'),
  idempotencyKey: key(),
  ...more,
});

/** A draft with its plan, by somebody who has not accepted the receiver's terms. */
async function givenDraft(): Promise<{ readonly maintainer: Caller; readonly needId: string }> {
  const { maintainer, projectId } = await givenMaintainer(api);
  const { id: needId } = await done<{ id: string }>('createNeed', 'need { id }', newNeed(projectId), maintainer);
  const milestones = [{ title: 'One', deliverable: 'Done', amount: USD('1000') }];
  expect(await codesOf('setMilestonePlan', { needId, milestones }, maintainer)).toEqual([]);
  return { maintainer, needId };
}

async function planOf(amount: object): Promise<string[]> {
  const { maintainer, needId } = await givenDraft();
  return codesOf(
    'setMilestonePlan',
    { needId, milestones: [{ title: 'One', deliverable: 'Done', amount }] },
    maintainer,
  );
}

async function createNeedWith(more: object): Promise<string[]> {
  const { maintainer, projectId } = await givenMaintainer(api);
  return codesOf('createNeed', newNeed(projectId, more), maintainer);
}

const NEEDS: readonly Case[] = [
  ['createNeed', 'INVALID_AMOUNT', () => createNeedWith({ goal: USD('0') })],
  ['createNeed', 'UNKNOWN_CURRENCY', () => createNeedWith({ goal: { minor: '1', currency: 'XYZ' } })],
  ['createNeed', 'INVALID_IDEMPOTENCY_KEY', () => createNeedWith({ idempotencyKey: 'short' })],
  [
    'createNeed',
    'IDEMPOTENCY_MISMATCH',
    async () => {
      const { maintainer, projectId } = await givenMaintainer(api);
      const input = newNeed(projectId);
      expect(await codesOf('createNeed', input, maintainer)).toEqual([]);
      return codesOf('createNeed', { ...input, title: 'Another' }, maintainer);
    },
  ],
  ['setMilestonePlan', 'CURRENCY_MISMATCH', () => planOf({ minor: '1000', currency: 'EUR' })],
  ['setMilestonePlan', 'INVALID_AMOUNT', () => planOf(USD('0'))],
  ['setMilestonePlan', 'UNKNOWN_CURRENCY', () => planOf({ minor: '1000', currency: 'XYZ' })],
  [
    'setMilestonePlan',
    'ILLEGAL_TRANSITION',
    () => {
      const milestones = [{ title: 'One', deliverable: 'Done', amount: USD('100000') }];
      return codesOf('setMilestonePlan', { needId: need.needId, milestones }, need.maintainer);
    },
  ],
  [
    'publishNeed',
    'TERMS_NOT_ACCEPTED',
    async () => {
      const { maintainer, needId } = await givenDraft();
      return codesOf('publishNeed', { needId }, maintainer);
    },
  ],
  ['publishNeed', 'ILLEGAL_TRANSITION', () => codesOf('publishNeed', { needId: need.needId }, need.maintainer)],
  [
    'closeNeed',
    'ILLEGAL_TRANSITION',
    async () => {
      const { needId, maintainer } = await givenNeed(api);
      return twice('closeNeed', { needId }, maintainer);
    },
  ],
  [
    'cancelNeed',
    'ILLEGAL_TRANSITION',
    async () => {
      const { needId, maintainer } = await givenNeed(api);
      return twice('cancelNeed', { needId }, maintainer);
    },
  ],
  [
    'cancelNeed',
    'NEED_HAS_PLEDGES',
    async () => {
      const { needId, maintainer } = await givenNeed(api);
      await givenPledge(api, company, needId, '100');
      return codesOf('cancelNeed', { needId }, maintainer);
    },
  ],
];

async function opened(): Promise<string> {
  const projectId = await givenProject(api, `https://github.com/c/${key()}`);
  return (await done<{ id: string }>('claimProject', 'claim { id }', { projectId }, stranger)).id;
}

const CLAIMS: readonly Case[] = [
  [
    'claimProject',
    'CLAIM_EXISTS',
    async () =>
      twice('claimProject', { projectId: await givenProject(api, `https://github.com/a/${key()}`) }, stranger),
  ],
  [
    'claimProject',
    'UNSUPPORTED_HOST',
    // An address without the name of a repository has no place for the file, whatever the host.
    async () =>
      codesOf('claimProject', { projectId: await givenProject(api, `https://github.com/${key()}`) }, stranger),
  ],
  [
    'checkClaim',
    'ILLEGAL_TRANSITION',
    async () => {
      const projectId = await givenProject(api, `https://github.com/b/${key()}`);
      const { id: claimId } = await done<{ id: string }>('claimProject', 'claim { id }', { projectId }, stranger);
      return twice('checkClaim', { claimId }, stranger);
    },
  ],
  ['withdrawClaim', 'ILLEGAL_TRANSITION', async () => twice('withdrawClaim', { claimId: await opened() }, stranger)],
  [
    'confirmClaim',
    'ILLEGAL_TRANSITION',
    async () => {
      const { maintainer, projectId } = await givenMaintainer(api);
      return twice('confirmClaim', { claimId: await givenNewcomer(api, projectId) }, maintainer);
    },
  ],
  [
    'contestClaim',
    'ILLEGAL_TRANSITION',
    async () => {
      const { maintainer, projectId } = await givenMaintainer(api);
      const claimId = await givenNewcomer(api, projectId);
      return twice('contestClaim', { claimId, reason: 'Nobody knows this person' }, maintainer);
    },
  ],
];

const review = async (mutation: string, more: object = {}): Promise<string[]> =>
  codesOf(mutation, { milestoneId: need.milestoneIds[0], ...more }, await givenReviewer(api));

async function givenFile(person: Caller): Promise<string> {
  const input = { purpose: 'EVIDENCE', fileName: 'evidence.txt', idempotencyKey: key() };
  const type = inputTypeOf(api, 'createUpload').name;
  const { upload, url } = await api.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    type,
    'upload { id } url',
    input,
    person,
  );
  await fetch(url, { method: 'PUT', body: key() });
  return upload.id;
}

async function evidence(person: Caller, more: object = {}): Promise<string[]> {
  const input = { milestoneId: need.milestoneIds[0], note: 'See', idempotencyKey: key(), ...more };
  return codesOf('submitEvidence', { ...input, uploadId: await givenFile(person) }, person);
}

const REVIEWS: readonly Case[] = [
  ['startReview', 'ILLEGAL_TRANSITION', () => review('startReview')],
  ['requestChanges', 'ILLEGAL_TRANSITION', () => review('requestChanges', { reasons: 'None' })],
  ['submitEvidence', 'ILLEGAL_TRANSITION', () => evidence(need.maintainer)],
  ['submitEvidence', 'MILESTONE_NOT_FOUND', () => evidence(need.maintainer, { milestoneId: `mil_${NOTHING}` })],
  ['submitEvidence', 'NOT_PAYEE', () => evidence(stranger)],
  ['submitEvidence', 'INVALID_IDEMPOTENCY_KEY', () => evidence(need.maintainer, { idempotencyKey: 'short' })],
  [
    'submitEvidence',
    'IDEMPOTENCY_MISMATCH',
    async () => {
      const { maintainer, needId, milestoneIds } = await givenNeed(api);
      await givenPaidPledge(api, company, needId, '60000');
      const input = { milestoneId: milestoneIds[0], idempotencyKey: key(), uploadId: await givenFile(maintainer) };
      expect(await codesOf('submitEvidence', { ...input, note: 'See' }, maintainer)).toEqual([]);
      return codesOf('submitEvidence', { ...input, note: 'See again' }, maintainer);
    },
  ],
];

async function withdrawnPledge(): Promise<string> {
  const pledgeId = await givenPledge(api, company, need.needId, '100');
  expect(await codesOf('withdrawPledge', { pledgeId }, company.engineer)).toEqual([]);
  return pledgeId;
}

const pledgeOf = (more: object) => ({
  organisationId: company.organisationId,
  needId: need.needId,
  amount: USD('100'),
  idempotencyKey: key(),
  ...more,
});

const ruleFrom = (from: object): Promise<string[]> =>
  codesOf(
    'setApprovalRules',
    { organisationId: company.organisationId, rules: [{ from, required: 2 }] },
    company.finance,
  );

const PLEDGES: readonly Case[] = [
  [
    'submitPledge',
    'NEED_NOT_FOUND',
    () => codesOf('submitPledge', pledgeOf({ needId: `need_${NOTHING}` }), company.engineer),
  ],
  [
    'submitPledge',
    'INVALID_IDEMPOTENCY_KEY',
    () => codesOf('submitPledge', pledgeOf({ idempotencyKey: 'short' }), company.engineer),
  ],
  [
    'approvePledge',
    'ILLEGAL_TRANSITION',
    async () => codesOf('approvePledge', { pledgeId: await withdrawnPledge() }, company.finance),
  ],
  [
    'rejectPledge',
    'ILLEGAL_TRANSITION',
    async () => codesOf('rejectPledge', { pledgeId: await withdrawnPledge() }, company.finance),
  ],
  [
    'rejectPledge',
    'ALREADY_DECIDED',
    async () =>
      twice('rejectPledge', { pledgeId: await givenPledge(api, company, need.needId, '100') }, company.finance),
  ],
  [
    'approvePledge',
    'APPROVAL_STALE',
    async () => {
      const pledgeId = await givenPledge(api, company, need.needId, '100');
      await api.settle();
      // Nothing changes the facts of a pledge today; the request is for others all the same.
      await api.database.asOwner(`UPDATE approval_request SET digest = repeat('0', 64) WHERE subject_id = $1`, [
        parseId('plg', pledgeId),
      ]);
      return codesOf('approvePledge', { pledgeId }, company.finance);
    },
  ],
  ['setApprovalRules', 'INVALID_AMOUNT', () => ruleFrom(USD('0'))],
  ['setApprovalRules', 'UNKNOWN_CURRENCY', () => ruleFrom({ minor: '1', currency: 'XYZ' })],
];

async function offered(): Promise<{ readonly founder: Caller; readonly organisationId: string; readonly id: string }> {
  const founder = await api.givenPerson(`Founder ${key()}`);
  const organisationId = await givenOrganisation(api, 'COMPANY', founder);
  const input = { organisationId, toPersonId: stranger.personId };
  const { id } = await done<{ id: string }>('proposeOrganisationTransfer', 'transfer { id }', input, founder);
  return { founder, organisationId, id };
}

const MEMBERS: readonly Case[] = [
  [
    'acceptInvitation',
    'ALREADY_MEMBER',
    async () => {
      const input = { organisationId: company.organisationId, roles: ['MEMBER'] };
      const code = await done<string>('inviteMember', 'code', input, company.finance);
      return codesOf('acceptInvitation', { code }, company.engineer);
    },
  ],
  [
    'removeMember',
    'MEMBER_NOT_FOUND',
    () => {
      const input = { organisationId: company.organisationId, personId: stranger.personId };
      return codesOf('removeMember', input, company.finance);
    },
  ],
  [
    'inviteMemberByMail',
    'INVALID_MAIL_ADDRESS',
    () => {
      const input = { organisationId: company.organisationId, roles: ['MEMBER'], address: 'nobody' };
      return codesOf('inviteMemberByMail', input, company.finance);
    },
  ],
  [
    'declineOrganisationTransfer',
    'ILLEGAL_TRANSITION',
    async () => twice('declineOrganisationTransfer', { transferId: (await offered()).id }, stranger),
  ],
  [
    'withdrawOrganisationTransfer',
    'ILLEGAL_TRANSITION',
    async () => {
      const { id: transferId, founder } = await offered();
      return twice('withdrawOrganisationTransfer', { transferId }, founder);
    },
  ],
  [
    'acceptOrganisationTransfer',
    'MEMBER_NOT_FOUND',
    async () => {
      const { id: transferId, founder, organisationId } = await offered();
      await givenMember(api, organisationId, founder, ['ADMIN']);
      expect(await codesOf('leaveOrganisation', { organisationId }, founder)).toEqual([]);
      return codesOf('acceptOrganisationTransfer', { transferId }, stranger);
    },
  ],
  [
    'beginStepUp',
    'STEP_UP_REQUIRED',
    async () =>
      codesOf(
        'beginStepUp',
        { operation: 'createRecoveryCodes', arguments: '{}' },
        await api.givenPersonWithoutPasskey('Bare'),
      ),
  ],
  [
    'beginPasskeyRegistration',
    'TOO_MANY_PASSKEYS',
    async () => {
      const collector = await api.givenPerson('Collector');
      for (let more = 1; more < 20; more += 1) await api.addPasskey(collector);
      return codesOf('beginPasskeyRegistration', {}, collector);
    },
  ],
];

async function productToken(): Promise<Sender> {
  const { finance, organisationId } = company;
  const product = await done<{ id: string }>(
    'createProduct',
    'product { id }',
    { organisationId, name: key() },
    finance,
  );
  const input = { organisationId, name: 'build', scopes: ['INVENTORY_WRITE'] };
  const token = await done<string>('createApiToken', 'token', input, finance);
  await api.database.asOwner('UPDATE api_token SET product_id = $1 WHERE id = $2', [
    parseId('prd', product.id),
    parseId('api', `api_${token.slice(4, 30)}`),
  ]);
  return { headers: { Authorization: `Bearer ${token}` } };
}

async function productId(): Promise<string> {
  const input = { organisationId: company.organisationId, name: key() };
  return (await done<{ id: string }>('createProduct', 'product { id }', input, company.finance)).id;
}

const INVENTORY: readonly Case[] = [
  [
    'createProduct',
    'PRODUCT_EXISTS',
    () => twice('createProduct', { organisationId: company.organisationId, name: 'Twin' }, company.engineer),
  ],
  [
    'createProduct',
    'PRODUCT_NOT_FOUND',
    async () =>
      codesOf('createProduct', { organisationId: company.organisationId, name: 'Other' }, await productToken()),
  ],
  [
    'updateProduct',
    'PRODUCT_NOT_FOUND',
    async () => codesOf('updateProduct', { productId: await productId(), name: 'Other' }, await productToken()),
  ],
  [
    'createUpload',
    'PRODUCT_ARCHIVED',
    async () => {
      const id = await productId();
      await done('archiveProduct', 'product { id }', { productId: id }, company.engineer);
      const input = { purpose: 'SBOM', productId: id, fileName: 'a.json', idempotencyKey: key() };
      return codesOf('createUpload', input, company.engineer);
    },
  ],
  [
    'restoreInventory',
    'PRODUCT_ARCHIVED',
    async () => {
      const id = await productId();
      await done('archiveProduct', 'product { id }', { productId: id }, company.engineer);
      const input = { productId: id, inventoryId: formatId('inv', newId<'inv'>()) };
      return codesOf('restoreInventory', input, company.engineer);
    },
  ],
  [
    'createUpload',
    'INVALID_IDEMPOTENCY_KEY',
    () => codesOf('createUpload', { purpose: 'EVIDENCE', fileName: 'a.txt', idempotencyKey: 'short' }, stranger),
  ],
];

describe('a mutation is refused', () => {
  it.each([...NEEDS, ...CLAIMS, ...REVIEWS, ...PLEDGES, ...MEMBERS, ...INVENTORY])(
    '%s with %s',
    async (_mutation, code, run) => {
      await api.refillBuckets();
      expect(await run()).toEqual([code]);
    },
  );
});
