import { describe, expect, it } from '@jest/globals';
import { saidBytes, saidGenerator, saidHoursBeforeTag, saysSameTagger } from './said-binary.js';
import { saidReplacesOld, saysNobodyElse } from './said-contact.js';
import { saidHolders, saysInactivity, saysMotion } from './said-removal.js';
import { saidLineage, saidNoticeDays } from './said-transfer.js';
import { saidAgeDays, saysArtefactDiffers, saysFloating, saysInChangelog } from './sentence.js';

describe('a sentence about an artefact', () => {
  it.each([
    ['The macro is missing from the tag.', true],
    ['Its code has no counterpart in the repository.', true],
    ['It differs from the source repository by one line.', true],
    ['The released package does not match the repository.', true],
    ['The wheel contains code that the tagged source does not have.', true],
    ['Files were exchanged on the server; the repository is untouched.', true],
    ['There is nothing that is not in the tagged tree.', false],
    ['It does not differ from the source.', false],
    ['The tarball matches the repository.', false],
    ['No commits since the tag of the candidate.', false],
    ['No tag was moved.', false],
  ])('"%s" says that it differs: %s', (summary, expected) => {
    expect(saysArtefactDiffers(summary)).toBe(expected);
  });

  it.each([
    ['A package published only hours before.', 0],
    ['A package registered two days before is pulled in.', 2],
    ['A package that is 3 weeks old.', 21],
    ['First uploaded eighteen months ago.', null],
    ['It is released ten minutes later.', null],
    ['A package of the same author.', null],
  ])('"%s" gives the age of a dependency as %s days', (summary, days) => {
    expect(saidAgeDays(summary)).toBe(days);
  });

  it.each([
    ['The major tag, which the README declares as floating, follows.', true],
    ['The tag is not declared as floating.', false],
    ['The floating tag points to a commit that steals secrets.', false],
  ])('"%s" declares a floating tag: %s', (summary, expected) => {
    expect(saysFloating(summary)).toBe(expected);
  });

  it.each([
    ['Support is dropped, as announced in the changelog.', true],
    ['It is not mentioned in the changelog.', false],
    ['A stray character is added.', false],
  ])('"%s" is in the changelog: %s', (summary, expected) => {
    expect(saysInChangelog(summary)).toBe(expected);
  });

  it.each([
    ['Two samples of 512 bytes without a generator, six hours before the tag.', 512, false, 6, false],
    ['A 20 kB blob with its generator, 2 days before the release, which he sets himself.', 20_000, true, 48, true],
    ['A blob.', null, null, null, false],
  ])('"%s" tells of a binary', (summary, bytes, generator, hours, tagger) => {
    expect(saidBytes(summary)).toBe(bytes);
    expect(saidGenerator(summary)).toBe(generator);
    expect(saidHoursBeforeTag(summary)).toBe(hours);
    expect(saysSameTagger(summary)).toBe(tagger);
  });
});

describe('a sentence about people', () => {
  it.each([
    ['Removes all other administrators.', 2],
    ['Within minutes every developer is removed.', 2],
    ['The access of six volunteers is withdrawn.', 2],
    ['Locks the whole team out.', 2],
    ['One person is removed, and all maintainers agree.', 1],
    ['She left; the other maintainers were told.', 1],
    ['All old tokens are revoked.', 1],
  ])('"%s" removes %i at the least', (summary, holders) => {
    expect(saidHolders('the organisation', summary)).toBe(holders);
  });

  it.each([
    ['They had not been active for two years.', true, false],
    ['The alleged reason is inactivity.', false, false],
    ['After a vote of the council.', false, true],
    ['Thrown out with no vote.', false, false],
    ['Removes those who had voted against him.', false, false],
  ])('"%s" says inactivity: %s, and a motion: %s', (summary, inactivity, motion) => {
    expect(saysInactivity(summary)).toBe(inactivity);
    expect(saysMotion(summary)).toBe(motion);
  });

  it.each([
    ['Goes to its long-time maintainer after thirty days of public notice.', true, 30],
    ['The same team goes on; announced 2 weeks before.', true, 14],
    ['Sold to a stranger, though a co-maintainer for years had asked.', null, null],
    ['Everything is handed to somebody.', null, null],
  ])('"%s" says lineage %s and notice %s', (summary, lineage, days) => {
    expect(saidLineage(summary, false)).toBe(lineage);
    expect(saidNoticeDays(summary)).toBe(days);
  });

  it('gives lineage for a place of his own to an owner alone', () => {
    const summary = 'Moves to an organisation that she owns.';
    expect([saidLineage(summary, true), saidLineage(summary, false)]).toEqual([true, null]);
  });

  it.each([
    ['The address is replaced by his own; nobody else approved it.', true, true],
    ['He is added beside her.', false, false],
    ['An alias that reaches both replaces the address.', null, false],
    ['The address changes.', null, false],
  ])('"%s" replaces a contact: %s, by one alone: %s', (summary, replaces, alone) => {
    expect(saidReplacesOld(summary)).toBe(replaces);
    expect(saysNobodyElse(summary)).toBe(alone);
  });
});
