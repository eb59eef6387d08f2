import type { Person } from '../person.js';
import { newKey, type Stage } from '../story.js';
import { waitFor } from '../wait.js';
import { GOAL, PLAN } from './plan.js';
import { acceptTerms } from './sign-up.js';

export async function onboardRecipient({ stripe, tell }: Stage, maintainer: Person): Promise<void> {
  await acceptTerms(maintainer, 'RECEIVER');
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

export async function postNeed(stage: Stage, maintainer: Person): Promise<string> {
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
  const needId = await publishNeed(maintainer, project.id, `Safer releases of ${claimed.name}`);
  stage.tell('story.needPosted', { amount: '1,000.00 USD', count: PLAN.length });
  return needId;
}

/** A need of 1,000 USD with its plan, on a project that is claimed. */
export async function publishNeed(maintainer: Person, projectId: string, title: string): Promise<string> {
  const { need } = await maintainer.mutate<{ need: { id: string } }>('createNeed', 'CreateNeedInput', 'need { id }', {
    projectId,
    kind: 'SECURITY_WORK',
    title,
    summary: 'Nobody should have to trust one laptop for what half the world installs.',
    goal: GOAL,
    idempotencyKey: newKey(),
  });
  await maintainer.mutate('setMilestonePlan', 'SetMilestonePlanInput', 'need { id }', {
    needId: need.id,
    milestones: PLAN,
  });
  await maintainer.mutate('publishNeed', 'NeedActionInput', 'need { status }', { needId: need.id });
  return need.id;
}

async function claimStatus(maintainer: Person, id: string): Promise<string | undefined> {
  return (
    await maintainer.query<{ claim: { status: string } | null }>('query ($id: ID!) { claim(id: $id) { status } }', {
      id,
    })
  ).claim?.status;
}
