import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS, OPERATOR_RIGHTS, SECOND_MS, addMs, type OrganisationRole } from '#platform/kernel';
import { clientFamily, isOpen, sessionLimits } from './session.rules.js';

const START = new Date('2026-01-01T00:00:00Z');

function openAfter(roles: readonly OrganisationRole[], ageMs: number, idleMs: number): boolean {
  const now = addMs(START, ageMs);
  return isOpen(
    { createdAt: START, lastSeenAt: addMs(now, -idleMs) },
    sessionLimits({ roles, operatorRights: [] }),
    now,
  );
}

describe('a session', () => {
  it.each([
    ['finance', 30 * MINUTE_MS, 12 * HOUR_MS],
    ['reviewer', 30 * MINUTE_MS, 12 * HOUR_MS],
    ['programme_officer', 30 * MINUTE_MS, 12 * HOUR_MS],
    ['member', 14 * DAY_MS, 30 * DAY_MS],
    ['admin', 14 * DAY_MS, 30 * DAY_MS],
  ] as const)('of somebody with the role %s rests %d ms and lives %d ms at most', (role, idle, absolute) => {
    expect(openAfter([role], idle, idle - SECOND_MS)).toBe(true);
    expect(openAfter([role], idle, idle)).toBe(false);
    expect(openAfter([role], absolute - SECOND_MS, 0)).toBe(true);
    expect(openAfter([role], absolute, 0)).toBe(false);
  });

  it('has the strictest limits among all roles of the person, and the ordinary ones without any', () => {
    expect(openAfter(['member', 'admin', 'reviewer'], HOUR_MS, HOUR_MS)).toBe(false);
    expect(openAfter([], HOUR_MS, HOUR_MS)).toBe(true);
  });

  it.each(OPERATOR_RIGHTS)('of an operator with the right %s has the strict limits, without any role', (right) => {
    expect(sessionLimits({ roles: [], operatorRights: [right] })).toEqual({
      idleMs: 30 * MINUTE_MS,
      absoluteMs: 12 * HOUR_MS,
    });
  });
});

describe('the family of a client', () => {
  const CHROME =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox'],
    [CHROME, 'Chrome'],
    [`${CHROME} Edg/142.0.0.0`, 'Edge'],
    [`${CHROME} OPR/120.0`, 'Opera'],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15', 'Safari'],
    ['curl/8.5.0', 'curl'],
    ['<script>alert(1)</script>', 'other'],
    ['', 'other'],
    [undefined, 'other'],
  ])('of "%s" is %s', (userAgent, family) => {
    expect(clientFamily(userAgent)).toBe(family);
  });
});
