/** A request on an important project, from its sponsors to a scope that is held, as people and clocks move it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, formatId, newId, parseId } from '#platform/kernel';
import {
  givenGrantAt,
  givenRecognised,
  givenSeat,
  givenSponsor,
  givenSponsoring,
  knownFor,
} from '../support/given-vetting.js';
import { key, passTime } from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { statementsDuring } from '../support/statements.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

const SPONSORSHIP = { statement: 'I have reviewed ten changes of hers.', workedOn: ['https://project.example/12'] };
const ANSWERS = {
  ...{ reproducedBuilds: 'Release 1.2 from its tag.', readDiffs: 'All changes of the last year.' },
  ...{ openSignals: 'None of the release.', benignExplanation: 'Nothing to explain.' },
};
const READ_BACK = 'The members page of the forge, today.';

let api: TestApi;
let project: { readonly projectId: string; readonly maintainer: Caller };
let candidate: Caller;
let steward: Caller;
let reviewer: Caller;
let id: string;
let sponsors: Caller[];
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  await api.refillBuckets();
  project = await givenRecognised(api);
  candidate = await api.givenPerson(`Cora ${key()}`);
  steward = await api.givenPerson(`Stella ${key()}`);
  reviewer = await api.givenPerson(`Rita ${key()}`);
  await givenSeat(api, project.projectId, steward, 'STEWARD');
  await givenSeat(api, project.projectId, reviewer, 'REVIEWER');
  id = await givenSponsoring(api, project, candidate);
}, 60_000);

interface Told {
  readonly roleGrant: { readonly status: string } | null;
  readonly refusals: readonly {
    readonly code: string;
    readonly details: readonly { readonly name: string; readonly value: string }[];
  }[];
}

/** The status after a step, or what refused it: the code, and of a guard its reason. */
async function step(mutation: string, as: Sender, input: object = {}): Promise<string> {
  const selection = 'roleGrant { status } refusals: userErrors { code details { name value } }';
  const type = inputTypeOf(api, mutation).name;
  const told = await api.mutate<Told>(mutation, type, selection, { roleGrantId: id, ...input }, as);
  const [refusal] = told.refusals;
  if (refusal === undefined) return told.roleGrant!.status;
  const reason = refusal.details.find(({ name }) => name === 'reason')?.value;
  return reason === undefined ? refusal.code : `${refusal.code} ${reason}`;
}

async function ask(query: string, as?: Sender): Promise<Record<string, unknown> | null> {
  const { data, errors } = await api.gql(query, {}, as);
  expect(errors).toBeUndefined();
  return Object.values(data!)[0] as Record<string, unknown> | null;
}

const grant = (fields: string, as?: Sender) => ask(`{ roleGrant(id: "${id}") { ${fields} } }`, as);
const roleCase = (fields: string, as: Sender) => ask(`{ roleCase(roleGrantId: "${id}") { ${fields} } }`, as);

async function inbox(as: Sender): Promise<string[]> {
  const viewer = await ask('{ viewer { notifications(first: 50) { nodes { subject } } } }', as);
  return (viewer!.notifications as { nodes: { subject: string }[] }).nodes.map(({ subject }) => subject);
}

const SPONSORS = 'sponsors { isCounted notCountedReason }';

async function sponsored(): Promise<void> {
  sponsors = [await givenSponsor(api, 'Sam'), await givenSponsor(api, 'Sue')];
  for (const sponsor of sponsors) await step('sponsorRole', sponsor, SPONSORSHIP);
}

/** Two sponsors, the report, and the notices that follow it. */
async function commented(): Promise<void> {
  await sponsored();
  await step('reviewRoleRequest', reviewer, ANSWERS);
  await api.settle();
}

async function voting(): Promise<void> {
  await commented();
  await passTime(api, 7 * DAY_MS + 1);
}

async function approved(): Promise<void> {
  await voting();
  for (const voter of [project.maintainer, steward]) await step('voteOnRole', voter, { choice: 'YES' });
  await passTime(api, 7 * DAY_MS + 1);
}

async function provisioning(): Promise<void> {
  await approved();
  await step('acceptRole', candidate);
  await passTime(api, 7 * DAY_MS + 1);
}

async function probation(): Promise<void> {
  await provisioning();
  for (const person of [steward, project.maintainer]) await step('provisionRole', person, { readBack: READ_BACK });
}

describe('sponsors', () => {
  it('count when others have known them long enough, and two open the review', async () => {
    expect(await step('sponsorRole', await givenSponsor(api, 'Sam'), SPONSORSHIP)).toBe('SPONSORING');
    expect(await step('sponsorRole', await givenSponsor(api, 'Sue'), SPONSORSHIP)).toBe('EVIDENCE_REVIEW');
    expect(await grant('sponsors { statement workedOn isCounted notCountedReason sponsor { id } }')).toEqual({
      sponsors: [
        { ...SPONSORSHIP, isCounted: true, notCountedReason: null, sponsor: { id: expect.any(String) } },
        { ...SPONSORSHIP, isCounted: true, notCountedReason: null, sponsor: { id: expect.any(String) } },
      ],
    });
  });

  it('do not count when they came within 60 days of the candidate, and may speak all the same (A02)', async () => {
    const sock = await givenSponsor(api, 'Jay');
    await knownFor(api, sock, 790, 400);
    await knownFor(api, candidate, 800, 400);
    const steady = await givenSponsor(api, 'Sam');
    expect(await step('sponsorRole', steady, SPONSORSHIP)).toBe('SPONSORING');
    expect(await step('sponsorRole', sock, SPONSORSHIP)).toBe('SPONSORING');
    expect(await grant(SPONSORS)).toEqual({
      sponsors: [
        { isCounted: true, notCountedReason: null },
        { isCounted: false, notCountedReason: 'SPONSORS_COLLUDE' },
      ],
    });
  });

  it('of one house count once, and one of another opens the review (A03)', async () => {
    const [sam, sue, sid] = [await givenSponsor(api), await givenSponsor(api), await givenSponsor(api)];
    for (const [person, name] of [
      [sam, 'Widgets, Inc.'],
      [sue, 'WIDGETS inc'],
      [sid, 'Gears'],
    ] as const)
      await api.mutate('declareAffiliation', 'DeclareAffiliationInput', 'clientMutationId', { name }, person);
    expect(await step('sponsorRole', sam, SPONSORSHIP)).toBe('SPONSORING');
    expect(await step('sponsorRole', sue, SPONSORSHIP)).toBe('SPONSORING');
    expect(await grant(SPONSORS)).toEqual({
      sponsors: [
        { isCounted: true, notCountedReason: null },
        { isCounted: false, notCountedReason: 'SAME_AFFILIATION' },
      ],
    });
    expect(await step('sponsorRole', sid, SPONSORSHIP)).toBe('EVIDENCE_REVIEW');
  });

  it.each([
    ['the candidate stood for them', 'SPONSORS_COLLUDE'],
    ['both have an address of one house', 'SPONSORS_COLLUDE'],
    ['most of what they did here was for the candidate', 'SPONSORS_COLLUDE'],
    ['nothing is known of their work', 'FACT_UNKNOWN'],
  ])('do not count when %s', async (which, reason) => {
    const sponsor = which.startsWith('nothing') ? await api.givenPerson(`New ${key()}`) : await givenSponsor(api);
    await collude(which, sponsor);
    await step('sponsorRole', sponsor, SPONSORSHIP);
    expect(await grant(SPONSORS)).toEqual({ sponsors: [{ isCounted: false, notCountedReason: reason }] });
  });

  async function collude(which: string, sponsor: Caller): Promise<void> {
    const pair = [parseId('usr', candidate.personId), parseId('usr', sponsor.personId)];
    if (which.startsWith('the candidate'))
      await api.database.asOwner(
        `INSERT INTO vouch (id, person_id, voucher_id, project_id, statement, given_at) VALUES (gen_random_uuid(), $2, $1, $3, 'We have worked on much.', $4)`,
        [...pair, parseId('prj', project.projectId), api.clock.now()],
      );
    if (which.startsWith('both'))
      await api.database.asOwner(
        `INSERT INTO mail_address (person_id, sealed_address, confirmed_at, host_digest, entered_at)
         SELECT person_id, 'x', $2, sha256('one.example'), $2 FROM unnest($1::uuid[]) AS person_id`,
        [pair, api.clock.now()],
      );
    if (which.startsWith('most'))
      await api.database.asOwner(
        `INSERT INTO role_grant_consent (grant_id, person_id, given_at) SELECT $1, $2, $3::timestamptz - number * interval '1 hour' FROM generate_series(1, 5) AS number`,
        [parseId('rgr', id), pair[1], api.clock.now()],
      );
  }

  it('are told who did not want to, and say that they have read it (G27)', async () => {
    const shy = await givenSponsor(api, 'Shy');
    expect(await step('declineToSponsor', shy)).toBe('SPONSORING');
    expect(await grant('declinedBy { id }')).toEqual({ declinedBy: [{ id: shy.personId }] });
    const sam = await givenSponsor(api, 'Sam');
    expect(await step('sponsorRole', sam, SPONSORSHIP)).toBe('GUARD_CLOSED REFUSALS_NOT_DISCLOSED');
    expect(await step('sponsorRole', sam, { ...SPONSORSHIP, disclosed: [shy.personId] })).toBe('SPONSORING');
  });

  it('are never the candidate, and never late', async () => {
    expect(await step('sponsorRole', candidate, SPONSORSHIP)).toBe('GUARD_CLOSED OWN_REQUEST');
    const late = await givenSponsor(api);
    await passTime(api, 60 * DAY_MS + 1);
    expect(await step('sponsorRole', late, SPONSORSHIP)).toBe('ILLEGAL_TRANSITION');
    expect(await grant('status')).toEqual({ status: 'WITHDRAWN' });
  });
});

describe('the report of a reviewer', () => {
  beforeEach(sponsored, 60_000);

  it('opens the request to comments once everybody who has to know it was told', async () => {
    expect(await step('reviewRoleRequest', steward, ANSWERS)).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('reviewRoleRequest', reviewer, { ...ANSWERS, openSignals: ' ' })).toBe(
      'GUARD_CLOSED REVIEW_INCOMPLETE',
    );
    expect(await step('reviewRoleRequest', reviewer, ANSWERS)).toBe('COMMENT_PERIOD');
    expect(await roleCase('notifiedAt', steward)).toEqual({ notifiedAt: null });
    await api.settle();
    expect(await roleCase('notifiedAt', steward)).toEqual({ notifiedAt: expect.any(String) });
    expect(await inbox(project.maintainer)).toContain('A request for TRIAGE in library is open to comments');
  });

  it('is for those who have a part in the request', async () => {
    await step('reviewRoleRequest', reviewer, ANSWERS);
    const fields = 'review { reviewer { id } reproducedBuilds readDiffs openSignals benignExplanation } voters isVoter';
    const review = { reviewer: { id: reviewer.personId }, ...ANSWERS };
    expect(await roleCase(fields, candidate)).toEqual({ review, voters: 2, isVoter: false });
    expect(await roleCase(fields, steward)).toEqual({ review, voters: 2, isVoter: true });
    expect(await roleCase(fields, await api.givenPerson(`Nosy ${key()}`))).toBeNull();
  });
});

describe('comments', () => {
  it('are for everybody with an account while the request is open to them, and can be taken back', async () => {
    const passer = await api.givenPerson(`Passer ${key()}`);
    const text = 'The tests of change 12 were good.';
    const write = (as: Sender) =>
      api.mutate<{ roleComment: { id: string } | null; refusals: { code: string }[] }>(
        ...(['commentOnRole', 'CommentOnRoleInput', 'roleComment { id } refusals: userErrors { code }'] as const),
        ...[{ roleGrantId: id, text }, as],
      );
    expect((await write(passer)).refusals).toEqual([{ code: 'COMMENTS_CLOSED' }]);
    await commented();
    const { roleComment } = await write(passer);
    const list = `{ roleComments(roleGrantId: "${id}", first: 5) { nodes { text withdrawnAt author { id } } } }`;
    expect(await ask(list)).toEqual({ nodes: [{ text, withdrawnAt: null, author: { id: passer.personId } }] });
    const take = (as: Sender) =>
      api.mutate<{ refusals: { code: string }[] }>(
        ...(['withdrawRoleComment', 'WithdrawRoleCommentInput', 'refusals: userErrors { code }'] as const),
        ...[{ roleCommentId: roleComment!.id }, as],
      );
    expect((await take(candidate)).refusals).toEqual([{ code: 'ROLE_COMMENT_NOT_FOUND' }]);
    expect((await take(passer)).refusals).toEqual([]);
    expect(await ask(list)).toMatchObject({ nodes: [{ text: null }] });
  }, 30_000);
});

describe('a vote', () => {
  it('is secret, has a frozen roll, and tells two sums when it is closed', async () => {
    await voting();
    expect(await grant('status result { yes no }')).toEqual({ status: 'VOTING', result: null });
    const latecomer = await api.givenPerson(`Late ${key()}`);
    await givenSeat(api, project.projectId, latecomer, 'STEWARD');
    expect(await step('voteOnRole', latecomer, { choice: 'YES' })).toBe('GUARD_CLOSED NOT_ON_ROLL');
    expect(await step('voteOnRole', project.maintainer, { choice: 'YES' })).toBe('VOTING');
    expect(await step('voteOnRole', project.maintainer, { choice: 'NO' })).toBe('ALREADY_SIGNED');
    expect(await roleCase('ownVote', project.maintainer)).toEqual({ ownVote: 'YES' });
    expect(await roleCase('ownVote', steward)).toEqual({ ownVote: null });
    await step('voteOnRole', steward, { choice: 'YES' });
    await passTime(api, 7 * DAY_MS + 1);
    expect(await grant('status result { yes no }')).toEqual({ status: 'APPROVED', result: { yes: 2, no: 0 } });
  }, 30_000);

  it('that too few take part in gives nothing, and no mark', async () => {
    await voting();
    await passTime(api, 7 * DAY_MS + 1);
    expect(await grant('status result { yes no }')).toEqual({ status: 'REJECTED', result: { yes: 0, no: 0 } });
  }, 30_000);

  it('on T2 is over with the second voice, that of the owner among them', async () => {
    const now = api.clock.now().getTime();
    const newcomer = await api.givenPerson(`Nora ${key()}`);
    const roll = [project.maintainer, steward].map(({ personId }) => parseId('usr', personId));
    id = await givenGrantAt(api, {
      ...{ candidate: newcomer, projectId: project.projectId, status: 'VOTING' },
      state: {
        ...{ frozen: { policyVersion: '2026-1', tier: 'T2' }, wait: { dueAt: now, fullMs: 0 } },
        ...{ notifiedAt: now, roll },
      },
    });
    expect(await step('voteOnRole', reviewer, { choice: 'YES' })).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('voteOnRole', steward, { choice: 'YES' })).toBe('VOTING');
    expect(await grant('result { yes }')).toEqual({ result: null });
    expect(await step('voteOnRole', project.maintainer, { choice: 'YES' })).toBe('APPROVED');
    expect(await grant('result { yes no }')).toEqual({ result: { yes: 2, no: 0 } });
  });

  it('is stopped by one objection, until two people have answered it, a steward among them', async () => {
    await voting();
    const reason = 'The sponsors have not worked with her on releases.';
    expect(await step('objectToRole', candidate, { reason })).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('objectToRole', project.maintainer, { reason })).toBe('ON_HOLD');
    expect(await roleCase('hold { kind reason }', candidate)).toEqual({ hold: { kind: 'OBJECTION', reason } });
    const answer = { reason: 'Change 12 was such a release, and both were there.' };
    expect(await step('clearRoleHold', reviewer, answer)).toBe('ON_HOLD');
    expect(await step('clearRoleHold', reviewer, answer)).toBe('ALREADY_SIGNED');
    expect(await step('clearRoleHold', steward, answer)).toBe('VOTING');
    expect(await roleCase('reasons { kind reason }', project.maintainer)).toEqual({
      reasons: [
        { kind: 'OBJECTION', reason },
        { kind: 'ANSWER', reason: answer.reason },
        { kind: 'ANSWER', reason: answer.reason },
      ],
    });
  }, 30_000);
});

describe('what was approved', () => {
  it('can be declined without a mark, and asked for again at once (A07)', async () => {
    await approved();
    expect(await step('acceptRole', steward)).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('declineRole', candidate)).toBe('DECLINED');
    expect(await grant('status heldSince')).toEqual({ status: 'DECLINED', heldSince: null });
    const input = { projectId: project.projectId, scope: 'TRIAGE' };
    const again = await api.mutate<{ roleGrant: { status: string } | null }>(
      ...(['requestRole', 'RequestRoleInput', 'roleGrant { status }', input, candidate] as const),
    );
    expect(again.roleGrant).toEqual({ status: 'DRAFT' });
  }, 30_000);

  it('cools off, and is held when two people have given it and say where they saw it', async () => {
    await approved();
    expect(await step('acceptRole', candidate)).toBe('COOLING_OFF');
    expect(await step('provisionRole', steward, { readBack: READ_BACK })).toBe('ILLEGAL_TRANSITION');
    await passTime(api, 7 * DAY_MS + 1);
    expect(await step('provisionRole', candidate, { readBack: READ_BACK })).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('provisionRole', steward, { readBack: READ_BACK })).toBe('PROVISIONING');
    expect(await step('provisionRole', steward, { readBack: READ_BACK })).toBe('ALREADY_SIGNED');
    // One of the two is somebody of the project.
    expect(await step('provisionRole', reviewer, { readBack: READ_BACK })).toBe('PROVISIONING');
    expect(await step('provisionRole', project.maintainer, { readBack: READ_BACK })).toBe('PROBATION');
    expect(await grant('heldSince')).toEqual({ heldSince: expect.any(String) });
    await api.settle();
    expect(await inbox(candidate)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^TRIAGE in library was decided for you: say by \d{4}-\d\d-\d\d whether you take it$/u),
        'You hold TRIAGE in library',
      ]),
    );
    expect(await inbox(steward)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^A vote on TRIAGE in library is open until \d{4}-\d\d-\d\d$/u),
        'TRIAGE in library can be given',
      ]),
    );
    expect(await inbox(project.maintainer)).toContain('Somebody asks for TRIAGE in library');
    expect(await inbox(reviewer)).toContain('A request for TRIAGE in library waits for a report');
  }, 30_000);
});

describe('a probation', () => {
  beforeEach(probation, 60_000);
  const report = { unreviewedChanges: 0, meetsCriteria: true, findings: 'All changes of the build were reviewed.' };

  it('ends when its time is over, the work was looked at, and two people agree', async () => {
    expect(await step('reportRoleProbation', candidate, report)).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('confirmRoleProbation', steward)).toBe('WAIT_NOT_OVER');
    await passTime(api, 60 * DAY_MS + 1);
    expect(await step('confirmRoleProbation', steward)).toBe('GUARD_CLOSED FACT_UNKNOWN');
    await step('reportRoleProbation', reviewer, { ...report, unreviewedChanges: 3 });
    expect(await step('confirmRoleProbation', steward)).toBe('GUARD_CLOSED SENSITIVE_CHANGES_UNREVIEWED');
    await step('reportRoleProbation', reviewer, report);
    expect(await roleCase('probation { unreviewedChanges meetsCriteria findings }', candidate)).toEqual({
      probation: report,
    });
    expect(await step('confirmRoleProbation', steward)).toBe('PROBATION');
    expect(await step('confirmRoleProbation', sponsors[0]!)).toBe('ACTIVE');
  }, 30_000);

  it('that is missed is given once more, and ends the scope when somebody else says it again', async () => {
    await passTime(api, 60 * DAY_MS + 1);
    expect(await step('missRoleProbation', reviewer)).toBe('NOT_DECIDED');
    await step('reportRoleProbation', reviewer, { ...report, meetsCriteria: false });
    expect(await step('missRoleProbation', reviewer)).toBe('PROBATION');
    await passTime(api, 60 * DAY_MS + 1);
    expect(await step('missRoleProbation', reviewer)).toBe('ALREADY_SIGNED');
    expect(await step('missRoleProbation', steward)).toBe('REVOKED');
    expect(await step('appealRole', steward, { reason: 'She was ill for a month.' })).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('appealRole', candidate, { reason: 'I was ill for a month of it.' })).toBe('REVOKED');
    const panel = [await judge(), await judge(), await judge()];
    const ids = panel.map(({ personId }) => personId);
    expect(await step('formAppealPanel', steward, { panel: [...ids.slice(1), reviewer.personId] })).toBe(
      'GUARD_CLOSED PANEL_INVOLVED',
    );
    const ghosts = [...ids.slice(1), formatId('usr', newId<'usr'>())];
    expect(await step('formAppealPanel', steward, { panel: ghosts })).toBe('PERSON_NOT_FOUND');
    expect(await step('formAppealPanel', steward, { panel: ids })).toBe('REVOKED');
    await api.settle();
    expect(await inbox(panel[0]!)).toContain('You were named for a panel about TRIAGE in library');
    expect(await step('hearAppeal', panel[0]!)).toBe('REVOKED');
    expect(await step('voteOnAppeal', panel[0]!, { decision: 'OVERTURN' })).toBe('REVOKED');
    expect(await roleCase('appeal { status isOnPanel } reasons { kind reason }', panel[2]!)).toEqual({
      appeal: { status: 'HEARD', isOnPanel: true },
      reasons: [{ kind: 'APPEAL', reason: 'I was ill for a month of it.' }],
    });
    expect(await step('voteOnAppeal', panel[1]!, { decision: 'OVERTURN' })).toBe('PROBATION');
  }, 30_000);

  it('is stopped for three days by anybody of the team, and longer when two more agree', async () => {
    expect(await step('suspendRole', steward)).toBe('SUSPENDED');
    expect(await step('confirmRoleSuspension', steward)).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('confirmRoleSuspension', reviewer)).toBe('SUSPENDED');
    expect(await step('confirmRoleSuspension', project.maintainer)).toBe('SUSPENDED');
    await passTime(api, 4 * DAY_MS);
    expect(await grant('status')).toEqual({ status: 'SUSPENDED' });
    await passTime(api, 11 * DAY_MS);
    expect(await grant('status')).toEqual({ status: 'PROBATION' });
  }, 30_000);

  it('leads to a scope that expires unless its holder and a peer say that it is needed', async () => {
    await passTime(api, 60 * DAY_MS + 1);
    await step('reportRoleProbation', reviewer, report);
    await step('confirmRoleProbation', steward);
    await step('confirmRoleProbation', sponsors[0]!);
    await passTime(api, 360 * DAY_MS + 1);
    expect(await grant('status')).toEqual({ status: 'RECERT_DUE' });
    expect(await step('confirmRoleRecertification', candidate)).toBe('RECERT_DUE');
    expect(await step('confirmRoleRecertification', steward)).toBe('ACTIVE');
    await passTime(api, 360 * DAY_MS + 1);
    await passTime(api, 30 * DAY_MS + 1);
    expect(await grant('status heldSince')).toEqual({ status: 'DORMANT', heldSince: null });
    expect(await step('confirmRoleReturn', steward)).toBe('DORMANT');
    expect(await step('confirmRoleReturn', candidate)).toBe('PROBATION');
  }, 30_000);

  it('is told to the API in ten statements at most, with its guards', async () => {
    const page = `{ roleGrant(id: "${id}") { status ${SPONSORS} declinedBy { id } } openGuards(roleGrantId: "${id}") { rule reason }
                    roleCase(roleGrantId: "${id}") { voters review { readDiffs reviewer { id } } } }`;
    const statements = await statementsDuring(api, () => ask(page, candidate));
    // One more reads the ballot box, past what is counted here.
    expect(statements.length).toBeLessThanOrEqual(9);
  });

  function judge(): Promise<Caller> {
    return api.givenPerson(`Pat ${key()}`);
  }
});
