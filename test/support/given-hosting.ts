import { givenMember, givenOrganisation, givenPayoutAccount, givenTerms, key } from './given.js';
import type { Caller, TestApi } from './test-api.js';

export interface GivenHost {
  readonly hostId: string;
  readonly admin: Caller;
  readonly finance: Caller;
}

/** A fiscal host that takes projects for the fee; its administrator is new unless one is given. */
export async function givenHost(api: TestApi, feeBasisPoints: number, somebody?: Caller): Promise<GivenHost> {
  const admin = somebody ?? (await api.givenPerson(`Hope ${key()}`));
  const hostId = await givenOrganisation(api, 'FISCAL_HOST', admin);
  await givenTerms(api, admin, 'RECEIVER', hostId);
  const terms = { organisationId: hostId, feeBasisPoints, isAccepting: true };
  await api.mutate('setHostTerms', 'SetHostTermsInput', 'clientMutationId', terms, admin);
  return { hostId, admin, finance: await givenMember(api, hostId, admin, ['FINANCE']) };
}

/** What the maintainer of a project asks of a host. */
export async function givenApplication(
  api: TestApi,
  maintainer: Caller,
  projectId: string,
  hostId: string,
): Promise<string> {
  const input = { projectId, hostId };
  const { hostAgreement } = await api.mutate<{ hostAgreement: { id: string } }>(
    'applyToHost',
    'ApplyToHostInput',
    'hostAgreement { id }',
    input,
    maintainer,
  );
  return hostAgreement.id;
}

/** An agreement that the host has accepted. */
export async function givenAgreement(
  api: TestApi,
  maintainer: Caller,
  projectId: string,
  host: GivenHost,
): Promise<string> {
  const agreementId = await givenApplication(api, maintainer, projectId, host.hostId);
  const decision = { agreementId, accept: true };
  await api.mutate('decideHostApplication', 'DecideHostApplicationInput', 'clientMutationId', decision, host.admin);
  return agreementId;
}

/** A published need of the project that its host is paid for on its behalf; one milestone for each amount in USD. */
export async function givenHostedNeed(
  api: TestApi,
  maintainer: Caller,
  projectId: string,
  host: GivenHost,
  goal: readonly string[],
): Promise<{ readonly needId: string; readonly milestoneIds: readonly string[] }> {
  const usd = (minor: string) => ({ minor, currency: 'USD' });
  const total = goal.reduce((sum, minor) => sum + Number(minor), 0);
  const facts = { projectId, kind: 'SECURITY_WORK', title: 'Hosted', summary: 'Why', goal: usd(String(total)) };
  const input = { ...facts, idempotencyKey: key() };
  const { need } = await api.mutate<{ need: { id: string } }>(
    'createNeed',
    'CreateNeedInput',
    'need { id }',
    input,
    maintainer,
  );
  const needId = need.id;
  const milestones = goal.map((minor) => ({ title: 'Part', deliverable: 'Done', amount: usd(minor) }));
  const act = (name: string, type: string, more: object, as: Caller) =>
    api.mutate(name, type, 'clientMutationId', { needId, ...more }, as);
  await act('setMilestonePlan', 'SetMilestonePlanInput', { milestones }, maintainer);
  const payees = [{ payeeId: host.hostId, weight: 1, forProject: true }];
  await act('setNeedPayees', 'SetNeedPayeesInput', { payees }, maintainer);
  await act('acceptPayee', 'DecidePayeeInput', { payeeId: host.hostId }, host.admin);
  await act('publishNeed', 'NeedActionInput', {}, maintainer);
  const answer = await api.gql('query ($id: ID!) { need(id: $id) { milestones { id } } }', { id: needId });
  const plan = (answer.data!.need as { milestones: { id: string }[] }).milestones;
  return { needId, milestoneIds: plan.map(({ id }) => id) };
}

/** A request to pay somebody, who has a payout account, out of the money of a project. */
export async function givenProjectPayout(
  api: TestApi,
  maintainer: Caller,
  projectId: string,
  { payeeId, minor }: { readonly payeeId: string; readonly minor: string },
): Promise<string> {
  const { projectPayout } = await api.mutate<{ projectPayout: { id: string } }>(
    'requestProjectPayout',
    'RequestProjectPayoutInput',
    'projectPayout { id }',
    { projectId, payeeId, amount: { minor, currency: 'USD' }, purpose: 'Reviews', idempotencyKey: key() },
    maintainer,
  );
  return projectPayout.id;
}

/** Somebody with a payout account. */
export async function givenPayee(api: TestApi): Promise<Caller> {
  const person = await api.givenPerson(`Paid ${key()}`);
  await givenPayoutAccount(api, person);
  return person;
}
