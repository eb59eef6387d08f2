import { describe, expect, it } from '@jest/globals';
import { namesNotIn, pairsOf, readPeopleFile } from './one-person.js';

const file = (people: unknown, version = 1) => JSON.stringify({ version, people });

describe('a file of people', () => {
  it('says which names are one person, with mail addresses as importers write them', () => {
    const people = readPeopleFile(file([['ada', ' Ada@Example.org ', 'Ada Founder']]), 'people.json');
    expect(people).toEqual([{ names: ['ada', 'ada@example.org', 'Ada Founder'], source: 'people.json' }]);
    expect(pairsOf(people)).toEqual([
      ['ada', 'ada@example.org'],
      ['ada', 'Ada Founder'],
    ]);
  });

  it.each<[string, string, string]>([
    ['one name alone', file([['ada']]), '/people/0'],
    [
      'a name of two people',
      file([
        ['ada', 'a@x.org'],
        ['ben', 'A@x.org'],
      ]),
      '/people/1/1',
    ],
    ['a name twice', file([['ada', 'ada']]), '/people/0/1'],
    ['an empty name', file([['ada', ' ']]), '/people/0/1'],
    ['another version', file([], 2), '/version'],
    ['no list', file({}), '/people'],
  ])('is refused with %s', (_what, text, where) => {
    expect(() => readPeopleFile(text, 'p')).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_MALFORMED', details: expect.objectContaining({ where }) }),
    );
  });

  it('has its slips found: names that no event has, of owners of a package too', () => {
    const people = readPeopleFile(
      file([
        ['ada', 'adda'],
        ['ben', 'cy@x.org'],
      ]),
      'p',
    );
    const at = { from: 1, to: 1 };
    const facts = { kind: 'ownershipTransfer', id: '1', at, source: 's', resource: 'r', from: 'ada, ben' } as const;
    const event = { ...facts, to: 'cy@x.org', receiverHasLineage: null, noticeDays: null };
    expect(namesNotIn(people, [event])).toEqual(['adda']);
  });
});
