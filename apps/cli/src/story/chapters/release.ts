import { createHash } from 'node:crypto';
import type { Person } from '../person.js';
import { newKey, type Stage } from '../story.js';
import { waitFor } from '../wait.js';
import { join, put, type Cast } from './cast.js';

export async function foundReviewBoard({ tell }: Stage, { officer, reviewer }: Cast): Promise<void> {
  const { organisation } = await officer.mutate<{ organisation: { id: string } }>(
    'createOrganisation',
    'CreateOrganisationInput',
    'organisation { id }',
    { kind: 'FOUNDATION', name: 'Open Works Foundation' },
  );
  await join(officer, reviewer, organisation.id, ['REVIEWER']);
  tell('story.reviewBoard', { officer: officer.name, reviewer: reviewer.name });
}

export async function submitEvidence({ tell }: Stage, maintainer: Person, needId: string): Promise<string> {
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

export async function review({ tell }: Stage, reviewer: Person, milestoneId: string): Promise<void> {
  await reviewer.mutate('startReview', 'StartReviewInput', 'milestone { status }', { milestoneId });
  await reviewer.mutate('acceptMilestone', 'DecideMilestoneInput', 'milestone { status }', {
    milestoneId,
    reasons: 'I rebuilt the archive and compared it byte by byte.',
  });
  tell('story.accepted', { name: reviewer.name });
}

export async function awaitTransfer(
  { tell }: Stage,
  maintainer: Person,
  needId: string,
  milestoneId: string,
): Promise<void> {
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
