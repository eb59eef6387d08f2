import { describe, expect, it } from '@jest/globals';
import { HELD_OUT_MESSAGES, KNOWN_MESSAGES, type RatedMessage } from '../../../../test/support/message-samples.js';
import { isPressure } from '../events/pressure.js';
import { classifyMessage, ownWords } from './message-classes.js';

interface Score {
  readonly found: number;
  readonly right: number;
  readonly there: number;
}

function score(
  messages: readonly RatedMessage[],
  isFound: (text: string) => boolean,
  is: (message: RatedMessage) => boolean,
): Score {
  const hits = messages.filter(({ text }) => isFound(text));
  return { found: hits.length, right: hits.filter(is).length, there: messages.filter(is).length };
}

const pressureOf = (messages: readonly RatedMessage[]) =>
  score(
    messages,
    (text) => isPressure(classifyMessage(text).classes),
    ({ classes }) => isPressure(classes),
  );
const demandOf = (messages: readonly RatedMessage[]) =>
  score(
    messages,
    (text) => classifyMessage(text).demand !== null,
    ({ demand }) => demand !== null,
  );

describe('the reading of messages to maintainers', () => {
  it('finds the pressure in the messages that its rules were written for, and none in the others', () => {
    expect(KNOWN_MESSAGES).toHaveLength(80);
    const wrong = KNOWN_MESSAGES.filter(
      ({ text, classes }) => isPressure(classifyMessage(text).classes) !== isPressure(classes),
    );
    expect(wrong).toEqual([]);
    const demands = KNOWN_MESSAGES.filter(({ text, demand }) => classifyMessage(text).demand !== demand);
    expect(demands).toEqual([]);
  });

  /** These figures stand in docs/vetting/importers.md. They are what they are: most of what is new is missed. */
  it('finds as much in messages that it was not made for as the page says', () => {
    expect(HELD_OUT_MESSAGES).toHaveLength(40);
    expect(pressureOf(HELD_OUT_MESSAGES)).toEqual({ found: 6, right: 5, there: 18 });
    expect(demandOf(HELD_OUT_MESSAGES)).toEqual({ found: 4, right: 3, there: 6 });
  });

  it('returns the words of each hit, and reads neither quotes nor signatures nor the line above a quote', () => {
    const text = [
      'On Mon, 3 Jun 2024 at 10:00, You Ignore Us <a@example.org> wrote:',
      '> why don\u2019t you just merge this, you lost interest',
      '>> urgent',
      'I do not agree with that.',
      '-- ',
      'You must merge everything now',
    ].join('\r\n');
    expect(classifyMessage(text)).toEqual({
      classes: ['N'],
      demand: null,
      beneficiary: null,
      beneficiaryName: null,
      isDistress: false,
      hits: [],
    });
    expect(ownWords(text).trim()).toBe('I do not agree with that.');
    const { hits } = classifyMessage('The current maintainer has\nlost interest, I fear.');
    expect(hits).toEqual([{ about: 'B', rule: 'lost interest', words: 'lost interest' }]);
    expect(ownWords(text)).not.toContain('ignore');
  });

  it.each<[string, 'SENDER' | 'NAMED' | null, string | null]>([
    ['Add me as a co-maintainer.', 'SENDER', null],
    ['Please hand over the project, I would be happy to run it.', 'SENDER', null],
    ['Why not give Ben commit access?', 'NAMED', 'Ben'],
    ['Please make Ben Smith a maintainer.', 'NAMED', 'Ben Smith'],
    ['You need another maintainer.', null, null],
    ['I would be happy to run it on ARM.', null, null],
  ])('says who would gain by "%s"', (text, beneficiary, beneficiaryName) => {
    expect(classifyMessage(text)).toMatchObject({ beneficiary, beneficiaryName });
  });

  it.each([
    ['I am completely burned out and cannot look at this before autumn.', true],
    ['I have been struggling for a while, mostly longterm mental health issues.', true],
    ['I can no longer maintain this alone.', true],
    ['My energy for this is used up.', true],
    ['You are burned out.', false],
    ['I am exhausted by the length of this manual, but the library is great.', true],
    ['The disk is exhausted.', false],
    ['> I am burned out\nSorry to hear that.', false],
  ])('takes "%s" for a word about oneself: %s', (text, isDistress) => {
    expect(classifyMessage(text).isDistress).toBe(isDistress);
  });

  it('takes urgency that names what it is about for a report', () => {
    expect(classifyMessage('There is a serious vulnerability, see CVE-2024-3094.').classes).toEqual(['N']);
    expect(classifyMessage('There is a serious vulnerability.').classes).toEqual(['U']);
  });

  it('is done with a hostile text in no time', () => {
    const began = performance.now();
    for (const text of [
      'why not '.repeat(50_000),
      '>'.repeat(200_000),
      'a '.repeat(100_000),
      'on '.repeat(60_000),
      `${'you '.repeat(5_000)}\n`.repeat(20),
    ])
      classifyMessage(text);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
