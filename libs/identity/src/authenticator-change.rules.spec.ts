import { describe, expect, it } from '@jest/globals';
import { DAY_MS, addMs } from '#platform/kernel';
import { pauseEnd, pausesDecisions, type AuthenticatorChange } from './authenticator-change.rules.js';

const NOW = new Date('2026-01-08T00:00:00Z');

describe('a change of authenticators', () => {
  it.each(['passkey_added', 'recovery_codes_made'] as const)(
    'of the kind %s pauses nothing when it is the first of an account of less than a day',
    (change) => {
      expect(pausesDecisions(change, { accountAgeMs: DAY_MS - 1, isFirst: true })).toBe(false);
      expect(pausesDecisions(change, { accountAgeMs: DAY_MS, isFirst: true })).toBe(true);
      expect(pausesDecisions(change, { accountAgeMs: 0, isFirst: false })).toBe(true);
    },
  );

  it.each([
    'passkey_removed',
    'recovery_code_used',
    'identity_linked',
    'identity_unlinked',
    'mail_changed',
  ] satisfies AuthenticatorChange[])('of the kind %s always pauses decisions', (change) => {
    expect(pausesDecisions(change, { accountAgeMs: 0, isFirst: true })).toBe(true);
  });

  it('pauses them for seven days, to the millisecond', () => {
    expect(pauseEnd(addMs(NOW, -7 * DAY_MS), NOW)).toBeNull();
    expect(pauseEnd(addMs(NOW, -7 * DAY_MS + 1), NOW)).toEqual(addMs(NOW, 1));
    expect(pauseEnd(null, NOW)).toBeNull();
  });
});
