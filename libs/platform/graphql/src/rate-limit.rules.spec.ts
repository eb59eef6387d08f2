import { describe, expect, it } from '@jest/globals';
import { ANONYMOUS, asId } from '#platform/kernel';
import { callerOf } from './rate-limit.rules.js';

const ID = '0198c0de-0000-7000-8000-000000000001';
const token = {
  kind: 'token' as const,
  tokenId: asId<'api'>(ID),
  personId: asId<'usr'>(ID),
  organisationId: asId<'org'>(ID),
  productId: null,
  scopes: [],
};

describe('the bucket of a request', () => {
  it.each([
    ['an IPv4 address is its own', '192.0.2.7', 'address:192.0.2.7'],
    ['an IPv4 address in IPv6 form is its own', '::ffff:192.0.2.7', 'address:::ffff:192.0.2.7'],
    ['an IPv6 address is that of its network', '2001:db8:1:2:3:4:5:6', 'address:2001:db8:1:2'],
    ['an IPv6 address with zeros left out is that of its network too', '2001:db8::9', 'address:2001:db8:0:0'],
  ])('of %s', (_case, address, caller) => {
    expect(callerOf(ANONYMOUS, address)).toBe(caller);
  });

  it('of a token is not the one of its person, wherever it is used', () => {
    expect(callerOf(token, '192.0.2.7')).toBe(`token:${ID}`);
    expect(callerOf(token, '192.0.2.8')).toBe(`token:${ID}`);
  });
});
