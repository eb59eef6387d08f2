import { describe, expect, it } from '@jest/globals';
import { affiliationKey } from './affiliation-name.js';

describe('the key of an affiliation', () => {
  it.each([
    ['Widgets, Inc.', 'widgets inc'],
    ['  WIDGETS  inc', 'widgets inc'],
    ['Ｗｉｄｇｅｔｓ Inc', 'widgets inc'],
    ['Straße 9 e.V.', 'straße 9 e v'],
    ['—', ''],
  ])('of %j is %j', (name, key) => {
    expect(affiliationKey(name)).toBe(key);
  });
});
