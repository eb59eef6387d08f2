import { expect, it } from '@jest/globals';
import { DomainError } from './domain-error.js';
import { present } from './present.js';

it('hands a value on, also an empty one', () => {
  expect([present(0), present('')]).toEqual([0, '']);
});

it.each([null, undefined])('takes %s for a bug and not for a refusal that a client is told', (value) => {
  expect(() => present(value)).toThrow('missing');
  expect(() => present(value)).not.toThrow(DomainError);
});
