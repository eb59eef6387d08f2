import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, formatId, newId, parseId } from '#platform/kernel';
import {
  givenCompany,
  givenMember,
  givenNeed,
  givenPaidPledge,
  givenPledge,
  givenProject,
  key,
  type GivenCompany,
} from '../support/given.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

/** Refusals of the services that neither the policy nor an earlier refusal stands before. */
let api: TestApi;
let company: GivenCompany;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
beforeEach(async () => {
  company = await givenCompany(api);
});
afterAll(() => api.close());

const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

async function changesNothing<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = await api.fingerprint();
  const result = await work();
  expect(await api.fingerprint()).toEqual(before);
  return result;
}

describe('evidence', () => {
  it('with a file of their own is submitted by nobody but who is paid', async () => {
    const need = await givenNeed(api);
    await givenPaidPledge(api, company, need.needId, '100000');
    const other = await givenNeed(api);
    const { upload, url } = await api.mutate<{ upload: { id: string }; url: string }>(
      'createUpload',
      'CreateUploadInput',
      'upload { id } url',
      { purpose: 'EVIDENCE', fileName: 'evidence.txt', idempotencyKey: key() },
      other.maintainer,
    );
    await fetch(url, { method: 'PUT', body: key() });
    const input = { milestoneId: need.milestoneIds[0]!, uploadId: upload.id, note: 'Mine', idempotencyKey: key() };
    const submit = () =>
      api.mutate('submitEvidence', 'SubmitEvidenceInput', 'milestone { id }', input, other.maintainer);
    expect(codes(await changesNothing(submit))).toEqual(['NOT_PAYEE']);
  });
});

describe('a decision about a pledge', () => {
  const decide = (name: string, pledgeId: string, as: Caller) =>
    api.mutate(name, 'DecidePledgeInput', 'pledge { id }', { pledgeId }, as);
  const waiting = async (): Promise<string> => {
    const { needId } = await givenNeed(api);
    const pledgeId = await givenPledge(api, company, needId, '1000');
    await api.settle();
    return pledgeId;
  };

  it('is refused when the pledge is another one than the approval was opened for', async () => {
    const pledgeId = await waiting();
    await api.database.asOwner('UPDATE pledge SET amount_minor = 999 WHERE id = $1', [parseId('plg', pledgeId)]);
    const approve = () => decide('approvePledge', pledgeId, company.finance);
    expect(codes(await changesNothing(approve))).toEqual(['APPROVAL_STALE']);
  });

  it('is refused when it has been decided by others', async () => {
    const second = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    for (const first of ['approvePledge', 'rejectPledge']) {
      const pledgeId = await waiting();
      expect(codes(await decide(first, pledgeId, company.finance))).toEqual([]);
      for (const name of ['approvePledge', 'rejectPledge'])
        expect(codes(await changesNothing(() => decide(name, pledgeId, second)))).toEqual(['ALREADY_DECIDED']);
    }
  });

  it('is refused after fourteen days, also before the timer has run', async () => {
    const pledgeId = await waiting();
    api.advance(14 * DAY_MS);
    const fresh = await api.givenPersonWithoutPasskey(key());
    await api.database.asOwner('UPDATE session SET person_id = $2 WHERE person_id = $1', [
      parseId('usr', fresh.personId),
      parseId('usr', company.finance.personId),
    ]);
    const approve = () => decide('approvePledge', pledgeId, { ...fresh, passkey: company.finance.passkey });
    expect(codes(await changesNothing(approve))).toEqual(['ALREADY_DECIDED']);
  });
});

describe('a person', () => {
  it('has at most twenty passkeys', async () => {
    const person = await api.givenPerson(key());
    await api.database.asOwner(
      `INSERT INTO passkey (id, person_id, credential_id, public_key, sign_count, transports, name, created_at)
       SELECT gen_random_uuid(), person_id, credential_id || int4send(n), public_key, 0, transports, name, created_at
         FROM passkey, generate_series(1, 19) AS n WHERE person_id = $1`,
      [parseId('usr', person.personId)],
    );
    const begin = () =>
      api.mutate('beginPasskeyRegistration', 'BeginPasskeyRegistrationInput', 'challengeId', {}, person);
    expect(codes(await begin())).toEqual(['TOO_MANY_PASSKEYS']);
    await api.database.asOwner(
      'UPDATE passkey SET removed_at = now() WHERE id = (SELECT id FROM passkey WHERE person_id = $1 AND sign_count = 0 LIMIT 1)',
      [parseId('usr', person.personId)],
    );
    expect(codes(await begin())).toEqual([]);
  });

  it('without a passkey is not asked for one', async () => {
    const person = await api.givenPersonWithoutPasskey(key());
    const input = { organisationId: company.organisationId, rules: [] };
    expect(codes(await api.beginStepUp('setApprovalRules', input, person))).toEqual(['STEP_UP_REQUIRED']);
  });

  it('claims no project that is not there, nor one that has no place for a proof', async () => {
    const person = await api.givenPerson(key());
    const claim = (projectId: string) =>
      changesNothing(() => api.mutate('claimProject', 'ClaimProjectInput', 'claim { id }', { projectId }, person));
    expect(codes(await claim(formatId('prj', newId<'prj'>())))).toEqual(['PROJECT_NOT_FOUND']);
    const projectId = await givenProject(api, `https://github.com/${key()}`);
    expect(codes(await claim(projectId))).toEqual(['UNSUPPORTED_HOST']);
  });

  it('is not invited at what is no mail address', async () => {
    const input = { organisationId: company.organisationId, roles: ['MEMBER'], address: 'nobody' };
    const invite = () =>
      api.mutate('inviteMemberByMail', 'InviteMemberByMailInput', 'expiresAt', input, company.finance);
    expect(codes(await changesNothing(invite))).toEqual(['INVALID_MAIL_ADDRESS']);
  });
});

describe('a token', () => {
  it('uploads no evidence, which is for people', async () => {
    const scopes = { organisationId: company.organisationId, name: 'build', scopes: ['INVENTORY_WRITE'] };
    const { token } = await api.mutate<{ token: string }>(
      'createApiToken',
      'CreateApiTokenInput',
      'token',
      scopes,
      company.finance,
    );
    const job: Sender = { headers: { Authorization: `Bearer ${token}` } };
    const input = { purpose: 'EVIDENCE', fileName: 'evidence.txt', idempotencyKey: key() };
    const upload = () => api.mutate('createUpload', 'CreateUploadInput', 'upload { id }', input, job);
    expect(codes(await changesNothing(upload))).toEqual(['PRODUCT_NOT_FOUND']);
  });
});
