/** Help for maintainers: what they see, who else does, and what follows from it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseId } from '#platform/kernel';
import { handIn, message } from '../support/given-history.js';
import { givenGrantAt, givenRecognised, givenSeat } from '../support/given-vetting.js';
import { key } from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

let api: TestApi;
let project: { readonly projectId: string; readonly maintainer: Caller };
let steward: Caller;
let holder: Caller;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  await api.refillBuckets();
  project = await givenRecognised(api);
  steward = await api.givenPerson(`Stella ${key()}`);
  holder = await api.givenPerson(`Holly ${key()}`);
  await givenSeat(api, project.projectId, steward, 'STEWARD');
  await givenGrantAt(api, { candidate: holder, projectId: project.projectId, status: 'ACTIVE' });
}, 60_000);

interface Shown {
  readonly status: string;
  readonly choices: readonly string[];
  readonly overloadedAt: string | null;
  readonly isPressed: boolean;
  readonly advocate: { readonly id: string } | null;
}

const FIELDS = 'status choices isPressed overloadedAt advocate { id }';

async function offered(as: Sender): Promise<Shown | null> {
  const { data, errors } = await api.gql(`{ supportCase(projectId: "${project.projectId}") { ${FIELDS} } }`, {}, as);
  expect(errors).toBeUndefined();
  return data!.supportCase as Shown | null;
}

/** The status after a step, null for whoever may not see it, or what refused it. */
async function step(mutation: string, as: Sender, input: object = {}): Promise<string | null> {
  const given = { projectId: project.projectId, ...input };
  const answer = await api.mutate<{ supportCase: { status: string } | null }>(
    ...([mutation, inputTypeOf(api, mutation).name, 'supportCase { status }', given, as] as const),
  );
  return answer.userErrors[0]?.code ?? answer.supportCase?.status ?? null;
}

async function inbox(as: Sender): Promise<string[]> {
  await api.settle();
  const { data } = await api.gql('{ viewer { notifications(first: 50) { nodes { subject body } } } }', {}, as);
  const { nodes } = (data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications;
  return nodes.map(({ subject }) => subject);
}

describe('somebody who says that it is too much', () => {
  it('is heard by stewards alone, who take it up; nobody else sees that anything was said', async () => {
    expect(await step('reportOverload', await api.givenPerson(`Nosy ${key()}`))).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('reportOverload', steward)).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('reportOverload', holder)).toBeNull();
    expect(await offered(holder)).toBeNull();
    expect(await offered(project.maintainer)).toMatchObject({
      status: 'OPEN',
      isPressed: false,
      overloadedAt: expect.any(String),
    });
    expect(await inbox(steward)).toContain('The maintainers of library may need somebody at their side');
    expect(await inbox(project.maintainer)).toContain('An offer for library');
    const log = await api.database.asOwner<{ text: string }>(
      `SELECT canonical AS text FROM audit_entry WHERE canonical::jsonb ->> 'subject' LIKE 'supportCase:%'`,
    );
    expect(log).toHaveLength(1);
    expect(log[0]!.text).not.toMatch(/overload|press|distress/iu);
    expect(log[0]!.text).not.toContain(parseId('usr', holder.personId));
  });

  it('has what was asked for done by an advocate, and ends it', async () => {
    expect(await step('chooseSupport', project.maintainer, { choices: ['MODERATION'] })).toBe('SUPPORT_CASE_NOT_FOUND');
    await step('reportOverload', project.maintainer);
    expect(await step('takeUpSupport', project.maintainer)).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('takeUpSupport', holder)).toBe('SUPPORT_CASE_NOT_FOUND');
    expect(await step('takeUpSupport', steward)).toBe('ADVISED');
    expect(await step('takeUpSupport', steward)).toBe('ILLEGAL_TRANSITION');
    expect(await step('chooseSupport', steward, { choices: ['NOTHING'] })).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('chooseSupport', project.maintainer, { choices: ['REVIEW_HOURS', 'MODERATION'] })).toBe(
      'ADVISED',
    );
    expect(await inbox(steward)).toContain('Those who speak for library have said what would help');
    expect(await offered(steward)).toMatchObject({
      choices: ['MODERATION', 'REVIEW_HOURS'],
      advocate: { id: steward.personId },
    });
    expect(await step('closeSupport', holder)).toBe('SUPPORT_CASE_NOT_FOUND');
    // Whoever is overloaded, or pressed to say that it is over, does not end it alone.
    expect(await step('closeSupport', project.maintainer)).toBe('ACTOR_NOT_ENTITLED');
    expect(await step('closeSupport', steward)).toBe('CLOSED');
    expect(await step('closeSupport', steward)).toBe('SUPPORT_CASE_NOT_FOUND');
    await step('reportOverload', holder);
    expect(await offered(project.maintainer)).toMatchObject({ status: 'OPEN', choices: [] });
  });
});

describe('maintainers who are pressed', () => {
  it('get one card, whatever else comes up while it is open', async () => {
    const at = api.clock.now().getTime() - 3_600_000;
    const demand = (sender: string, ms: number) => message(sender, ms, { demand: 'ADD_MAINTAINER' });
    await handIn(api, project.maintainer, { projectId: project.projectId, events: [demand('a@mail.example', at)] });
    await handIn(api, project.maintainer, { projectId: project.projectId, events: [demand('b@mail.example', at + 1)] });
    await step('reportOverload', project.maintainer);
    expect(await offered(project.maintainer)).toMatchObject({
      status: 'OPEN',
      isPressed: true,
      overloadedAt: expect.any(String),
    });
    expect((await inbox(project.maintainer)).filter((subject) => subject === 'An offer for library')).toHaveLength(1);
  });
});
