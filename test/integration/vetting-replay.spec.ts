import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandLine, PROJECT } from '../support/command-line.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-replay-'));
});
afterAll(() => rm(folder, { recursive: true }));

const record = {
  actor: 'Ann',
  kind: 'tag_moved',
  target: 'v1.0',
  summary: 'A tag moves.',
  source: 'https://example.org',
};

async function given(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function replay(file: string, ...flags: string[]) {
  const { status, lines } = await new CommandLine(['vetting', 'replay', file, '--tier', 'T0', ...flags]).ends();
  return { status, lines, text: lines.join('\n') };
}

describe('mainstay vetting replay', () => {
  it('prints days, first dates, guards and what it could not read, as JSON', async () => {
    const file = await given('history.json', [
      { ...record, date: '2025-01-01', kind: 'release' },
      { ...record, date: '2025-02-01' },
      { ...record, date: '2025-03-01', kind: 'reorganisation' },
    ]);
    const { status, text } = await replay(file, '--json');
    expect(status).toBe(0);
    const answer = JSON.parse(text);
    expect(answer).toMatchObject({
      policy: '2026-1',
      tier: 'T0',
      firstWatch: '2025-02-01',
      firstReview: '2025-02-01',
      firstHold: '2025-02-01',
      unknownKinds: [{ record: 2, kind: 'reorganisation' }],
      guards: [{ date: '2025-01-01', guard: 'G10', blocked: true }],
    });
    const days = answer.days as { date: string }[];
    expect(days.find(({ date }) => date === '2025-02-01')).toEqual({
      date: '2025-02-01',
      level: 'HOLD',
      points: 16,
      families: ['R'],
      isHard: true,
      signals: expect.arrayContaining([
        {
          rule: 'S28',
          points: 16,
          family: 'R',
          subject: 'v1.0',
          isHard: true,
          evidence: [{ date: '2025-02-01', source: 'https://example.org' }],
        },
      ]),
    });
  });

  it('clears what is open on a day, which may be said several times', async () => {
    const dates = ['2025-01-01', '2025-02-01', '2025-03-01'];
    const file = await given(
      'cleared.json',
      dates.map((date) => ({ ...record, date })),
    );
    const { text } = await replay(file, '--json', '--clear', '2025-01-15', '--clear', '2025-02-15');
    const days = JSON.parse(text).days as { date: string; level: string }[];
    expect(days.map(({ date, level }) => `${date} ${level}`)).toEqual([
      '2025-01-01 HOLD',
      '2025-01-15 NONE',
      '2025-02-01 HOLD',
      '2025-02-15 NONE',
      '2025-03-01 HOLD',
    ]);
  });

  it('prints a timeline for people without --json', async () => {
    const file = await given('people.json', [{ ...record, date: '2025-02' }]);
    const { status, text } = await replay(file);
    expect(status).toBe(0);
    expect(text).toMatch(/^2025-02-01 {2}HOLD \(hard\) +16 {2}R +S28 published tag moved 16$/m);
    expect(text).toContain('first WATCH 2025-02-01, first REVIEW 2025-02-01, first HOLD 2025-02-01');
    expect(text).toContain('assumed (record 0): Only the month 2025-02 is known.');
  });

  it('asks which of several cases is meant', async () => {
    const file = await given(
      'cases.json',
      ['one', 'two'].map((name) => ({ ...record, date: '2025-02-01', case: name })),
    );
    expect(await replay(file)).toMatchObject({
      status: 1,
      lines: ['The file holds several cases. Choose one with --case: one, two'],
    });
    expect(await replay(file, '--case', 'three')).toMatchObject({
      status: 1,
      lines: ['The file has no case "three". It has: one, two'],
    });
    expect((await replay(file, '--case', 'two')).status).toBe(0);
  });

  it.each([
    ['no JSON', '{', /cannot be read at line 1: this is not JSON, or breaks off\./],
    ['no bytes', '', /cannot be read at line 1: this is not JSON, or breaks off\./],
    [
      'a key twice',
      '[{ "date": "2025-01-01", "date": "2025-01-02" }]',
      /has the key "date" twice in one object \(line 1\)/,
    ],
    ['a year that is a slip', [{ ...record, date: '0025-01-01' }], /^The date of record 0 is "0025-01-01"\./],
    ['an actor of blanks', [{ ...record, date: '2025-01-01', actor: '  ' }], /^Record 0 has no actor\.$/],
    [
      'a case that is no text',
      [{ ...record, date: '2025-01-01', case: 5 }],
      /^The case of record 0 has the wrong type\.$/,
    ],
    ['no list', '{}', /no-list\.json is neither a list of records nor a file of events/],
    ['a snapshot', '{"version":1,"parts":[]}', /a-snapshot\.json is a snapshot, which holds no events\. .*--events\.$/],
    [
      'a time that no calendar has',
      '{"version":1,"events":[{"kind":"account","id":"1","at":{"from":1e300,"to":1e300},"source":"s","person":"p"}]}',
      /cannot be read at \/events\/0\/at\/from: this should be a time/,
    ],
    ['nothing', '[]', /^The file has no records\.$/],
    ['a record without a date', [record], /^Record 0 has no date\.$/],
    ['a day that no calendar has', [{ ...record, date: '2025-02-30' }], /^The date of record 0 is "2025-02-30"\./],
    ['the future', [{ ...record, date: '9999-01-01' }], /^Record 0 lies in the future: 9999-01-01\.$/],
  ])('refuses a file with %s in one line and with status 1', async (name, content, line) => {
    const { status, lines } = await replay(await given(`${name.replaceAll(' ', '-')}.json`, content));
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(status).toBe(1);
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'takes the kind and the fact %s for ones that no rule knows',
    async (name) => {
      const facts = `{ "${name}": 1 }`;
      const text = JSON.stringify([{ ...record, date: '2025-02-01', kind: name }]).replace('}]', `,"facts":${facts}}]`);
      const { status, lines } = await replay(await given(`${name}.json`, text));
      expect(status).toBe(0);
      expect(lines).toContain(`not read (record 0): no rule knows the kind ${name}`);
      expect(lines).toContain(`not read (record 0): no rule knows the fact ${name}`);
    },
  );

  it('refuses bytes that are not UTF-8', async () => {
    const file = join(folder, 'bytes.json');
    await writeFile(file, Buffer.concat([Buffer.from('[{"actor":"An'), Buffer.from([0xff]), Buffer.from('"}]')]));
    const { status, text } = await replay(file);
    expect(text).toMatch(/is not UTF-8\. Export it again as UTF-8\.$/);
    expect(status).toBe(1);
  });

  it('lets no file steer the terminal', async () => {
    const file = await given('steers.json', [{ ...record, date: '2025-02-01', kind: 'a\u001b[31mred', colour: 1 }]);
    const { text } = await replay(file);
    expect(text).toContain('no rule knows the kind a\ufffd[31mred');
    expect(text).toContain('no rule knows the fact colour');
    const dated = await replay(await given('dated.json', [{ ...record, date: '\u001b[2J' }]));
    expect(dated).toMatchObject({ status: 1, text: expect.stringContaining('"\ufffd[2J"') });
  });

  it('says what was cleared, and when there was nothing', async () => {
    const file = await given('nothing.json', [{ ...record, date: '2025-02-01' }]);
    const { lines } = await replay(file, '--clear', '2024-01-01', '--clear', '2025-02-10');
    expect(lines).toContain('2024-01-01  nothing to clear: no signal was open');
    expect(lines).toContain('2025-02-10  cleared: S28');
    const future = await replay(file, '--clear', '2999-01-01');
    expect(future).toMatchObject({
      status: 1,
      lines: ['--clear 2999-01-01 lies in the future. Nobody has cleared anything then.'],
    });
  });

  it('refuses a file that is not there, a tier that is none, and a day that is none', async () => {
    expect(await replay(join(folder, 'missing.json'))).toMatchObject({
      status: 1,
      text: expect.stringMatching(/missing\.json cannot be read: there is no such file or folder\.$/),
    });
    const file = await given('one.json', [{ ...record, date: '2025-02-01' }]);
    const tier = await new CommandLine(['vetting', 'replay', file, '--tier', 'T9']).ends();
    expect(tier).toMatchObject({ status: 1, lines: ['"T9" is no tier. Use T0, T1, T2 or T3.'] });
    const slip = await new CommandLine(['vetting', 'replay', file, '--teir', 'T0']).ends();
    expect(slip.lines.slice(0, 2)).toEqual(["error: unknown option '--teir'", '(Did you mean --tier?)']);
    const none = await new CommandLine(['vetting', 'replay', file]).ends();
    expect(none).toEqual({ status: 1, lines: [expect.stringMatching(/^Say how critical the project is/)] });
    expect(await replay(file, '--case', 'x')).toMatchObject({
      status: 1,
      lines: ['The records of the file name no case, so there is no "x". Leave out --case.'],
    });
    const events = await given('events.json', '{"version":1,"events":[]}');
    expect((await replay(events, '--case', 'x')).text).toMatch(/holds events of one project, and no cases/);
    expect(await replay(file, '--clear', 'yesterday')).toMatchObject({
      status: 1,
      lines: ['"yesterday" is no day. Write --clear YYYY-MM-DD.'],
    });
  });
});

describe('the example of the documentation', () => {
  const EXAMPLE = join(PROJECT, 'docs/vetting/example-history.json');

  it('is held under pressure, and says which guards would have stopped what, and which had nothing to go by', async () => {
    const { status, lines } = await replay(EXAMPLE);
    expect(status).toBe(0);
    expect(lines).toContain('first WATCH 2023-08-20, first REVIEW 2023-08-20, first HOLD 2023-09-01');
    expect(lines).toContain(
      '2023-09-12  G06 would have stopped the right COMMIT for Nico Newcomer: Signals of pressure on the project are open.',
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^2024-01-09 {2}G10 would have waited with the release lantern 1\.1 for what is not on record/,
      ),
    );
  });

  it('is warned about on T2 where a guard only advises', async () => {
    const { lines } = await new CommandLine(['vetting', 'replay', EXAMPLE, '--tier', 'T2']).ends();
    expect(lines).toContainEqual(expect.stringMatching(/^2023-09-12 {2}G06 would have advised against the right/));
  });

  it('tells when the newcomer could have held each right', async () => {
    const asked = ['vetting', 'earliest', EXAMPLE, '--tier', 'T2', '--candidate'];
    const { status, lines } = await new CommandLine([...asked, 'Nico Newcomer']).ends();
    expect(status).toBe(0);
    expect(lines).toContain('COMMIT: asked for on 2023-06-04 at the earliest, held from 2023-06-09 on');
    expect(lines).toContain('  until 2023-06-04: More merged changes are asked for before this scope.');
    const nobody = await new CommandLine([...asked, 'Nobody']).ends();
    expect(nobody).toEqual({ status: 1, lines: [expect.stringMatching(/^No merged change of Nobody is on record/)] });
  });
});

describe('mainstay vetting earliest', () => {
  const earliest = (...args: string[]) => new CommandLine(['vetting', 'earliest', '--tier', 'T0', ...args]).ends();

  it('gives the dates of the design for xz, as JSON', async () => {
    const { lines } = await earliest('--first-merged', '2022-02-07', '--enough-merged', '2022-12-16', '--json');
    const { scopes } = JSON.parse(lines.join('\n')) as { scopes: { scope: string; request: string; held: string }[] };
    expect(scopes.map(({ scope, request, held }) => `${scope} ${request} ${held}`)).toEqual([
      'COMMIT 2022-12-16 2023-01-20',
      'RELEASE 2023-07-19 2023-08-23',
      'ADMIN 2024-08-22 2024-10-12',
    ]);
  });

  it.each([
    ['nobody', [], /^Say whose work it is/],
    ['a candidate without a file', ['--candidate', 'x', '--first-merged', '2022-02-07'], /^Say whose work it is/],
    ['a day that is none', ['--first-merged', '2022-02-31'], /^"2022-02-31" is no day\. Write --first-merged/],
    ['days in the wrong order', ['--first-merged', '2022-02-07', '--enough-merged', '2021-01-01'], /lies before/],
  ])('refuses %s', async (_what, args, line) => {
    expect(await earliest(...args)).toEqual({ status: 1, lines: [expect.stringMatching(line)] });
  });
});

describe('output that cannot be written', () => {
  it.each([[[]], [['--json']]])('is said in one line, and the status is 1 (%j)', async (flags) => {
    const asked = ['vetting', 'replay', join(PROJECT, 'docs/vetting/example-history.json'), '--tier', 'T0', ...flags];
    const { status, lines } = await new CommandLine(asked, {}, '/dev/full').ends();
    expect({ status, lines }).toEqual({
      status: 1,
      lines: ['The output could not be written (ENOSPC): it is not whole.'],
    });
  });
});
