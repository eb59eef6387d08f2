/** Motions to take a scope from somebody: reasons, notice, a vote of three quarters, one person at a time (G19). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '#platform/database';
import { DAY_MS, parseId } from '#platform/kernel';
import { TEST_ACTOR } from '#platform/testing';
import { givenGrantAt, givenRecognised, givenSeat } from '../support/given-vetting.js';
import { key, passTime } from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

const REASONS = 'Two releases were signed with a key that nobody knows.';

let api: TestApi;
let project: { readonly projectId: string; readonly maintainer: Caller };
let holder: Caller;
let stewards: Caller[];
let id: string;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  await api.refillBuckets();
  project = await givenRecognised(api);
  holder = await api.givenPerson(`Holly ${key()}`);
  stewards = [];
  for (const name of ['Stella', 'Stan', 'Susi']) {
    const steward = await api.givenPerson(`${name} ${key()}`);
    await givenSeat(api, project.projectId, steward, 'STEWARD');
    stewards.push(steward);
  }
  id = await held(holder);
}, 60_000);

function held(candidate: Caller): Promise<string> {
  const heldSince = api.clock.now().getTime() - 90 * DAY_MS;
  return givenGrantAt(api, { candidate, projectId: project.projectId, status: 'ACTIVE', state: { heldSince } });
}

/** The status after a step, or what refused it. */
async function step(mutation: string, as: Sender, input: object = {}): Promise<string> {
  const selection = 'roleGrant { status } refusals: userErrors { code }';
  const told = await api.mutate<{ roleGrant: { status: string } | null; refusals: { code: string }[] }>(
    ...([mutation, inputTypeOf(api, mutation).name, selection, { roleGrantId: id, ...input }, as] as const),
  );
  return told.refusals[0]?.code ?? told.roleGrant!.status;
}

async function motion(as: Sender): Promise<unknown> {
  const fields = 'removal { status reasons isVoter result { yes no } }';
  const { data, errors } = await api.gql(`{ roleCase(roleGrantId: "${id}") { ${fields} } }`, {}, as);
  expect(errors).toBeUndefined();
  return (data!.roleCase as { removal: unknown } | null)?.removal ?? null;
}

async function status(): Promise<string> {
  const { data } = await api.gql(`{ roleGrant(id: "${id}") { status } }`);
  return (data!.roleGrant as { status: string }).status;
}

async function inbox(as: Sender): Promise<string[]> {
  const { data } = await api.gql('{ viewer { notifications(first: 50) { nodes { subject } } } }', {}, as);
  return (data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications.nodes.map(
    ({ subject }) => subject,
  );
}

const propose = (as: Sender) => step('proposeRoleRemoval', as, { reasons: REASONS });
const vote = (as: Sender, choice: 'YES' | 'NO') => step('voteOnRoleRemoval', as, { choice });

describe('a motion to take a scope', () => {
  it('is told to its holder, waits seven days, and ends the scope by three quarters and a majority', async () => {
    expect(await propose(holder)).toBe('ACTOR_NOT_ENTITLED');
    expect(await propose(await api.givenPerson(`Nosy ${key()}`))).toBe('ACTOR_NOT_ENTITLED');
    expect(await propose(stewards[0]!)).toBe('ACTIVE');
    expect(await propose(stewards[1]!)).toBe('ROLE_REMOVAL_OPEN');
    await api.settle();
    expect(await inbox(holder)).toContain('A motion wants to end your TRIAGE in library');
    expect(await motion(holder)).toEqual({ status: 'PROPOSED', reasons: REASONS, isVoter: false, result: null });
    expect(await vote(stewards[0]!, 'YES')).toBe('ILLEGAL_TRANSITION');
    await passTime(api, 7 * DAY_MS + 1);
    expect(await vote(holder, 'NO')).toBe('ACTOR_NOT_ENTITLED');
    expect(await vote(stewards[0]!, 'YES')).toBe('ACTIVE');
    expect(await vote(stewards[0]!, 'NO')).toBe('ALREADY_SIGNED');
    await vote(stewards[1]!, 'YES');
    await vote(project.maintainer, 'NO');
    expect(await motion(stewards[2]!)).toMatchObject({ status: 'VOTING', isVoter: true, result: null });
    await passTime(api, 7 * DAY_MS + 1);
    expect(await status()).toBe('REVOKED');
    expect(await motion(holder)).toMatchObject({ status: 'REMOVE', result: { yes: 2, no: 1 } });
    await api.settle();
    expect(await inbox(holder)).toContain('TRIAGE in library has ended');
    expect(await step('appealRole', holder, { reason: 'The key was announced in March.' })).toBe('REVOKED');
  }, 30_000);

  it.each([
    ['too few vote', ['YES', 'YES'], { yes: 2, no: 0 }],
    ['half of them are against it', ['YES', 'YES', 'NO', 'NO'], { yes: 2, no: 2 }],
  ] as const)('changes nothing when %s', async (_case, choices, result) => {
    await propose(stewards[0]!);
    await passTime(api, 7 * DAY_MS + 1);
    const voters = [...stewards, project.maintainer];
    for (const [index, choice] of choices.entries()) await vote(voters[index]!, choice);
    await passTime(api, 7 * DAY_MS + 1);
    expect(await motion(holder)).toMatchObject({ status: 'KEEP', result });
    expect(await status()).toBe('ACTIVE');
  });

  it('is taken back by whoever made it, and then there is none', async () => {
    await propose(stewards[0]!);
    expect(await step('withdrawRoleRemoval', stewards[1]!)).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('withdrawRoleRemoval', stewards[0]!)).toBe('ACTIVE');
    expect(await step('withdrawRoleRemoval', stewards[0]!)).toBe('ROLE_REMOVAL_NOT_FOUND');
    await passTime(api, 7 * DAY_MS + 1);
    expect(await motion(holder)).toMatchObject({ status: 'WITHDRAWN', result: null });
  });

  it('needs two who can vote, and a scope that is held', async () => {
    await api.database.asOwner('UPDATE project_seat SET ended_at = since');
    expect(await propose(project.maintainer)).toBe('ROLE_REMOVAL_ROLL_TOO_SMALL');
    await step('stepDownFromRole', holder);
    expect(await propose(project.maintainer)).toBe('ILLEGAL_TRANSITION');
  });

  it('has reasons that are more than blanks, so that its vote can be opened', async () => {
    const blank = { reasons: ' '.repeat(20) };
    await expect(step('proposeRoleRemoval', stewards[0]!, blank)).rejects.toThrow('BAD_REQUEST');
    expect(await motion(holder)).toBeNull();
  });

  it('has a week of 168 hours also where the clocks of a session are changed in it', async () => {
    const insert = api.app.get(UnitOfWork).run(TEST_ACTOR, async (tx) => {
      await tx.manager.query(`SET LOCAL TIME ZONE 'Europe/Berlin'`);
      await tx.manager.query(
        `INSERT INTO role_removal (grant_id, holder_id, status, proposer_id, reasons, notice_at, opened_at, roll)
         VALUES ($1, $2, 'VOTING', $3, 'Releases were signed by nobody.', '2027-10-28T12:00:00Z', '2027-11-04T12:00:00Z', $4)`,
        [
          ...[parseId('rgr', id), parseId('usr', holder.personId), parseId('usr', stewards[0]!.personId)],
          stewards.map(({ personId }) => parseId('usr', personId)),
        ],
      );
    });
    await expect(insert).resolves.toBeUndefined();
  });

  it('keeps its ballots from whoever is not cleared for them, in the database', async () => {
    await propose(stewards[0]!);
    await passTime(api, 7 * DAY_MS + 1);
    await vote(stewards[0]!, 'YES');
    const count = `SELECT count(*)::int AS count FROM role_removal_ballot WHERE grant_id = '${parseId('rgr', id)}'`;
    const seen = await api.app.get(UnitOfWork).run(TEST_ACTOR, (tx) => tx.manager.query<unknown[]>(count));
    expect(seen).toEqual([{ count: 0 }]);
    expect(await api.database.asOwner(count)).toEqual([{ count: 1 }]);
  });
});
