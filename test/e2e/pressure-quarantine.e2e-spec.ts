/** Story A01: the spring of 2022 in a project on which much leans, with its dates. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectEvent } from '#libs/vetting';
import { DAY_MS, VirtualClock } from '#platform/kernel';
import { change, handIn, longWork, message } from '../support/given-history.js';
import { claimName, withMail } from '../support/given-names.js';
import { givenTier } from '../support/given-role-grants.js';
import { givenContinuity, givenGrantAt, givenSeat, givenSponsor } from '../support/given-vetting.js';
import { givenMaintainer, key, passTime } from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

const at = (date: string) => Date.parse(`${date}T12:00:00Z`);
const OPENED = at('2022-06-10');
const JIA = 'jia@tan.example';
const READ_BACK = 'The members page of the forge says Write.';
const ANSWERS = {
  reproducedBuilds: 'The release of March, on two machines.',
  readDiffs: 'All of the last forty changes.',
  openSignals: 'None is open.',
  benignExplanation: 'The threads were about a release that was late.',
};

let api: TestApi;
let project: { readonly projectId: string; readonly maintainer: Caller };
let candidate: Caller;
let reviewer: Caller;
let second: Caller;
let steward: Caller;
let other: Caller;
let id: string;
beforeAll(async () => {
  api = await TestApi.start({}, 'warn', {}, new VirtualClock(OPENED - Date.now()));
  project = await givenMaintainer(api, 'Lasse');
  await givenTier(api, project.projectId, 'T0');
  candidate = await api.givenPerson(`Jia ${key()}`);
  reviewer = await api.givenPerson(`Rita ${key()}`);
  second = await api.givenPerson(`Rob ${key()}`);
  steward = await api.givenPerson(`Stella ${key()}`);
  other = await api.givenPerson(`Stan ${key()}`);
  await givenSeat(api, project.projectId, reviewer, 'REVIEWER');
  await givenSeat(api, project.projectId, second, 'REVIEWER');
  for (const person of [steward, other]) await givenSeat(api, project.projectId, person, 'STEWARD');
  await givenContinuity(api, candidate);
  await withMail(api, candidate, JIA);
  const heldSince = at('2022-01-10');
  await givenGrantAt(api, {
    candidate: candidate,
    projectId: project.projectId,
    status: 'ACTIVE',
    scope: 'REVIEW',
    state: { heldSince },
  });
}, 60_000);
afterAll(() => api.close());

/** Patches for eight months, and three messages by two accounts that were never seen before. */
function spring(): ProjectEvent[] {
  return [
    ...longWork(JIA, at('2022-06-08')),
    message('jigar@mail.example', at('2022-04-22'), { thread: 'xz for java' }),
    message('dennis@mail.example', at('2022-05-27'), { thread: 'progress', beneficiary: JIA }),
    message('jigar@mail.example', at('2022-06-07'), {
      ...{ thread: 'progress', classes: ['D', 'B'], demand: 'ADD_MAINTAINER', beneficiary: JIA },
    }),
  ];
}

async function step(mutation: string, as: Sender, input: object = {}): Promise<string> {
  await api.refillBuckets();
  const selection = 'roleGrant { status } refusals: userErrors { code details { name value } }';
  const told = await api.mutate<{
    roleGrant: { status: string } | null;
    refusals: { code: string; details: { name: string; value: string }[] }[];
  }>(...([mutation, inputTypeOf(api, mutation).name, selection, { roleGrantId: id, ...input }, as] as const));
  const [refusal] = told.refusals;
  if (refusal === undefined) return told.roleGrant!.status;
  return [refusal.code, ...refusal.details.filter(({ name }) => name === 'reason').map(({ value }) => value)].join(' ');
}

async function ask(query: string, as?: Sender): Promise<unknown> {
  const { data, errors } = await api.gql(query, {}, as);
  expect(errors).toBeUndefined();
  return Object.values(data!)[0];
}

const status = async () => ((await ask(`{ roleGrant(id: "${id}") { status } }`)) as { status: string }).status;
const guards = async (): Promise<{ rule: string; reason: string; earliest: string | null }[]> =>
  (await ask(`{ openGuards(roleGrantId: "${id}") { rule reason earliest } }`, candidate)) as never;

async function signals(): Promise<{ id: string; rule: string }[]> {
  const shown = await ask(
    `{ riskSignals(projectId: "${project.projectId}", isOpen: true, first: 50) { nodes { id rule } } }`,
    reviewer,
  );
  return (shown as { nodes: { id: string; rule: string }[] }).nodes;
}

async function until(date: string): Promise<void> {
  const by = at(date) - api.clock.now().getTime();
  if (by > 0) await passTime(api, by);
}

async function clearAll(): Promise<void> {
  for (const signal of await signals())
    for (const person of [reviewer, second]) {
      await api.refillBuckets();
      const input = { signalId: signal.id, reason: 'Both accounts were traced back to users of a distribution.' };
      await api.mutate('clearRiskSignal', 'ClearRiskSignalInput', 'clientMutationId', input, person);
    }
}

describe('a request for COMMIT that follows a spring of pressure', () => {
  it('is held from its first day, with 24 points of three families', async () => {
    const events = spring();
    await handIn(api, project.maintainer, { projectId: project.projectId, events });
    // The owner is the one who is pressed: what opens a way comes from outside.
    await handIn(api, reviewer, { projectId: project.projectId, events });
    expect(await claimName(api, candidate, project.projectId, JIA)).toEqual([JIA]);
    const risk = `{ projectRisk(projectId: "${project.projectId}") { level points families isPressed } }`;
    expect(await ask(risk, reviewer)).toEqual({
      level: 'HOLD',
      points: 24,
      families: ['G', 'I', 'P'],
      isPressed: true,
    });
    expect([...new Set((await signals()).map(({ rule }) => rule))].sort()).toEqual(['S01', 'S02', 'S03', 'S04']);
    const asked = await api.mutate<{ roleGrant: { id: string } }>(
      ...(['requestRole', 'RequestRoleInput', 'roleGrant { id }'] as const),
      ...[{ projectId: project.projectId, scope: 'COMMIT' }, candidate],
    );
    id = asked.roleGrant.id;
    expect(await step('submitRoleRequest', candidate)).toBe('ON_HOLD');
    expect(new Date(api.clock.now()).toISOString().slice(0, 10)).toBe('2022-06-10');
    const [hold] = [(await ask(`{ roleCase(roleGrantId: "${id}") { hold { kind } } }`, candidate)) as object];
    expect(hold).toEqual({ hold: { kind: 'RISK' } });
  }, 60_000);

  it('has an offer of help open, and a steward becomes the advocate', async () => {
    await api.settle();
    const shown = 'supportCase(projectId: "' + project.projectId + '") { status isPressed card advocate { id } }';
    expect(await ask(`{ ${shown} }`, project.maintainer)).toMatchObject({
      ...{ status: 'OPEN', isPressed: true, advocate: null, card: expect.stringContaining('Nothing is decided') },
    });
    const input = { projectId: project.projectId };
    await api.mutate('takeUpSupport', 'TakeUpSupportInput', 'clientMutationId', input, steward);
    expect(await ask(`{ ${shown} }`, project.maintainer)).toMatchObject({
      ...{ status: 'ADVISED', advocate: { id: steward.personId } },
    });
  });

  it('tells neither personas nor what was offered to anybody outside', async () => {
    const nosy = await api.givenPerson(`Nosy ${key()}`);
    const { projectId } = project;
    const fields = `risk: projectRisk(projectId: "${projectId}") { level } support: supportCase(projectId: "${projectId}") { status }
      signals: riskSignals(projectId: "${projectId}", first: 5) { nodes { subject sources } } imports: historyImports(projectId: "${projectId}", first: 5) { nodes { id } }`;
    for (const person of [nosy, candidate]) {
      const { data } = await api.gql(`{ ${fields} }`, {}, person);
      // The candidate holds REVIEW, and so sees what is open without whom it names; never what was offered.
      expect(data).toMatchObject({ support: null, imports: { nodes: [] } });
      expect(JSON.stringify(data)).not.toMatch(/jigar|dennis|tan\.example/u);
    }
    expect((await api.gql(`{ ${fields} }`, {}, nosy)).data).toMatchObject({ risk: null, signals: { nodes: [] } });
    const open = `{ roleGrants(projectId: "${projectId}", first: 5) { nodes { id status sponsors { statement } } } }`;
    expect(JSON.stringify((await api.gql(open)).data)).not.toMatch(/jigar|dennis|tan\.example/u);
    const log = await api.database.asOwner<{ text: string }>('SELECT canonical AS text FROM audit_entry');
    expect(log.filter(({ text }) => /jigar|dennis|tan\.example/u.test(text))).toEqual([]);
  });

  it('goes on when two have cleared the signals and two the hold, and then waits for all of its time', async () => {
    await until('2022-06-20');
    expect(await step('clearRoleHold', reviewer, { reason: 'The accounts are known by now.' })).toBe('RISK_HOLD');
    await clearAll();
    await api.settle();
    expect(await step('clearRoleHold', reviewer, { reason: 'The accounts are known by now.' })).toBe('ON_HOLD');
    expect(await step('clearRoleHold', steward, { reason: 'The accounts are known by now.' })).toBe('SUBMITTED');
    // Reviews are in no source that was handed in, so that somebody has to look.
    expect(await step('consentToRoleRequest', project.maintainer)).toBe('SUBMITTED');
    const work = { usefulReviews: 12, releasesAccompanied: 0, links: ['https://project.example/reviews'] };
    expect(await step('recordRoleWork', second, work)).toBe('SPONSORING');
    for (const name of ['Sam', 'Sue']) {
      const sponsor = await givenSponsor(api, name);
      const input = {
        statement: 'We have worked on the decoder for a year.',
        workedOn: ['https://x.example/1'],
        disclosed: [],
      };
      expect(['SPONSORING', 'EVIDENCE_REVIEW']).toContain(await step('sponsorRole', sponsor, input));
    }
    expect(await step('reviewRoleRequest', reviewer, ANSWERS)).toBe('COMMENT_PERIOD');
    await api.settle();
    await passTime(api, 14 * DAY_MS + 1);
    expect(await status()).toBe('VOTING');
    for (const voter of [project.maintainer, steward, other]) await step('voteOnRole', voter, { choice: 'YES' });
    await passTime(api, 7 * DAY_MS + 1);
    expect(await step('acceptRole', candidate)).toBe('COOLING_OFF');
  }, 120_000);

  it('cannot leave its cooling-off while a demand is open, and says why and until when', async () => {
    const begun = api.clock.now().getTime();
    await passTime(api, 7 * DAY_MS);
    const demanded = api.clock.now().getTime();
    const again = message('hans@mail.example', demanded, { demand: 'REPLACE_MAINTAINER' });
    await handIn(api, reviewer, { projectId: project.projectId, events: [again] });
    await passTime(api, begun + 15 * DAY_MS - api.clock.now().getTime());
    expect(await status()).toBe('COOLING_OFF');
    // S02 counts for 180 days from the day of the message, and thirty calm days follow.
    const ends = new Date((Math.floor(demanded / DAY_MS) + 180 + 30) * DAY_MS).toISOString();
    expect(await guards()).toContainEqual({ rule: 'G06', reason: 'PRESSURE_OPEN', earliest: ends });
    await clearAll();
    const cleared = api.clock.now().getTime();
    const [calming] = (await guards()).filter(({ rule }) => rule === 'G06');
    expect(calming).toMatchObject({ reason: 'PRESSURE_CALMING' });
    expect(Math.abs(Date.parse(calming!.earliest!) - cleared - 30 * DAY_MS)).toBeLessThan(60_000);
    await passTime(api, 29 * DAY_MS);
    expect(await status()).toBe('COOLING_OFF');
    // What is known of messages is too old by now.
    expect(await guards()).toContainEqual({ rule: 'G06', reason: 'FACT_UNKNOWN', earliest: null });
    const news = [change('x@y.example', api.clock.now().getTime())];
    await handIn(api, project.maintainer, { projectId: project.projectId, events: news });
    expect(await guards()).toContainEqual({ rule: 'G06', reason: 'FACT_UNKNOWN', earliest: null });
    await handIn(api, reviewer, { projectId: project.projectId, events: news });
    await passTime(api, 2 * DAY_MS);
    expect(await status()).toBe('PROVISIONING');
  }, 120_000);

  it('is given by two, of whom an overloaded owner is none', async () => {
    const input = { projectId: project.projectId };
    await api.mutate('reportOverload', 'ReportOverloadInput', 'clientMutationId', input, project.maintainer);
    expect(await step('provisionRole', project.maintainer, { readBack: READ_BACK })).toBe(
      'GUARD_CLOSED OWNER_IN_DISTRESS',
    );
    expect(await step('provisionRole', steward, { readBack: READ_BACK })).toBe('PROVISIONING');
    await api.mutate('closeSupport', 'CloseSupportInput', 'clientMutationId', input, steward);
    expect(await step('provisionRole', project.maintainer, { readBack: READ_BACK })).toBe('PROBATION');
  });
});
