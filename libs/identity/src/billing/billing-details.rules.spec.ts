import { expect, it } from '@jest/globals';
import { plainVatId, vatIdTypeOf } from './billing-details.rules.js';

it.each([
  ['DE 123456789', 'eu_vat'],
  ['EL123456789', 'eu_vat'],
  ['gb 980 7806 84', 'gb_vat'],
  ['CHE-123.456.788 MWST', 'ch_vat'],
  ['NO 123456785 MVA', 'no_vat'],
])('knows the register of %s', (text, type) => {
  expect(vatIdTypeOf(plainVatId(text))).toBe(type);
});

it.each(['', 'DE', '123456789', 'GR123456789', 'US12-3456789', 'DE1234567890123'])(
  'knows no register of "%s"',
  (text) => {
    expect(vatIdTypeOf(plainVatId(text))).toBeNull();
  },
);
