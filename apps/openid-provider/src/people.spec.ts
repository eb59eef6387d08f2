import { describe, expect, it } from '@jest/globals';
import { DEMO_PEOPLE, personNamed } from './people.js';

describe('people of the local sign-in', () => {
  it('gives the same subject however the name is spaced or capitalised', () => {
    for (const spelling of ['Grace Maintainer', '  grace   maintainer ', 'GRACE MAINTAINER']) {
      expect(personNamed(spelling)?.subject).toBe('local|grace-maintainer');
    }
  });

  it('folds accents away', () => {
    expect(personNamed('Zoë Çelik')).toEqual({
      subject: 'local|zoe-celik',
      name: 'Zoë Çelik',
      email: 'zoe-celik@people.example',
    });
  });

  it('keeps people apart whose names have no letters of the Latin alphabet, with ASCII subjects', () => {
    const subjects = ['Анна', 'Иван', '李雷', 'Anna Анна'].map((name) => personNamed(name)?.subject ?? '');
    expect(new Set(subjects).size).toBe(4);
    for (const subject of subjects) expect(subject).toMatch(/^local\|[a-z0-9-]+$/);
  });

  it('refuses what is not a name', () => {
    for (const text of ['', ' ', '--', 'a\u0000b', 'x'.repeat(81)]) expect(personNamed(text)).toBeNull();
  });

  it('gives every person of the demo an account of their own', () => {
    expect(new Set(DEMO_PEOPLE.map((name) => personNamed(name)?.subject)).size).toBe(DEMO_PEOPLE.length);
  });
});
