import { expect, it } from '@jest/globals';
import { Messages } from './messages.js';

const messages = new Messages({ 'a.greeting': 'Hello {name}, {name}! {count} of {total}.' }, { 'b.plain': 'Plain.' });

it('fills every place of a parameter and leaves a place without a parameter visible', () => {
  expect(messages.text('a.greeting', { name: 'Ada', count: 0 })).toBe('Hello Ada, Ada! 0 of {total}.');
  expect(messages.text('b.plain')).toBe('Plain.');
});

it('does not read a value as a pattern or as another parameter', () => {
  expect(messages.text('a.greeting', { name: '{count}$&$1', count: 1, total: 2 })).toBe(
    'Hello {count}$&$1, {count}$&$1! 1 of 2.',
  );
});

it('shows the key of a text that is missing, so that the request still answers', () => {
  expect(messages.has('a.greeting')).toBe(true);
  expect(messages.has('toString')).toBe(false);
  expect(messages.text('c.unknown', { name: 'Ada' })).toBe('c.unknown');
});

it('refuses a key that two catalogues define', () => {
  expect(() => new Messages({ 'a.b': 'one' }, { 'c.d': 'two', 'a.b': 'three' })).toThrow('a.b is defined twice');
});
