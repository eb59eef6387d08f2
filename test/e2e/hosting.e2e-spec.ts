import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseId } from '#platform/kernel';
import {
  givenAgreement,
  givenApplication,
  givenHost,
  givenHostedNeed,
  givenPayee,
  givenProjectPayout,
  type GivenHost,
} from '../support/given-hosting.js';
import {
  givenAcceptance,
  givenCompany,
  givenMaintainer,
  givenMember,
  givenOrganisation,
  givenPaidPledge,
  givenPayoutAccount,
  givenReviewer,
  givenTerms,
  key,
} from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  await api.stripe.topUp(50_000, 'usd');
  await api.settle();
}, 60_000);
afterAll(() => api.close());

/** The codes of a mutation; one that was refused has changed nothing. */
async function codes(mutation: string, input: object, as: Caller): Promise<string[]> {
  const before = await api.fingerprint();
  const type = inputTypeOf(api, mutation).name;
  const { userErrors } = await api.mutate(mutation, type, 'clientMutationId', input, as);
  if (userErrors.length > 0) expect(await api.fingerprint()).toEqual(before);
  return userErrors.map(({ code }) => code);
}

async function givenProject(): Promise<{ readonly maintainer: Caller; readonly projectId: string }> {
  const project = await givenMaintainer(api);
  await givenTerms(api, project.maintainer, 'RECEIVER');
  return project;
}

interface Hosted {
  readonly maintainer: Caller;
  readonly projectId: string;
  readonly host: GivenHost;
  readonly agreementId: string;
}

async function hosted(feeBasisPoints = 1_000): Promise<Hosted> {
  const project = await givenProject();
  const host = await givenHost(api, feeBasisPoints);
  return { ...project, host, agreementId: await givenAgreement(api, project.maintainer, project.projectId, host) };
}

/** The same with 95.00 USD released for it, of which its host has taken its fee. */
async function funded(feeBasisPoints?: number): Promise<Hosted> {
  const project = await hosted(feeBasisPoints);
  const { maintainer, projectId, host } = project;
  const need = await givenHostedNeed(api, maintainer, projectId, host, ['10000']);
  await givenPaidPledge(api, await givenCompany(api), need.needId, '10000');
  await givenAcceptance(api, { maintainer, milestoneId: need.milestoneIds[0]!, reviewer: await givenReviewer(api) });
  return project;
}

async function hostingOf(projectId: string): Promise<unknown> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Project {
    hosting { status feeBasisPoints host { id } } hostedBalances { held { minor } requested { minor } } } } }`;
  return (await api.gql(query, { id: projectId })).data!.node;
}

describe('a fiscal host', () => {
  it('publishes its terms, and only an organisation of that kind does', async () => {
    const host = await givenHost(api, 700);
    const { data } = await api.gql(
      '{ fiscalHosts(first: 1) { nodes { feeBasisPoints isAccepting organisation { id } } } }',
    );
    expect(data!.fiscalHosts).toEqual({
      nodes: [{ feeBasisPoints: 700, isAccepting: true, organisation: { id: host.hostId } }],
    });
    const foundation = await givenOrganisation(api, 'FOUNDATION', host.admin);
    const terms = { feeBasisPoints: 1, isAccepting: true };
    expect(await codes('setHostTerms', { organisationId: foundation, ...terms }, host.admin)).toEqual([
      'NOT_FISCAL_HOST',
    ]);
    expect(await codes('setHostTerms', { organisationId: host.hostId, ...terms }, host.finance)).toEqual([
      'MISSING_ROLE',
    ]);
  });

  it('keeps a project for the fee of the day on which it was asked, by both consents', async () => {
    const { maintainer, projectId } = await givenProject();
    const host = await givenHost(api, 300);
    const agreementId = await givenApplication(api, maintainer, projectId, host.hostId);
    expect(await hostingOf(projectId)).toMatchObject({ hosting: null });
    const dearer = { organisationId: host.hostId, feeBasisPoints: 2_000, isAccepting: false };
    expect(await codes('setHostTerms', dearer, host.admin)).toEqual([]);
    const decision = { agreementId, accept: true };
    expect(await codes('decideHostApplication', decision, host.finance)).toEqual(['MISSING_ROLE']);
    expect(await codes('decideHostApplication', decision, maintainer)).toEqual(['HOST_AGREEMENT_NOT_FOUND']);
    expect(await codes('decideHostApplication', decision, host.admin)).toEqual([]);
    expect(await hostingOf(projectId)).toMatchObject({
      hosting: { status: 'ACTIVE', feeBasisPoints: 300, host: { id: host.hostId } },
    });
    expect(await codes('decideHostApplication', decision, host.admin)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await codes('withdrawHostApplication', { agreementId }, maintainer)).toEqual(['ILLEGAL_TRANSITION']);
    await api.settle();
    const inbox = '{ viewer { notifications(first: 9) { nodes { subject } } } }';
    expect(JSON.stringify((await api.gql(inbox, {}, maintainer)).data)).toContain(
      'The fiscal host has accepted library',
    );
    expect(JSON.stringify((await api.gql(inbox, {}, host.finance)).data)).toContain('asks you to keep its money');
  });

  it('is asked once, by a maintainer, and only while it takes projects', async () => {
    const { maintainer, projectId } = await givenProject();
    const host = await givenHost(api, 300);
    const { hostId } = host;
    const stranger = await api.givenPerson(`Sam ${key()}`);
    expect(await codes('applyToHost', { projectId, hostId }, stranger)).toEqual(['NOT_MAINTAINER']);
    await givenApplication(api, maintainer, projectId, hostId);
    expect(await codes('applyToHost', { projectId, hostId }, maintainer)).toEqual(['HOST_AGREEMENT_EXISTS']);
    const closed = await givenHost(api, 300);
    const terms = { organisationId: closed.hostId, feeBasisPoints: 300, isAccepting: false };
    await codes('setHostTerms', terms, closed.admin);
    expect(await codes('applyToHost', { projectId, hostId: closed.hostId }, maintainer)).toEqual([
      'HOST_NOT_ACCEPTING',
    ]);
    const company = await givenOrganisation(api, 'COMPANY', stranger);
    expect(await codes('applyToHost', { projectId, hostId: company }, maintainer)).toEqual(['HOST_NOT_FOUND']);
  });

  it('accepts nobody before it has accepted the terms of receivers', async () => {
    const { maintainer, projectId } = await givenProject();
    const admin = await api.givenPerson(`Hope ${key()}`);
    const hostId = await givenOrganisation(api, 'FISCAL_HOST', admin);
    await codes('setHostTerms', { organisationId: hostId, feeBasisPoints: 0, isAccepting: true }, admin);
    const agreementId = await givenApplication(api, maintainer, projectId, hostId);
    expect(await codes('decideHostApplication', { agreementId, accept: true }, admin)).toEqual(['TERMS_NOT_ACCEPTED']);
    expect(await codes('decideHostApplication', { agreementId, accept: false }, admin)).toEqual([]);
  });

  it('is a payee on behalf of its own projects alone', async () => {
    const { maintainer, projectId } = await givenProject();
    const host = await givenHost(api, 300);
    const goal = { minor: '1000', currency: 'USD' };
    const { need } = await api.mutate<{ need: { id: string } }>(
      'createNeed',
      'CreateNeedInput',
      'need { id }',
      { projectId, kind: 'SECURITY_WORK', title: 'Mine', summary: 'Why', goal, idempotencyKey: key() },
      maintainer,
    );
    const payees = [{ payeeId: host.hostId, weight: 1, forProject: true }];
    expect(await codes('setNeedPayees', { needId: need.id, payees }, maintainer)).toEqual(['HOST_NOT_OF_PROJECT']);
    expect(
      await codes('setNeedPayees', { needId: need.id, payees: [{ payeeId: host.hostId, weight: 1 }] }, maintainer),
    ).toEqual([]);
  });
});

describe('the money of a hosted project', () => {
  it('is paid when its maintainer asks and somebody of the host, who is not paid, agrees', async () => {
    const { maintainer, projectId, host } = await funded();
    expect(await hostingOf(projectId)).toMatchObject({ hostedBalances: [{ held: { minor: '8550' } }] });
    const payee = await givenPayee(api);
    const more = { amount: { minor: '100', currency: 'USD' }, purpose: 'Work', idempotencyKey: key() };
    const ask = { projectId, payeeId: payee.personId, ...more };
    expect(await codes('requestProjectPayout', ask, host.admin)).toEqual(['NOT_MAINTAINER']);
    expect(await codes('requestProjectPayout', { ...ask, payeeId: host.admin.personId }, maintainer)).toEqual([
      'PAYEE_WITHOUT_ACCOUNT',
    ]);
    const projectPayoutId = await givenProjectPayout(api, maintainer, projectId, {
      payeeId: payee.personId,
      minor: '8550',
    });
    await api.settle();
    const waiting = await api.gql(
      'query ($id: ID!) { projectPayoutsAwaitingApproval(organisationId: $id, first: 5) { nodes { id purpose payeeId } } }',
      { id: host.hostId },
      host.finance,
    );
    expect(waiting.data!.projectPayoutsAwaitingApproval).toEqual({
      nodes: [{ id: projectPayoutId, purpose: 'Reviews', payeeId: payee.personId }],
    });
    const plain = await givenMember(api, host.hostId, host.admin, ['MEMBER']);
    expect(await codes('approveProjectPayout', { projectPayoutId }, plain)).toEqual(['MISSING_ROLE']);
    expect(await codes('approveProjectPayout', { projectPayoutId }, maintainer)).toEqual(['PROJECT_PAYOUT_NOT_FOUND']);
    const late = await givenMember(api, host.hostId, host.admin, ['FINANCE']);
    expect(await codes('approveProjectPayout', { projectPayoutId }, late)).toEqual(['ROLE_TOO_YOUNG']);
    expect(await codes('approveProjectPayout', { projectPayoutId }, host.finance)).toEqual([]);
    expect(await codes('approveProjectPayout', { projectPayoutId }, host.admin)).toEqual(['ALREADY_DECIDED']);
    await api.settle();
    const { data } = await api.gql('{ transfersToMe(first: 5) { status amount { minor } } }', {}, payee);
    expect(data!.transfersToMe).toEqual([{ status: 'CONFIRMED', amount: { minor: '8550' } }]);
    expect(await codes('withdrawProjectPayout', { projectPayoutId }, maintainer)).toEqual(['ILLEGAL_TRANSITION']);
  });

  it('is not approved by who asked, nor by who is paid, nor beyond what is held', async () => {
    const { projectId, host } = await funded();
    const payee = host.finance;
    const both = await givenMember(api, host.hostId, host.admin, ['FINANCE']);
    await api.mutate('claimProject', 'ClaimProjectInput', 'claim { id }', { projectId }, both);
    await api.database.asOwner(
      `UPDATE project_claim SET status = 'verified', verified_at = now() WHERE project_id = $1 AND person_id = $2`,
      [parseId('prj', projectId), parseId('usr', both.personId)],
    );
    await givenPayoutAccount(api, payee);
    const asked = { payeeId: payee.personId, minor: '100' };
    const projectPayoutId = await givenProjectPayout(api, both, projectId, asked);
    expect(await codes('approveProjectPayout', { projectPayoutId }, both)).toEqual(['SEPARATION_OF_DUTIES']);
    expect(await codes('approveProjectPayout', { projectPayoutId }, payee)).toEqual(['APPROVER_BENEFITS']);
    expect(await codes('rejectProjectPayout', { projectPayoutId }, host.admin)).toEqual([]);
    expect(await codes('rejectProjectPayout', { projectPayoutId }, host.admin)).toEqual(['ALREADY_DECIDED']);
    const tooMuch = await givenProjectPayout(api, both, projectId, { ...asked, minor: '8551' });
    expect(await codes('approveProjectPayout', { projectPayoutId: tooMuch }, host.admin)).toEqual([
      'INSUFFICIENT_FUNDS',
    ]);
    expect(await codes('withdrawProjectPayout', { projectPayoutId: tooMuch }, host.admin)).toEqual([
      'PROJECT_PAYOUT_NOT_FOUND',
    ]);
    expect(await codes('withdrawProjectPayout', { projectPayoutId: tooMuch }, both)).toEqual([]);
  });

  it('pays one of two requests that are approved at once when it covers only one', async () => {
    const { maintainer, projectId, host } = await funded();
    const payee = await givenPayee(api);
    const asked = { payeeId: payee.personId, minor: '6000' };
    const first = await givenProjectPayout(api, maintainer, projectId, asked);
    const second = await givenProjectPayout(api, maintainer, projectId, asked);
    const approve = (projectPayoutId: string, as: Caller) =>
      api.mutate('approveProjectPayout', 'ApproveProjectPayoutInput', 'clientMutationId', { projectPayoutId }, as);
    const answers = await Promise.all([approve(first, host.finance), approve(second, host.admin)]);
    expect(answers.map(({ userErrors }) => userErrors.map(({ code }) => code)).sort()).toEqual([
      [],
      ['INSUFFICIENT_FUNDS'],
    ]);
    expect(await hostingOf(projectId)).toMatchObject({ hostedBalances: [{ held: { minor: '2550' } }] });
  });
});

describe('a project that leaves its host', () => {
  it('names where its money goes, and can stay after all', async () => {
    const { maintainer, projectId, host, agreementId } = await hosted();
    for (const next of [{}, { nextPayeeId: host.admin.personId }, { nextAgreementId: agreementId }])
      expect(await codes('leaveHost', { agreementId, ...next }, maintainer)).toEqual(['NEXT_HOME_INVALID']);
    const payee = await givenPayee(api);
    const leave = { agreementId, nextPayeeId: payee.personId };
    expect(await codes('leaveHost', leave, host.admin)).toEqual(['HOST_AGREEMENT_NOT_FOUND']);
    expect(await codes('leaveHost', leave, maintainer)).toEqual([]);
    const ask = { projectId, payeeId: payee.personId, amount: { minor: '1', currency: 'USD' }, purpose: 'x' };
    expect(await codes('requestProjectPayout', { ...ask, idempotencyKey: key() }, maintainer)).toEqual([
      'PROJECT_NOT_HOSTED',
    ]);
    expect(await codes('leaveHost', leave, maintainer)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await codes('stayWithHost', { agreementId }, maintainer)).toEqual([]);
    expect(await codes('stayWithHost', { agreementId }, maintainer)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await codes('confirmLeavingHost', { agreementId }, host.admin)).toEqual(['ILLEGAL_TRANSITION']);
  });

  it('is let go by somebody who neither gave notice nor gets the money, also in the database', async () => {
    const { maintainer, host, agreementId } = await funded();
    await givenPayoutAccount(api, host.admin);
    const leave = { agreementId, nextPayeeId: host.admin.personId };
    expect(await codes('leaveHost', leave, maintainer)).toEqual([]);
    const plain = await givenMember(api, host.hostId, host.admin, ['MEMBER']);
    expect(await codes('confirmLeavingHost', { agreementId }, plain)).toEqual(['MISSING_ROLE']);
    expect(await codes('confirmLeavingHost', { agreementId }, maintainer)).toEqual(['HOST_AGREEMENT_NOT_FOUND']);
    expect(await codes('confirmLeavingHost', { agreementId }, host.admin)).toEqual(['OWN_NOTICE']);
    for (const person of [maintainer, host.admin])
      await expect(
        api.database.asOwner(
          `UPDATE host_agreement SET status = 'ended', ended_by = $2, ended_at = now() WHERE id = $1`,
          [parseId('hag', agreementId), parseId('usr', person.personId)],
        ),
      ).rejects.toThrow('host_agreement_two_people');
    expect(await codes('confirmLeavingHost', { agreementId }, host.finance)).toEqual([]);
    await api.settle();
    const { data } = await api.gql('{ transfersToMe(first: 5) { amount { minor } } }', {}, host.admin);
    expect(data!.transfersToMe).toEqual([{ amount: { minor: '8550' } }]);
  });
});

describe('the statements of a hosted project and its host', () => {
  it('show what is kept for the project, and the fee of the host with its part of the fee of the platform', async () => {
    const { projectId, host } = await funded();
    const amounts = 'paid heldForMilestones heldByHost owed inTransfer platformFee'.replace(/\w+/g, '$& { minor }');
    const query = `query ($id: ID!) { node(id: $id) { ... on Project { moneyStatement { currencies { ${amounts} } } } } }`;
    const minor = (amount: string) => ({ minor: amount });
    expect((await api.gql(query, { id: projectId })).data!.node).toEqual({
      moneyStatement: {
        currencies: [
          {
            paid: minor('10000'),
            heldForMilestones: minor('0'),
            heldByHost: minor('8550'),
            owed: minor('950'),
            inTransfer: minor('0'),
            platformFee: minor('500'),
          },
        ],
      },
    });
    const { data } = await api.gql(
      `query ($id: ID!) { payeeStatement(payeeId: $id, from: "2026-01-01", to: "2100-01-01") {
         years { gross { minor } platformFee { minor } hostFee { minor } } } }`,
      { id: host.hostId },
      host.finance,
    );
    expect(data!.payeeStatement).toEqual({
      years: [{ gross: minor('1000'), platformFee: minor('50'), hostFee: minor('950') }],
    });
  });
});
