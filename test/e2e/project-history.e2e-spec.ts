/** Histories that are handed in, the signals that follow from them, and who clears them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DailyLook, type ProjectEvent } from '#libs/vetting';
import { DAY_MS, parseId } from '#platform/kernel';
import { change, handIn, message, reduction, transfer, type HandedIn } from '../support/given-history.js';
import { claimName, withMail } from '../support/given-names.js';
import { givenGrantAt, givenRecognised, givenSeat } from '../support/given-vetting.js';
import { key, passTime } from '../support/given.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

let api: TestApi;
let project: { readonly projectId: string; readonly maintainer: Caller };
let reviewer: Caller;
let steward: Caller;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  await api.refillBuckets();
  project = await givenRecognised(api);
  reviewer = await api.givenPerson(`Rita ${key()}`);
  steward = await api.givenPerson(`Stella ${key()}`);
  await givenSeat(api, project.projectId, reviewer, 'REVIEWER');
  await givenSeat(api, project.projectId, steward, 'STEWARD');
}, 60_000);

const ago = (days: number) => api.clock.now().getTime() - days * DAY_MS;
const hand = (as: Sender, events: HandedIn['events'], more: Partial<HandedIn> = {}) =>
  handIn(api, as, { projectId: project.projectId, events, ...more });

async function risk(as: Sender): Promise<Record<string, unknown> | null> {
  const fields = 'level points families isHard isPressed calmSince coverage { source }';
  const { data, errors } = await api.gql(`{ projectRisk(projectId: "${project.projectId}") { ${fields} } }`, {}, as);
  expect(errors).toBeUndefined();
  return data!.projectRisk as Record<string, unknown> | null;
}

interface Shown {
  readonly id: string;
  readonly rule: string;
  readonly subject: string | null;
  readonly subjectKind: string;
  readonly sources: readonly string[];
}

async function signals(as: Sender, filter = ''): Promise<Shown[]> {
  const fields = 'nodes { id rule subject subjectKind sources }';
  const { data, errors } = await api.gql(
    `{ riskSignals(projectId: "${project.projectId}", first: 50${filter}) { ${fields} } }`,
    {},
    as,
  );
  expect(errors).toBeUndefined();
  return (data!.riskSignals as { nodes: Shown[] }).nodes;
}

async function lastImport(as: Sender): Promise<Record<string, unknown> | undefined> {
  const fields = 'status standing events newEvents differingEvents leftOutEvents refusal { code }';
  const { data } = await api.gql(
    `{ historyImports(projectId: "${project.projectId}", first: 1) { nodes { ${fields} } } }`,
    {},
    as,
  );
  return (data!.historyImports as { nodes: Record<string, unknown>[] }).nodes[0];
}

/** As in the spring of 2022: two strangers in one thread, of whom one names who should get the keys. */
function pressure(): HandedIn['events'] {
  const demand = { classes: ['D', 'B'] as const, demand: 'ADD_MAINTAINER' as const, beneficiary: 'jia@tan.example' };
  return [
    message('jigar@mail.example', ago(49)),
    message('dennis@mail.example', ago(14), { beneficiary: 'jia@tan.example' }),
    message('jigar@mail.example', ago(3), demand),
  ];
}

async function clear(as: Sender, signalId: string, reason = 'Both have packaged it for years.'): Promise<string> {
  const input = { signalId, reason };
  const answer = await api.mutate<{ signal: { clearings: unknown[] } | null }>(
    ...(['clearRiskSignal', 'ClearRiskSignalInput', 'signal { clearings { reason by { id } } }', input, as] as const),
  );
  return answer.userErrors[0]?.code ?? `cleared by ${String(answer.signal!.clearings.length)}`;
}

interface Paged {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly endCursor: string };
}

async function seated(): Promise<Caller> {
  const person = await api.givenPerson(`Rob ${key()}`);
  await givenSeat(api, project.projectId, person, 'REVIEWER');
  return person;
}

async function inbox(as: Sender): Promise<string[]> {
  const { data } = await api.gql('{ viewer { notifications(first: 50) { nodes { subject } } } }', {}, as);
  return (data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications.nodes.map(
    ({ subject }) => subject,
  );
}

describe('a history', () => {
  it('gives signals, a level, and what is known of which source', async () => {
    expect(await risk(reviewer)).toMatchObject({ level: 'NONE', points: 0, coverage: [] });
    expect((await hand(project.maintainer, pressure())).codes).toEqual([]);
    expect(await lastImport(project.maintainer)).toEqual({
      ...{ status: 'STORED', standing: 'OWNER', events: 3, newEvents: 3, differingEvents: 0, leftOutEvents: 0 },
      refusal: null,
    });
    expect(await risk(reviewer)).toMatchObject({
      ...{ level: 'HOLD', points: 24, families: ['G', 'I', 'P'], isHard: false, isPressed: true, calmSince: null },
      coverage: [{ source: 'CHANGES' }, { source: 'MESSAGES' }],
    });
    expect((await signals(reviewer)).map(({ rule }) => rule).sort()).toEqual(['S01', 'S01', 'S02', 'S03', 'S04']);
    await api.settle();
    expect(await inbox(reviewer)).toContain('More rights in library wait until two of you have looked');
    expect(await inbox(project.maintainer)).not.toContain('More rights in library wait until two of you have looked');
  });

  it('is one history however often, in whatever parts and order it is handed in', async () => {
    const [first, second, third] = pressure();
    await hand(project.maintainer, [third!]);
    await hand(reviewer, [first!, second!]);
    expect(await risk(reviewer)).toMatchObject({ level: 'HOLD', points: 24 });
    await hand(steward, [first!, second!, third!]);
    expect(await lastImport(steward)).toMatchObject({
      standing: 'STEWARD',
      events: 3,
      newEvents: 0,
      differingEvents: 0,
    });
    expect(await risk(reviewer)).toMatchObject({ level: 'HOLD', points: 24 });
  });

  it('keeps the first facts of an event, and a signal that was found, whatever is handed in later', async () => {
    const [first, second, third] = pressure();
    await hand(reviewer, [first!, second!, third!]);
    const friendly = { ...third!, classes: ['N'], demand: null, beneficiary: null, senderMergedChanges: 40 };
    await hand(project.maintainer, [friendly as never]);
    expect(await lastImport(reviewer)).toMatchObject({ newEvents: 0, differingEvents: 1 });
    // Three friendly messages of both before: with them the burst would not have been found.
    const before = ['jigar@mail.example', 'dennis@mail.example'].flatMap((sender) =>
      [80, 81, 82].map((days) => message(sender, ago(days), { classes: ['N'] })),
    );
    await hand(project.maintainer, before);
    expect(await lastImport(reviewer)).toMatchObject({ newEvents: 6 });
    expect(await risk(reviewer)).toMatchObject({ level: 'HOLD', points: 24 });
  });

  it('that an owner has told otherwise is found all the same, once somebody from outside hands in the true one', async () => {
    const told = pressure();
    const harmless = told.map((event) => ({ ...event, classes: [], demand: null, beneficiary: null }));
    await hand(project.maintainer, harmless);
    expect(await risk(reviewer)).toMatchObject({ level: 'NONE', points: 0 });
    await hand(reviewer, told);
    expect(await lastImport(reviewer)).toMatchObject({ newEvents: 3, differingEvents: 3 });
    expect(await risk(reviewer)).toMatchObject({ level: 'HOLD', points: 24 });
    await hand(steward, told);
    expect(await lastImport(steward)).toMatchObject({ newEvents: 0 });
  });

  it('says whose names are one person’s only from outside, and a link lowers nothing', async () => {
    const events = ['jigar', 'dennis'].map((name) => reduction(`${name}@mail.example`, ago(20)));
    await hand(reviewer, events);
    expect(await risk(reviewer)).toMatchObject({ points: 8 });
    const people = [{ names: ['jigar@mail.example', 'dennis@mail.example'], source: 'p' }];
    const roots = 'SELECT count(DISTINCT root)::int AS people FROM project_name WHERE project_id = $1';
    const id = parseId('prj', project.projectId);
    const before = await api.database.asOwner(roots, [id]);
    await hand(project.maintainer, [], { people });
    expect(await api.database.asOwner(roots, [id])).toEqual(before);
    await hand(steward, [], { people });
    expect(await api.database.asOwner(roots, [id])).toEqual([{ people: (before[0] as { people: number }).people - 1 }]);
    expect((await risk(reviewer))!.points).toBeGreaterThanOrEqual(8);
  });

  it.each([
    ['no JSON', '{', 'SNAPSHOT_MALFORMED'],
    [
      'a field too few',
      '{"version":1,"events":[{"kind":"account","id":"1","source":"s","at":{"from":0,"to":0}}]}',
      'SNAPSHOT_MALFORMED',
    ],
    ['bytes that are no text', '\u00ff\ud800', 'SNAPSHOT_MALFORMED'],
  ])('with %s is refused with a reason, and nothing of it is stored', async (_what, bytes, code) => {
    await hand(reviewer, [], { bytes });
    expect(await lastImport(reviewer)).toMatchObject({ status: 'REFUSED', newEvents: null, refusal: { code } });
    expect(await risk(reviewer)).toMatchObject({ level: 'NONE', coverage: [] });
  });

  it.each<[string, () => ProjectEvent]>([
    ['a time that reaches far ahead', () => ({ ...change('ann', ago(3)), at: { from: ago(3), to: ago(-60) } })],
    ['a part of a millisecond', () => ({ ...change('ann', ago(3)), at: { from: ago(3) + 0.5, to: ago(3) + 0.5 } })],
    ['an id that is too long', () => ({ ...change('ann', ago(3)), id: 'x'.repeat(151) })],
    ['no id', () => ({ ...change('ann', ago(3)), id: '' })],
    ['a name that is too long', () => change('x'.repeat(501), ago(3))],
    ['a resource that stands for a person', () => transfer('@1', ago(3))],
    ['a character that cannot be kept', () => transfer('a\u0000b', ago(3))],
  ])('with %s is refused whole', async (_what, event) => {
    await hand(reviewer, [...pressure(), event()]);
    expect(await lastImport(reviewer)).toMatchObject({ status: 'REFUSED', refusal: { code: 'SNAPSHOT_MALFORMED' } });
    expect(await signals(reviewer)).toEqual([]);
  });

  it('of somebody who sits for the project and holds a scope in it is not from outside', async () => {
    await givenGrantAt(api, { candidate: reviewer, projectId: project.projectId, status: 'ACTIVE' });
    await hand(reviewer, pressure());
    expect(await lastImport(reviewer)).toMatchObject({ status: 'STORED', standing: 'OWNER' });
    expect(await clear(reviewer, (await signals(reviewer))[0]!.id)).toBe('ACTOR_NOT_ENTITLED');
  });

  it('with ids or names of what happens here is refused whole', async () => {
    const own = { ...change('ann@mail.example', ago(3)), id: 'here:grant:1' };
    await hand(reviewer, [own]);
    expect(await lastImport(reviewer)).toMatchObject({ status: 'REFUSED', refusal: { code: 'SNAPSHOT_MALFORMED' } });
    await hand(reviewer, [change('here:usr_1', ago(3))]);
    expect(await lastImport(reviewer)).toMatchObject({ status: 'REFUSED', refusal: { code: 'SNAPSHOT_MALFORMED' } });
    await hand(reviewer, [], { people: [{ names: ['ann', 'here:usr_1'], source: 'p' }] });
    expect(await lastImport(reviewer)).toMatchObject({ status: 'REFUSED', refusal: { code: 'SNAPSHOT_MALFORMED' } });
  });

  it('with an event of tomorrow is refused whole', async () => {
    await hand(reviewer, [...pressure(), change('ann@mail.example', ago(-1))]);
    expect(await lastImport(reviewer)).toMatchObject({ status: 'REFUSED', refusal: { code: 'TIMELINE_IN_FUTURE' } });
    expect(await signals(reviewer)).toEqual([]);
  });

  it('is handed in by those who speak for the project and look at it, each upload once', async () => {
    const stranger = await api.givenPerson(`Nosy ${key()}`);
    expect((await hand(stranger, pressure())).codes).toEqual(['HISTORY_NOT_YOURS']);
    expect((await hand(reviewer, [], { until: new Date(ago(-1)) })).codes).toEqual(['COVERAGE_IN_FUTURE']);
    const { upload } = await api.mutate<{ upload: { id: string } }>(
      ...(['createUpload', 'CreateUploadInput', 'upload { id }'] as const),
      ...[{ purpose: 'EVIDENCE', fileName: 'a.txt', idempotencyKey: key() }, reviewer],
    );
    const input = {
      projectId: project.projectId,
      uploadId: upload.id,
      covers: ['MESSAGES'],
      coveredUntil: new Date(ago(0)),
    };
    const wrong = await api.mutate(
      'importProjectHistory',
      'ImportProjectHistoryInput',
      'clientMutationId',
      input,
      reviewer,
    );
    expect(wrong.userErrors.map(({ code }) => code)).toEqual(['HISTORY_UPLOAD_NOT_FOUND']);
    expect(await signals(reviewer)).toEqual([]);
  });

  it('leaves out what people said of being overloaded, and keeps nothing of it', async () => {
    const { id, at, source } = change('ada@project.example', ago(5));
    const said = { kind: 'distress', id, at, source, person: 'ada@project.example', isSelfReported: true };
    await hand(reviewer, [said as never]);
    expect(await lastImport(reviewer)).toMatchObject({ events: 1, newEvents: 0, leftOutEvents: 1 });
    expect(await api.database.asOwner(`SELECT 1 FROM project_event WHERE kind = 'distress'`)).toEqual([]);
  });
});

describe('signals', () => {
  it('are shown with names to those outside, without them to who holds a scope, and to nobody else', async () => {
    await hand(reviewer, pressure());
    const [demand] = (await signals(reviewer)).filter(({ rule }) => rule === 'S04');
    expect(demand).toMatchObject({ subjectKind: 'PERSON', subject: 'jia@tan.example' });
    expect(demand!.sources).toHaveLength(3);
    const holder = await api.givenPerson(`Holly ${key()}`);
    await givenGrantAt(api, { candidate: holder, projectId: project.projectId, status: 'ACTIVE' });
    const [same] = (await signals(holder)).filter(({ rule }) => rule === 'S04');
    expect(same).toMatchObject({ id: demand!.id, subjectKind: 'PERSON', subject: null, sources: [] });
    const stranger = await api.givenPerson(`Nosy ${key()}`);
    expect([await signals(stranger), await risk(stranger)]).toEqual([[], null]);
    expect((await api.gql(`{ node(id: "${demand!.id}") { id } }`, {}, stranger)).data!.node).toBeNull();
    expect((await api.gql(`{ node(id: "${demand!.id}") { id } }`, {}, reviewer)).data!.node).toEqual({
      id: demand!.id,
    });
  });

  it('say what was found, why it matters, what to do, and what honest facts look the same', async () => {
    await hand(reviewer, pressure());
    const fields = 'nodes { rule name why advice benign endsAt }';
    const query = `{ riskSignals(projectId: "${project.projectId}", first: 1) { ${fields} } }`;
    const { data } = await api.gql(query, {}, project.maintainer);
    const [signal] = (data!.riskSignals as { nodes: Record<string, string>[] }).nodes;
    expect(Object.values(signal!).every((text) => text.length > 2)).toBe(true);
  });

  it('of which the newest comes first are paged, and told apart by whether they count', async () => {
    await hand(reviewer, [...pressure(), message('old@mail.example', ago(400), { demand: 'ADD_MAINTAINER' })]);
    const all = await signals(reviewer);
    expect(all.at(-1)).toMatchObject({ rule: 'S02' });
    const pages = `first: 4) { nodes { id } pageInfo { endCursor } } }`;
    const begin = `{ riskSignals(projectId: "${project.projectId}", `;
    const first = (await api.gql(begin + pages, {}, reviewer)).data!.riskSignals as Paged;
    const rest = (await api.gql(`${begin}after: "${first.pageInfo.endCursor}", ${pages}`, {}, reviewer)).data!
      .riskSignals as Paged;
    expect([...first.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect((await signals(reviewer, ', isOpen: false')).map(({ id }) => id)).toEqual([all.at(-1)!.id]);
  });

  it('count until two people from outside clear them, and the same fact found later is another one (I-12)', async () => {
    await hand(reviewer, pressure());
    const open = await signals(reviewer);
    expect(await clear(project.maintainer, open[0]!.id)).toBe('ACTOR_NOT_ENTITLED');
    for (const { id } of open) expect(await clear(reviewer, id)).toBe('cleared by 1');
    expect(await risk(reviewer)).toMatchObject({ level: 'HOLD', points: 24 });
    expect(await clear(reviewer, open[0]!.id)).toBe('ALREADY_SIGNED');
    for (const { id } of open) expect(await clear(steward, id)).toBe('cleared by 2');
    expect(await clear(await seated(), open[0]!.id)).toBe('RISK_SIGNAL_CLEARED');
    expect(await risk(reviewer)).toMatchObject({
      level: 'NONE',
      points: 0,
      isPressed: false,
      calmSince: expect.any(String),
    });
    await api.settle();
    expect(await inbox(steward)).toContain('Nothing is open about library any more');
    await passTime(api, DAY_MS);
    await hand(reviewer, [message('tom@mail.example', ago(0), { demand: 'REPLACE_MAINTAINER' })]);
    expect(await risk(reviewer)).toMatchObject({ isPressed: true });
  });

  it('end with their windows, which a daily look tells', async () => {
    await hand(reviewer, pressure());
    await passTime(api, 181 * DAY_MS);
    // Identity and graph count for a year, and a cluster of personas is pressure (G06).
    expect(await risk(reviewer)).toMatchObject({ level: 'REVIEW', families: ['G', 'I'], isPressed: true });
    await passTime(api, 190 * DAY_MS);
    await api.app.get(DailyLook, { strict: false }).run();
    await api.settle();
    expect(await risk(reviewer)).toMatchObject({
      ...{ level: 'NONE', points: 0, isPressed: false, calmSince: expect.any(String) },
    });
    expect(await inbox(reviewer)).toContain('Nothing is open about library any more');
  });

  it('are cleared by nobody whom they are about, and not twice by one person with two accounts', async () => {
    await withMail(api, reviewer, 'rita@mail.example');
    await hand(steward, [
      message('x@mail.example', ago(4), { beneficiary: 'rita@mail.example', demand: 'ADD_MAINTAINER', messages: 3 }),
    ]);
    expect(await claimName(api, reviewer, project.projectId, 'rita@mail.example')).toEqual(['rita@mail.example']);
    const [about] = (await signals(steward)).filter(({ rule }) => rule === 'S04');
    expect(await clear(reviewer, about!.id)).toBe('CLEARING_REVIEWERS_INVALID');
    // Nor after the name was taken back.
    const input = { projectId: project.projectId, name: 'rita@mail.example' };
    await api.mutate('releaseHistoryName', 'ReleaseHistoryNameInput', 'clientMutationId', input, reviewer);
    expect(await clear(reviewer, about!.id)).toBe('CLEARING_REVIEWERS_INVALID');
    expect(await clear(steward, about!.id)).toBe('cleared by 1');
    // One that is about the project was found in a message that names them.
    const [demand] = (await signals(steward)).filter(({ rule }) => rule === 'S02');
    expect(demand).toMatchObject({ subjectKind: 'PROJECT' });
    expect(await clear(reviewer, demand!.id)).toBe('CLEARING_REVIEWERS_INVALID');
    expect(await clear(steward, demand!.id)).toBe('cleared by 1');
  });
});
