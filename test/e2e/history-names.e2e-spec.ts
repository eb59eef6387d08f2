/** Whose names are in a history, and what is known of the work of a candidate by them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataKeys } from '#platform/database';
import { DAY_MS, parseId } from '#platform/kernel';
import { change, handIn, longWork, message } from '../support/given-history.js';
import { claimName, withMail } from '../support/given-names.js';
import { givenTier } from '../support/given-role-grants.js';
import { givenContinuity, givenGrantAt, givenRecognised, givenSeat } from '../support/given-vetting.js';
import { key, passTime } from '../support/given.js';
import { DailyLook } from '#libs/vetting';
import { TestApi, type Caller } from '../support/test-api.js';

const ANN = 'ann@mail.example';
const FORGE = '4711+ann@users.noreply.github.com';

let api: TestApi;
let project: { readonly projectId: string; readonly maintainer: Caller };
let candidate: Caller;
let reviewer: Caller;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  await api.refillBuckets();
  project = await givenRecognised(api);
  candidate = await api.givenPerson(`Ann ${key()}`);
  reviewer = await api.givenPerson(`Rita ${key()}`);
  await givenSeat(api, project.projectId, reviewer, 'REVIEWER');
}, 60_000);

const now = () => api.clock.now().getTime();
const claim = (as: Caller, name: string) => claimName(api, as, project.projectId, name);

/** As if the account with this number had been linked. */
async function linked({ personId }: Caller, account: string): Promise<void> {
  const digest = api.app.get(DataKeys, { strict: false }).digest('https://github.com', account);
  await api.database.asOwner(
    `INSERT INTO external_identity (issuer, subject_digest, sealed_subject, person_id, linked_at) VALUES ('https://github.com', $1, '\\x00', $2, $3)`,
    [digest, parseId('usr', personId), api.clock.now()],
  );
}

async function release(as: Caller, name: string): Promise<readonly string[]> {
  const input = { projectId: project.projectId, name };
  const answer = await api.mutate<{ names: { name: string }[] | null }>(
    ...(['releaseHistoryName', 'ReleaseHistoryNameInput', 'names { name }', input, as] as const),
  );
  return answer.names?.map((own) => own.name) ?? answer.userErrors.map(({ code }) => code);
}

describe('a name in a history', () => {
  it('is shown to be mine by the address that I have confirmed, in whatever case, and taken back', async () => {
    await handIn(api, reviewer, { projectId: project.projectId, events: longWork(ANN, now()) });
    expect(await claim(candidate, ANN)).toEqual(['HISTORY_NAME_UNPROVEN']);
    await withMail(api, candidate, 'Ann@mail.example');
    expect(await claim(candidate, ' ANN@mail.example ')).toEqual([ANN]);
    expect(await claim(candidate, ANN)).toEqual([ANN]);
    expect(await release(reviewer, ANN)).toEqual(['HISTORY_NAME_NOT_FOUND']);
    expect(await release(candidate, ANN)).toEqual([]);
    expect(await release(candidate, ANN)).toEqual(['HISTORY_NAME_NOT_FOUND']);
  });

  it('is shown by the number of the linked account in the address that the forge gives, and by no other number', async () => {
    await handIn(api, reviewer, { projectId: project.projectId, events: longWork(FORGE, now()) });
    await linked(candidate, '47');
    expect(await claim(candidate, FORGE)).toEqual(['HISTORY_NAME_UNPROVEN']);
    await linked(candidate, '4711');
    expect(await claim(candidate, FORGE)).toEqual([FORGE]);
  });

  it('is one person’s, and not told to whoever cannot show it', async () => {
    await handIn(api, reviewer, { projectId: project.projectId, events: longWork(ANN, now()) });
    await withMail(api, candidate, ANN);
    await withMail(api, reviewer, ANN);
    expect(await claim(candidate, ANN)).toEqual([ANN]);
    expect(await claim(reviewer, ANN)).toEqual(['HISTORY_NAME_TAKEN']);
    expect(await claim(project.maintainer, 'nobody@mail.example')).toEqual(['HISTORY_NAME_UNPROVEN']);
  });

  it('lies sealed, with events that have numbers, and is gone a year after it only wrote', async () => {
    const events = [...longWork(ANN, now()), message('loud@mail.example', now() - DAY_MS)];
    await handIn(api, reviewer, { projectId: project.projectId, events });
    const stored = await api.database.asOwner<{ text: string }>('SELECT event::text AS text FROM project_event');
    expect(stored.filter(({ text }) => text.includes('mail.example'))).toEqual([]);
    const kept = 'SELECT count(sealed_name)::int AS names FROM project_name WHERE project_id = $1 AND is_author';
    const wrote = 'SELECT count(sealed_name)::int AS names FROM project_name WHERE project_id = $1 AND NOT is_author';
    const id = parseId('prj', project.projectId);
    expect(await api.database.asOwner(wrote, [id])).toEqual([{ names: 1 }]);
    await passTime(api, 366 * DAY_MS);
    await api.app.get(DailyLook, { strict: false }).run();
    expect(await api.database.asOwner(wrote, [id])).toEqual([{ names: 0 }]);
    expect(await api.database.asOwner(kept, [id])).toEqual([{ names: 2 }]);
    const sources = `SELECT count(source)::int AS sources FROM project_event WHERE project_id = $1 AND kind = 'message'`;
    expect(await api.database.asOwner(sources, [id])).toEqual([{ sources: 0 }]);
  });
});

describe('two accounts of one person', () => {
  it('are one to every guard, once both have shown names that a history knows to be one person’s (I-03)', async () => {
    const { projectId } = project;
    await givenTier(api, projectId, 'T1');
    const second = await api.givenPerson(`Nan ${key()}`);
    await withMail(api, candidate, ANN);
    await withMail(api, second, 'ann@home.example');
    const roleGrantId = await givenGrantAt(api, {
      candidate,
      projectId,
      status: 'SPONSORING',
      state: { wait: { dueAt: now() + 5 * DAY_MS, fullMs: 60 * DAY_MS } },
    });
    const sponsor = async (): Promise<string> => {
      const input = {
        roleGrantId,
        statement: 'We have worked on the parser.',
        workedOn: ['https://x.example/1'],
        disclosed: [],
      };
      const answer = await api.mutate<{ roleGrant: { status: string } | null }>(
        ...(['sponsorRole', 'SponsorRoleInput', 'roleGrant { status }', input, second] as const),
      );
      const [refusal] = answer.userErrors as { code: string; message: string }[];
      return refusal === undefined ? answer.roleGrant!.status : refusal.code;
    };
    await handIn(api, reviewer, {
      projectId,
      events: [...longWork(ANN, now()), change('ann@home.example', now() - DAY_MS)],
    });
    expect([await claim(candidate, ANN), await claim(second, 'ann@home.example')]).toEqual([
      [ANN],
      ['ann@home.example'],
    ]);
    // Nobody has said yet that the two addresses are one person's.
    expect(await sponsor()).toBe('SPONSORING');
    await api.database.asOwner(`UPDATE role_grant SET state = jsonb_set(state, '{sponsorships}', '[]') WHERE id = $1`, [
      parseId('rgr', roleGrantId),
    ]);
    await handIn(api, reviewer, {
      projectId,
      events: [],
      people: [{ names: [ANN, 'ann@home.example'], source: 'people.json' }],
    });
    expect(await sponsor()).toBe('GUARD_CLOSED');
  });
});

describe('the work of a candidate', () => {
  /** Of a request for COMMIT on T1 by somebody who holds REVIEW: which rules of work are not met. */
  async function missing(): Promise<string[]> {
    await givenTier(api, project.projectId, 'T1');
    await givenContinuity(api, candidate);
    const { projectId } = project;
    await givenGrantAt(api, {
      candidate,
      projectId,
      status: 'ACTIVE',
      scope: 'REVIEW',
      state: { heldSince: now() - 200 * DAY_MS },
    });
    const draft = await api.mutate<{ roleGrant: { id: string } }>(
      ...(['requestRole', 'RequestRoleInput', 'roleGrant { id }', { projectId, scope: 'COMMIT' }, candidate] as const),
    );
    roleGrantId = draft.roleGrant.id;
    await api.mutate('submitRoleRequest', 'SubmitRoleRequestInput', 'clientMutationId', { roleGrantId }, candidate);
    return rules();
  }

  let roleGrantId: string;
  async function rules(): Promise<string[]> {
    const { data } = await api.gql(`{ openGuards(roleGrantId: "${roleGrantId}") { rule reason } }`, {}, candidate);
    const open = data!.openGuards as { rule: string; reason: string }[];
    return open.filter(({ rule }) => rule === 'G07a').map(({ reason }) => reason);
  }

  async function record(as: Caller, usefulReviews: number, links = ['https://x.example/1']): Promise<string> {
    const input = { roleGrantId, usefulReviews, releasesAccompanied: 0, links };
    const answer = await api.mutate<{ roleGrant: { status: string } | null }>(
      ...(['recordRoleWork', 'RecordRoleWorkInput', 'roleGrant { status }', input, as] as const),
    );
    return answer.userErrors[0]?.code ?? answer.roleGrant!.status;
  }

  it('is not known of somebody who has shown no name', async () => {
    await handIn(api, reviewer, { projectId: project.projectId, events: longWork(ANN, now()) });
    expect(await missing()).toEqual(['FACT_UNKNOWN']);
  });

  it('is what the history has under all names that are one person’s', async () => {
    const events = [...longWork(ANN, now()).slice(0, 10), ...longWork('ann-login', now()).slice(10, 30)];
    const people = [{ names: [ANN, 'ann-login'], source: 'people.json' }];
    await handIn(api, reviewer, { projectId: project.projectId, events, people });
    await withMail(api, candidate, ANN);
    await claim(candidate, ANN);
    // Thirty changes are enough; of reviews nothing is known.
    expect(await missing()).toEqual(['FACT_UNKNOWN']);
    await consent();
    expect(await record(reviewer, 5)).toBe('SPONSORING');
  });

  it('that only those who speak for the project have handed in counts when somebody from outside hands in the same', async () => {
    const events = longWork(ANN, now());
    const invented = change(ANN, now() - 300 * DAY_MS);
    await handIn(api, project.maintainer, { projectId: project.projectId, events: [...events, invented] });
    await withMail(api, candidate, ANN);
    await claim(candidate, ANN);
    expect(await missing()).toEqual(['MERGED_CHANGES_MISSING']);
    await handIn(api, reviewer, { projectId: project.projectId, events });
    expect(await rules()).toEqual(['FACT_UNKNOWN']);
    const outside = 'SELECT count(*)::int AS count FROM project_event WHERE project_id = $1 AND NOT is_from_outside';
    expect(await api.database.asOwner(outside, [parseId('prj', project.projectId)])).toEqual([{ count: 1 }]);
  });

  it('that is too little is said, and ends the request when all of it is known', async () => {
    await handIn(api, reviewer, { projectId: project.projectId, events: longWork(ANN, now()).slice(0, 10) });
    await withMail(api, candidate, ANN);
    await claim(candidate, ANN);
    expect(await missing()).toEqual(['TENURE_TOO_SHORT']);
    expect(await record(candidate, 10)).toBe('ACTOR_NOT_ENTITLED');
    expect(await record(project.maintainer, 10)).toBe('ACTOR_NOT_ENTITLED');
    expect(await record(reviewer, 10)).toBe('SUBMITTED');
    await consent();
    expect(await record(reviewer, 10)).toBe('ILLEGAL_TRANSITION');
    const { data } = await api.gql(`{ roleGrant(id: "${roleGrantId}") { status } }`);
    expect(data!.roleGrant).toEqual({ status: 'INELIGIBLE' });
  });

  it('counts reviews that a source tells of, and not those of own changes', async () => {
    const reviewed = Array.from({ length: 6 }, (_, index) =>
      change('bo@mail.example', now() - (index + 1) * DAY_MS, { approvers: [ANN] }),
    );
    const own = change(ANN, now() - DAY_MS, { approvers: [ANN] });
    await handIn(api, reviewer, { projectId: project.projectId, events: [...longWork(ANN, now()), ...reviewed, own] });
    await withMail(api, candidate, ANN);
    await claim(candidate, ANN);
    expect(await missing()).toEqual([]);
  });

  async function consent(): Promise<void> {
    await api.mutate(
      'consentToRoleRequest',
      'ConsentToRoleRequestInput',
      'clientMutationId',
      { roleGrantId },
      project.maintainer,
    );
  }
});
