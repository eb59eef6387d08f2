import { DAY_MS } from '#platform/kernel';
import { people } from './chapters/cast.js';
import { foundCompany, pledge, showRanking, uploadSbom } from './chapters/company.js';
import { onboardRecipient, postNeed } from './chapters/maintainer.js';
import { approveAndPay, topUpFloat } from './chapters/payment.js';
import { awaitTransfer, foundReviewBoard, review, submitEvidence } from './chapters/release.js';
import { signUpAll } from './chapters/sign-up.js';
import type { Stage } from './story.js';

/** Card payments become available two days after the charge. */
const STRIPE_PENDING_MS = 2 * DAY_MS;

export interface StoryResult {
  readonly needId: string;
  readonly pledgeId: string;
}

/** From a real SBOM to a released milestone, through the public API, by five signed-in people. */
export async function firstStory(stage: Stage): Promise<StoryResult> {
  const cast = people(stage.apiUrl);
  await signUpAll(cast);
  stage.tell('story.passkeys', { count: Object.keys(cast).length });
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
