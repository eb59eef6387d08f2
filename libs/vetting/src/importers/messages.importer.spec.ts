import { describe, expect, it } from '@jest/globals';
import { createReadStream, mkdtempSync, openSync, rmSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '../events/moment.js';
import type { EventKind, EventOf } from '../events/project-event.js';
import type { ImportResult } from './import-result.js';
import { importMbox, importMessageList, type MessageOptions } from './messages.importer.js';

const IS_LONG = process.env.MAINSTAY_LONG === '1';
const MEGABYTE = 1024 * 1024;
const options: MessageOptions = {
  source: 'list',
  takenAt: Date.parse('2024-01-01T00:00:00Z'),
  maintainers: null,
  changes: null,
};

function of<Kind extends EventKind>({ events }: ImportResult, kind: Kind): EventOf<Kind>[] {
  return events.filter((event): event is EventOf<Kind> => event.kind === kind);
}

const mail = (headers: Record<string, string>, body: string) =>
  `From x@example.org Mon Jan  1 00:00:00 2023\n${Object.entries(headers)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('')}\n${body}\n\n`;
const change = (author: string, at: string): EventOf<'change'> => ({
  kind: 'change',
  id: `change:${author}${at}`,
  at: instant(Date.parse(at)),
  source: 's',
  sha: null,
  author,
  committer: null,
  authorOffset: null,
  committerOffset: null,
  approvers: null,
  areas: ['OTHER'],
});

const FIRST = {
  'Message-ID': '<1@x>',
  From: '"Jo" <Jo@Example.org>',
  Date: 'Mon, 2 Jan 2023 10:00:00 +0200',
  Subject: 'status',
};
const REPLY = {
  'Message-ID': '<2@x>',
  From: 'kim@example.org',
  Date: 'Tue, 3 Jan 2023 10:00:00 +0000',
  'In-Reply-To': '<1@x>',
};
const DEEP = {
  'Message-ID': '<3@x>',
  From: 'jo@example.org',
  Date: 'Wed, 4 Jan 2023 10:00:00 +0000',
  References: '<1@x> <2@x>',
};

describe('an mbox', () => {
  it('gives a message for each mail, threaded, with when the sender was first seen and what was merged before', async () => {
    const box =
      mail(FIRST, 'Is this maintained?') + mail(REPLY, 'You have lost interest.') + mail(DEEP, 'Make me a maintainer.');
    const changes = [
      change('jo@example.org', '2022-12-01T00:00:00Z'),
      change('jo@example.org', '2023-01-03T00:00:00Z'),
    ];
    const result = await importMbox([Buffer.from(box)], { ...options, changes });
    expect(result.warnings).toEqual([]);
    const rows = of(result, 'message').map(
      ({ sender, thread, senderFirstSeen, senderMergedChanges, classes, demand, beneficiary }) => [
        sender,
        thread,
        new Date(senderFirstSeen!.from).toISOString().slice(0, 10),
        senderMergedChanges,
        classes!.join(''),
        demand,
        beneficiary,
      ],
    );
    expect(rows).toEqual([
      ['jo@example.org', '1@x', '2022-12-01', 1, 'N', null, null],
      ['kim@example.org', '1@x', '2023-01-03', 0, 'B', null, null],
      ['jo@example.org', '1@x', '2022-12-01', 2, 'D', 'ADD_MAINTAINER', 'jo@example.org'],
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'quoted-printable',
      { 'Content-Transfer-Encoding': 'quoted-printable', 'Content-Type': 'text/plain; charset=utf-8' },
      'You have lost int=\nerest =E2=80=93 sad.',
    ],
    [
      'base64',
      { 'Content-Transfer-Encoding': 'base64', 'Content-Type': 'text/plain; charset=utf-8' },
      Buffer.from('You have lost interest.').toString('base64'),
    ],
    [
      'UTF-16 in base64',
      { 'Content-Transfer-Encoding': 'base64', 'Content-Type': 'text/plain; charset=utf-16le' },
      Buffer.from('You have lost interest.', 'utf16le').toString('base64'),
    ],
    [
      'several parts',
      { 'Content-Type': 'multipart/alternative; boundary=b' },
      '--b\nContent-Type: text/html\n\n<p>x</p>\n--b\nContent-Type: text/plain\n\nYou have lost interest.\n--b--',
    ],
    ['a From line in the text', {}, 'I say\n>From what I see you have lost interest.'],
  ])('is read with %s', async (_what, headers, body) => {
    const result = await importMbox([Buffer.from(mail({ ...FIRST, ...headers }, body))], options);
    expect(of(result, 'message').map(({ classes }) => classes)).toEqual([['B']]);
  });

  it('is the same in pieces of any size and with the line ends of Windows', async () => {
    const box =
      mail(FIRST, 'a\n\nFromage is cheese') + mail(REPLY, 'Hello\nFrom here it is text, since no empty line is above');
    const whole = await importMbox([Buffer.from(box)], options);
    expect([whole.events.length, whole.warnings]).toEqual([2, []]);
    for (const size of [1, 3, 7, 64]) {
      const bytes = Buffer.from(box);
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(await importMbox(pieces, options)).toEqual(whole);
    }
    expect((await importMbox([Buffer.from(box.replaceAll('\n', '\r\n'))], options)).events).toEqual(whole.events);
  });

  it('warns about what it cannot use, and goes on', async () => {
    const box =
      mail({ ...FIRST, Date: 'sometime' }, 'x') +
      mail({ 'Message-ID': '<9@x>', Date: FIRST.Date }, 'x') +
      mail({ ...REPLY, Date: 'Tue, 3 Jan 2040 10:00:00 +0000' }, 'x') +
      mail(DEEP, 'x'.repeat(600_000));
    const { events, warnings } = await importMbox([Buffer.from(box)], options);
    expect(warnings.map(({ code }) => code)).toEqual([
      'MESSAGE_WITHOUT_DATE',
      'MESSAGE_WITHOUT_SENDER',
      'DATE_IN_FUTURE',
      'MESSAGE_TRUNCATED',
    ]);
    expect(events.map(({ at }) => at.from)).toEqual([options.takenAt, Date.parse('2023-01-04T10:00:00Z')]);
    await expect(importMbox([Buffer.from('no mail\n')], options)).rejects.toMatchObject({ code: 'SNAPSHOT_MALFORMED' });
    await expect(importMbox([], options)).rejects.toMatchObject({ code: 'SNAPSHOT_MALFORMED' });
  });

  it('takes a word about oneself for distress only from somebody of the team', async () => {
    const box = Buffer.from(mail(FIRST, 'I am burned out.'));
    const distress = async (more: Partial<MessageOptions>) =>
      of(await importMbox([box], { ...options, ...more }), 'distress').map(({ person, isSelfReported }) => [
        person,
        isSelfReported,
      ]);
    const found = [['jo@example.org', true]];
    expect(await distress({ maintainers: new Set(['jo@example.org']) })).toEqual(found);
    expect(await distress({ changes: [change('jo@example.org', '2022-01-01T00:00:00Z')] })).toEqual(found);
    expect(await distress({ changes: [] })).toEqual([]);
    expect((await importMbox([box], options)).warnings.map(({ code }) => code)).toEqual(['DISTRESS_UNASSIGNED']);
    expect(of(await importMbox([box], { ...options, maintainers: new Set(['jo@example.org']) }), 'message')).toEqual(
      [],
    );
  });

  it('keeps no more of one endless message than is read', async () => {
    const held = () => process.memoryUsage().arrayBuffers / MEGABYTE;
    const before = held();
    let peak = 0;
    function* endless() {
      yield Buffer.from(mail(FIRST, 'You have lost interest.').trimEnd());
      const lines = Buffer.from(`\n${'x'.repeat(78)}`.repeat(13_000));
      for (let count = 0; count < 200; count += 1) {
        peak = Math.max(peak, held());
        yield Buffer.from(lines);
      }
    }
    const { events, warnings } = await importMbox(endless(), options);
    expect([events.length, warnings.map(({ code }) => code)]).toEqual([1, ['MESSAGE_TRUNCATED']]);
    expect(peak - before).toBeLessThan(100);
  });
});

const describeLong = IS_LONG ? describe : describe.skip;
if (!IS_LONG) console.warn('SKIPPED: an mbox of 100 MB is read with MAINSTAY_LONG=1');

describeLong('an mbox of 100 MB', () => {
  it('is read in memory that does not grow with it', async () => {
    const size = 100 * MEGABYTE;
    const folder = mkdtempSync(join(tmpdir(), 'mainstay-mbox-'));
    const file = join(folder, 'big.mbox');
    try {
      const handle = openSync(file, 'w');
      let written = 0;
      for (let number = 0; written < size; number += 1) {
        const headers = {
          ...FIRST,
          'Message-ID': `<${String(number)}@x>`,
          From: `p${String(number % 50)}@example.org`,
        };
        written += writeSync(
          handle,
          mail(headers, `You have lost interest.\n${'> quoted line of somebody else\n'.repeat(300)}`),
        );
      }
      closeSync(handle);
      const before = process.memoryUsage().rss;
      let peak = 0;
      const onMessage = () => (peak = Math.max(peak, process.memoryUsage().rss));
      const result = await importMbox(createReadStream(file), { ...options, onMessage });
      expect(result.events.length).toBeGreaterThan(size / 10_000);
      expect((peak - before) / MEGABYTE).toBeLessThan(250);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 150_000);
});

describe('a JSON list of messages', () => {
  const one = {
    id: '1',
    thread: null,
    from: 'Jo@Example.org',
    date: '2023-01-02',
    inReplyTo: null,
    text: 'Add Ben as maintainer.',
  };
  it('is read like an mbox, and keeps the thread that it names', () => {
    const list = [
      one,
      { ...one, id: '2', inReplyTo: '1', text: null },
      { ...one, id: '3', thread: 'T', inReplyTo: '1' },
    ];
    const messages = of(importMessageList(JSON.stringify(list), options), 'message');
    expect(messages.map(({ thread, beneficiary, classes }) => [thread, beneficiary, classes])).toEqual([
      ['1', 'Ben', ['D']],
      ['1', null, null],
      ['T', 'Ben', ['D']],
    ]);
    expect(messages[0]!.at).toEqual({ from: Date.parse('2023-01-02'), to: Date.parse('2023-01-03') - 1 });
  });

  it('with messages that answer each other in a circle still ends', () => {
    const list = [
      { ...one, id: '1', inReplyTo: '2' },
      { ...one, id: '2', inReplyTo: '1' },
    ];
    expect(of(importMessageList(JSON.stringify(list), options), 'message')).toHaveLength(2);
  });

  it.each([
    ['no list', '{}'],
    ['a field too many', JSON.stringify([{ ...one, location: 'x' }])],
    ['a sender that is no text', JSON.stringify([{ ...one, from: 1 }])],
  ])('is refused with %s', (_what, text) => {
    expect(() => importMessageList(text, options)).toThrow(expect.objectContaining({ code: 'SNAPSHOT_MALFORMED' }));
  });
});
