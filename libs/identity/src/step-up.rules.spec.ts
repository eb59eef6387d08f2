import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actionChallenge, actionText, type SteppedUpAction } from './step-up.rules.js';

const ACTION: SteppedUpAction = {
  operation: 'acceptMilestone',
  arguments: { milestoneId: 'mil_1', reasons: 'rebuilt' },
  objectVersion: '3',
};
const NONCE = Buffer.alloc(32, 7);
const challenge = (action: SteppedUpAction, nonce = NONCE) =>
  actionChallenge(nonce, actionText(action)).toString('hex');

it('gives the same challenge for the same action, in whatever order its fields stand', () => {
  const turned = { ...ACTION, arguments: { reasons: 'rebuilt', milestoneId: 'mil_1' } };
  expect(challenge(turned)).toBe(challenge(ACTION));
});

it.each<[string, SteppedUpAction]>([
  ['another operation', { ...ACTION, operation: 'approvePledge' }],
  ['another argument', { ...ACTION, arguments: { milestoneId: 'mil_2', reasons: 'rebuilt' } }],
  ['an argument more', { ...ACTION, arguments: { milestoneId: 'mil_1', reasons: 'rebuilt', amount: null } }],
  ['an argument less', { ...ACTION, arguments: { milestoneId: 'mil_1' } }],
  ['an object that has changed', { ...ACTION, objectVersion: '4' }],
  ['an object without a version', { ...ACTION, objectVersion: null }],
])('gives another challenge for %s', (_case, action) => {
  expect(challenge(action)).not.toBe(challenge(ACTION));
});

it('gives another challenge for another nonce, and never the same for two different texts', () => {
  expect(challenge(ACTION, Buffer.alloc(32, 8))).not.toBe(challenge(ACTION));
  const texts = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      const [one, other] = [
        { ...ACTION, arguments: left },
        { ...ACTION, arguments: right },
      ];
      expect(challenge(one) === challenge(other)).toBe(actionText(one) === actionText(other));
    }),
  );
});
