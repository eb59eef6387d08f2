import { describe, expect, it } from '@jest/globals';
import { mailAddressOf, ownHostOf } from './mail-address.rules.js';

describe('the host of a mail address', () => {
  it('is told where people of one house have it, and not where anybody can get one', () => {
    expect(ownHostOf(mailAddressOf('Ada@Widgets.Test')!)).toBe('widgets.test');
    expect(ownHostOf(mailAddressOf('ada@gmail.com')!)).toBeNull();
    expect(ownHostOf(mailAddressOf('ada@Proton.me')!)).toBeNull();
  });
});
