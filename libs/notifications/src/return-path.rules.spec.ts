import { describe, expect, it } from '@jest/globals';
import { newId } from '#platform/kernel';
import { deliveryOfReturnPath, returnPath } from './return-path.rules.js';

const KEY = 'a-key-that-makes-codes';
const MAILBOX = 'twenty.letters-here_@mail.example.org';

describe('a return path', () => {
  const id = newId<'dlv'>();
  const address = returnPath(MAILBOX, KEY, id);

  it('leads back to its delivery, also when a server has changed the case of letters', () => {
    expect(deliveryOfReturnPath(KEY, address)).toBe(id);
    expect(deliveryOfReturnPath(KEY, ` ${address.toUpperCase()} `)).toBe(id);
  });

  it('keeps to the length of a local part, with the longest mailbox that is configured', () => {
    expect(address.split('@')[0]).toHaveLength(64);
  });

  const [local = '', host = ''] = address.split('@');
  it.each([
    ['of another key', returnPath(MAILBOX, 'another-key-of-codes', id)],
    [
      'of another delivery with this signature',
      returnPath(MAILBOX, KEY, newId<'dlv'>()).split('-').slice(0, -1).join('-') +
        address.slice(address.lastIndexOf('-', address.indexOf('@'))),
    ],
    ['with a shorter signature', `${local.slice(0, -1)}@${host}`],
    ['with more behind it', `${local}0@${host}`],
    ['without a signature', `${local.slice(0, -17)}@${host}`],
    ['of the mailbox itself', MAILBOX],
    ['of nobody', ''],
  ])('%s leads nowhere', (_case, forged) => {
    expect(forged).not.toBe(address);
    expect(deliveryOfReturnPath(KEY, forged)).toBeNull();
  });
});
