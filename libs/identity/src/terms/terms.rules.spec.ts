import { describe, expect, it } from '@jest/globals';
import { sha256Hex } from '#platform/kernel';
import { currentVersion, standingOf, type TermsVersion } from './terms.rules.js';
import { TERMS } from './terms.texts.js';

const version = (number: number, day: string): TermsVersion => ({
  version: number,
  publishedAt: `${day}T00:00:00.000Z`,
  sha256: '',
  text: '',
});
const VERSIONS = [version(1, '2027-01-01'), version(2, '2027-06-01')];
const at = (day: string): Date => new Date(`${day}T00:00:00.000Z`);

describe('terms', () => {
  it.each<[string, number[], string, string]>([
    ['are missing for who accepted none', [], '2027-02-01', 'missing'],
    ['stand for who accepted the current version', [1], '2027-02-01', 'accepted'],
    ['stand for 30 days more when a newer version is published', [1], '2027-06-30', 'grace'],
    ['are missing when the 30 days are over', [1], '2027-07-01', 'missing'],
    ['give no grace to who accepted nothing', [], '2027-06-02', 'missing'],
    ['stand again when the newer version is accepted', [1, 2], '2027-09-01', 'accepted'],
    ['are not missing for who accepted the newer version alone', [2], '2027-06-02', 'accepted'],
  ])('%s', (_case, accepted, day, standing) => {
    expect(standingOf(VERSIONS, accepted, at(day))).toBe(standing);
  });

  it('ask for a version from its day on', () => {
    expect(currentVersion(VERSIONS, at('2027-05-31')).version).toBe(1);
    expect(currentVersion(VERSIONS, at('2027-06-01')).version).toBe(2);
  });

  it.each(Object.entries(TERMS))(
    'of %s are the texts that their digests say, in ascending versions',
    (_name, versions) => {
      expect(versions.map(({ text }) => sha256Hex(text))).toEqual(versions.map(({ sha256 }) => sha256));
      expect(versions.map(({ version: number }) => number)).toEqual(versions.map((_version, index) => index + 1));
    },
  );

  it('of the receiver name the netting of lost disputes as a part of the one consent', () => {
    expect(TERMS.receiver.at(-1)!.text).toMatch(/^3\. Netting: .*netted against later releases/m);
  });
});
