/** Whom invoices are made out to, and where they are sent. */
export interface BillingDetails {
  readonly legalName: string;
  /** Where invoices go; often a mailbox that several people read. */
  readonly mail: string;
  readonly address: BillingAddress;
  /** With the letters of its country; null for who has none. */
  readonly vatId: string | null;
  /** ISO 639-1 code of the language in which Stripe writes. */
  readonly language: string;
}

export interface BillingAddress {
  readonly line1: string;
  readonly line2: string | null;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166-1 code. */
  readonly country: string;
}

/** Letters that VAT ids of the European Union begin with; Greece has its own, and so has Northern Ireland. */
const EUROPEAN =
  /^(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[0-9A-Z+*]{2,12}$/;
const OTHERS: readonly (readonly [RegExp, VatIdType])[] = [
  [/^GB[0-9A-Z]{5,12}$/, 'gb_vat'],
  [/^CHE[0-9]{9}(MWST|TVA|IVA)?$/, 'ch_vat'],
  [/^NO[0-9]{9}(MVA)?$/, 'no_vat'],
];

/** As Stripe calls them. */
export type VatIdType = 'eu_vat' | 'gb_vat' | 'ch_vat' | 'no_vat';

/** A VAT id as it is printed: in capitals, without spaces, dots and dashes. */
export function plainVatId(text: string): string {
  return text.toUpperCase().replaceAll(/[\s.-]/g, '');
}

/** Which register a plain VAT id belongs to; null for one of a form that none of them has. */
export function vatIdTypeOf(vatId: string): VatIdType | null {
  if (EUROPEAN.test(vatId)) return 'eu_vat';
  return OTHERS.find(([form]) => form.test(vatId))?.[1] ?? null;
}
