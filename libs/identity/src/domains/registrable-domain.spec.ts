import { expect, it } from '@jest/globals';
import { registrableDomain } from './registrable-domain.js';

it.each([
  ['acme.example', 'acme.example'],
  ['a.acme.example', 'acme.example'],
  ['b.c.acme.example', 'acme.example'],
  ['acme.co.uk', 'acme.co.uk'],
  ['build.acme.co.uk', 'acme.co.uk'],
  // Sold by a private party and not by the registry of the country: whoever owns it could be all of them.
  ['acme.co.de', 'co.de'],
])('%s was registered as %s', (domain, registered) => {
  expect(registrableDomain(domain)).toBe(registered);
});
