import { describe, expect, it } from '@jest/globals';
import { domainOf } from './organisation-domain.rules.js';

describe('a domain', () => {
  it.each([
    ['acme.example', 'acme.example'],
    [' Acme.Example. ', 'acme.example'],
    ['www.acme.co.uk', 'www.acme.co.uk'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ])('is known in one form: %s', (text, domain) => {
    expect(domainOf(text)).toBe(domain);
  });

  it.each([
    '',
    'acme',
    'localhost',
    '127.0.0.1',
    '2130706433',
    '[::1]',
    '-acme.example',
    'acme-.example',
    'acme..example',
    'acme.example/path',
    'https://acme.example',
    'user@acme.example',
    'acme.example:443',
    '*.acme.example',
    'acme example.org',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}example`,
  ])('is none: %s', (text) => {
    expect(domainOf(text)).toBeNull();
  });
});
