/** Proofs are read again as long as a claim stands, and what a claim means for packages ends with it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecurringJobs } from '#platform/queue';
import { DAY_MS, parseId } from '#platform/kernel';
import { ClaimRig, type GivenClaimProject, type OwnClaim } from '../support/claim-rig.js';
import { givenTerms, key, passTime } from '../support/given.js';
import type { Caller } from '../support/test-api.js';

let rig: ClaimRig;
let person: Caller;
let project: GivenClaimProject;
let claim: OwnClaim;
beforeAll(async () => {
  rig = await ClaimRig.start();
  await rig.api.app.get(RecurringJobs).start();
}, 60_000);
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.api.refillBuckets();
  rig.hosts.status = null;
  // Claims of the tests before are not read again in those that follow.
  await rig.api.database.asOwner(`UPDATE project_claim SET status = 'withdrawn'`);
  person = await rig.api.givenPerson(key());
  project = await rig.givenProject();
  claim = await rig.proved(project, person);
});

const file = (): string => `${project.repository}/.mainstay/claim.txt`;
const status = async (): Promise<string> => (await rig.seen(claim.id, person)).status;
const readsOfFile = (): number => rig.hosts.asked.filter((path) => file().endsWith(path)).length;
/** Day by day, with what falls due on each. */
async function days(count: number): Promise<void> {
  for (let day = 0; day < count; day += 1) await passTime(rig.api, DAY_MS);
}

describe('a proof', () => {
  it('that is there is read again after 30 days, and not before', async () => {
    const before = readsOfFile();
    await days(29);
    expect(readsOfFile()).toBe(before);
    await days(2);
    expect(readsOfFile()).toBe(before + 1);
    await days(28);
    expect(readsOfFile()).toBe(before + 1);
    await days(3);
    expect(readsOfFile()).toBe(before + 2);
    expect(await status()).toBe('VERIFIED');
  });

  it('that is gone leaves 14 days with a try on each, and then the rights end', async () => {
    rig.hosts.remove(file());
    await days(31);
    expect(await rig.seen(claim.id, person)).toMatchObject({ status: 'VERIFIED', failureCode: 'NOT_FOUND' });
    expect(await rig.notices(person)).toEqual(['claim_verified', 'claim_proof_lost']);
    const before = readsOfFile();
    await days(12);
    expect(readsOfFile() - before).toBeGreaterThanOrEqual(12);
    expect(await rig.maintains(project, person)).toBe(true);
    await days(3);
    expect(await status()).toBe('EXPIRED');
    expect(await rig.maintains(project, person)).toBe(false);
    expect(await rig.notices(person)).toEqual(['claim_verified', 'claim_proof_lost', 'claim_ended']);
    expect((await rig.own('claimProject', { projectId: project.projectId }, person)).userErrors).toEqual([]);
  });

  it('that comes back within that time, here or elsewhere, keeps the rights', async () => {
    rig.hosts.remove(file());
    await days(40);
    rig.hosts.put(`${project.repository}/.github/FUNDING.yml`, `# ${claim.file.line}`);
    await days(1);
    expect(await rig.seen(claim.id, person)).toMatchObject({
      status: 'VERIFIED',
      method: 'FUNDING_YML',
      failureCode: null,
      proofMissingSince: null,
    });
    await days(20);
    expect(await status()).toBe('VERIFIED');
    expect(await rig.notices(person)).toEqual(['claim_verified', 'claim_proof_lost']);
  });

  it('that cannot be read is told after three days, and ends the claim after thirty', async () => {
    rig.hosts.status = 503;
    await days(32);
    expect(await rig.notices(person)).toEqual(['claim_verified']);
    await days(3);
    expect(await rig.notices(person)).toEqual(['claim_verified', 'claim_proof_unreachable']);
    await days(24);
    expect(await status()).toBe('VERIFIED');
    await days(4);
    expect(await status()).toBe('EXPIRED');
    expect(await rig.notices(person)).toEqual(['claim_verified', 'claim_proof_unreachable', 'claim_ended']);
  });

  it('that is asked for twice at once changes the claim as one check does', async () => {
    rig.hosts.remove(file());
    await rig.recheckTwice(claim);
    expect(await rig.notices(person)).toEqual(['claim_verified', 'claim_proof_lost']);
    expect(await status()).toBe('VERIFIED');
  });
});

describe('when the rights end', () => {
  const planned = async (): Promise<string> => {
    const amount = { minor: '100', currency: 'USD' };
    const { projectId } = project;
    const facts = { projectId, kind: 'FUNDING', title: 'Servers', summary: 'Why', goal: amount, idempotencyKey: key() };
    const made = await rig.api.mutate<{ need: { id: string } }>(
      'createNeed',
      'CreateNeedInput',
      'need { id }',
      facts,
      person,
    );
    const plan = { needId: made.need.id, milestones: [{ title: 'All', deliverable: 'Done', amount }] };
    await rig.api.mutate('setMilestonePlan', 'SetMilestonePlanInput', 'clientMutationId', plan, person);
    return made.need.id;
  };
  const publish = (needId: string) =>
    rig.api.mutate<{ need: unknown }>('publishNeed', 'NeedActionInput', 'need { status }', { needId }, person);

  it('what was published stays, and a draft is not published any more', async () => {
    await givenTerms(rig.api, person, 'RECEIVER');
    const [published, draft] = [await planned(), await planned()];
    expect((await publish(published)).need).toEqual({ status: 'PUBLISHED' });
    rig.hosts.remove(file());
    await days(46);
    expect(await status()).toBe('EXPIRED');
    expect((await publish(draft)).userErrors).toEqual([{ code: 'NOT_MAINTAINER' }]);
    const answer = await rig.api.gql('query ($id: ID!) { need(id: $id) { status } }', { id: published });
    expect(answer.data!.need).toEqual({ status: 'PUBLISHED' });
  });
});

describe('a package', () => {
  const confirm = (isConfirmed: boolean, as = person, packageKey = project.packageKeys[0]!) =>
    rig.api.mutate<{ projectPackage: { packageUrl: string; confidence: number } | null }>(
      'setPackageConfirmed',
      'SetPackageConfirmedInput',
      'projectPackage { packageUrl confidence }',
      { projectId: project.projectId, packageUrl: `pkg:${packageKey}`, isConfirmed },
      as,
    );
  const confidence = () => rig.confidence(project.packageKeys[0]);
  /** Announcements that inventories have to be looked at again. */
  const announced = async (): Promise<number> => {
    const [row] = await rig.api.database.asOwner<{ count: string }>(
      `SELECT count(*) FROM outbox_message WHERE topic = 'catalog.changed'`,
    );
    return Number(row!.count);
  };

  it('is no surer by a claim alone: a maintainer says that it is of the repository', async () => {
    expect(await confidence()).toBe(60);
    const before = await announced();
    expect((await confirm(true)).projectPackage).toEqual({
      packageUrl: `pkg:${project.packageKeys[0]!}`,
      confidence: 100,
    });
    expect(await announced()).toBe(before + 1);
    expect((await confirm(false)).projectPackage).toMatchObject({ confidence: 60 });
    const list = 'query ($id: ID!) { projectPackages(projectId: $id, first: 5) { nodes { packageUrl confidence } } }';
    expect((await rig.api.gql(list, { id: project.projectId })).data!.projectPackages).toEqual({
      nodes: [{ packageUrl: `pkg:${project.packageKeys[0]!}`, confidence: 60 }],
    });
  });

  it('is as sure as before when the claim has ended, and inventories are looked at', async () => {
    await confirm(true);
    rig.hosts.remove(file());
    await days(31);
    expect(await confidence()).toBe(100);
    const before = await announced();
    await days(15);
    expect(await confidence()).toBe(60);
    expect(await announced()).toBe(before + 1);
  });

  it('is surer for the time of whoever confirmed it, whoever else maintains the project', async () => {
    const other = await rig.api.givenPerson(key());
    const theirs = await rig.claimed(project, other);
    rig.commit(project, claim, theirs);
    await rig.checked(theirs, other);
    expect((await confirm(true, other)).userErrors).toEqual([{ code: 'NOT_MAINTAINER' }]);
    await rig.decide('confirmClaim', { claimId: theirs.id }, person);
    await confirm(true, other);
    expect(await confidence()).toBe(100);
    await rig.own('withdrawClaim', { claimId: theirs.id }, other);
    expect(await confidence()).toBe(60);
  });

  it('of another project is not confirmed', async () => {
    const [foreign] = (await rig.givenProject()).packageKeys;
    expect((await confirm(true, person, foreign)).userErrors).toEqual([{ code: 'PACKAGE_NOT_OF_PROJECT' }]);
    expect(await rig.confidence(foreign)).toBe(60);
  });
});

describe('somebody who is erased', () => {
  it('maintains nothing any more', async () => {
    await rig.api.mutate('requestErasure', 'RequestErasureInput', 'clientMutationId', {}, person);
    await rig.api.settle();
    rig.api.advance(8 * DAY_MS);
    await rig.api.settle();
    const rows = await rig.api.database.asOwner('SELECT status FROM project_claim WHERE id = $1', [
      parseId('clm', claim.id),
    ]);
    expect(rows).toEqual([{ status: 'withdrawn' }]);
  });
});
