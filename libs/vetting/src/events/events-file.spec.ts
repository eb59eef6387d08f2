import { describe, expect, it } from '@jest/globals';
import { readEventsFile, writeEventsFile } from './events-file.js';
import type { ProjectEvent } from './project-event.js';

const at = { from: 5, to: 9 };
const grant: ProjectEvent = {
  kind: 'grant',
  id: 'g',
  at,
  source: 's',
  person: 'a',
  scope: 'RELEASE',
  by: null,
  tenureDays: 1.5,
  mergedChanges: 3,
};
const list: ProjectEvent = {
  kind: 'accessList',
  id: 'l',
  at: { from: 1, to: 1 },
  source: 's',
  holders: [
    { person: 'a', lastUsed: null },
    { person: 'b', lastUsed: at },
  ],
};
const contact: ProjectEvent = {
  kind: 'contactChange',
  id: 'c',
  at,
  source: 's',
  resource: 'r',
  proposer: 'p',
  beneficiary: null,
  replacesOld: true,
  secondPerson: false,
  isByIncumbent: null,
  thinsReporting: false,
};

describe('a file of events', () => {
  it('gives back what was written, by time and then by id, and each id once', () => {
    const text = writeEventsFile([grant, list, contact, { ...grant, person: 'again' }]);
    const { events, people } = readEventsFile(text, 'events');
    expect([events, people]).toEqual([[list, contact, grant], []]);
    expect(writeEventsFile(events)).toBe(text);
  });

  it('keeps which names are one person, and needs no such list', () => {
    const people = [{ names: ['ada', 'ada@example.org'], source: 'people.json' }];
    expect(readEventsFile(writeEventsFile([grant], people), 'events').people).toEqual(people);
    expect(readEventsFile(JSON.stringify({ version: 1, events: [] }), 'events').people).toEqual([]);
  });

  it('keeps the same one of two with one id, whatever their order', () => {
    const other = { ...grant, person: 'again' };
    expect(writeEventsFile([other, grant])).toBe(writeEventsFile([grant, other]));
  });

  const changed = (change: Record<string, unknown>) =>
    JSON.stringify({ version: 1, events: [{ ...grant, ...change }] });

  it.each<[string, string, string]>([
    ['a kind that nobody knows', changed({ kind: 'granted' }), '/events/0/kind'],
    ['a field too many', changed({ more: 1 }), '/events/0/more'],
    ['a field too few', JSON.stringify({ version: 1, events: [{ ...grant, scope: undefined }] }), '/events/0/scope'],
    ['a value of another type', changed({ person: 5 }), '/events/0/person'],
    ['a scope that nobody knows', changed({ scope: 'KING' }), '/events/0/scope'],
    ['a moment that ends before it begins', changed({ at: { from: 2, to: 1 } }), '/events/0/at/to'],
    ['a time that no calendar has', changed({ at: { from: 1e300, to: 1e300 } }), '/events/0/at/from'],
    ['a time before the years that are read', changed({ at: { from: -1e15, to: 5 } }), '/events/0/at/from'],
    ['another version', JSON.stringify({ version: 2, events: [] }), '/version'],
    ['no list', JSON.stringify({ version: 1, events: {} }), '/events'],
    ['a name of every object', changed({ kind: 'toString' }), '/events/0/kind'],
  ])('is refused with %s', (_case, text, where) => {
    expect(() => readEventsFile(text, 'events')).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_MALFORMED', details: expect.objectContaining({ where }) }),
    );
  });

  it('is refused with a key twice', () => {
    expect(() => readEventsFile('{"version":1,"version":1,"events":[]}', 'events')).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_DUPLICATE_KEY' }),
    );
  });
});
