import { clausesOf } from './clauses.js';

const REPLACES = /\b(?:replac\w+|instead of|in place of|exchang\w+|swap\w*|taken out|no longer)\b/i;
const ADDS = /\b(?:add(?:s|ed|ing)?|additional(?:ly)?|beside|besides|extend\w*|as well|both)\b/i;

/** Whether a contact replaces the old one; null when it is not said, or both. */
export function saidReplacesOld(summary: string): boolean | null {
  const [replaces, adds] = [REPLACES.test(summary), ADDS.test(summary)];
  return replaces === adds ? null : replaces;
}

const NOBODY =
  /\b(?:nobody|no ?one)(?: else)? (?:\w+ )?(?:approv|look|review|ask|agree|sign|check|confirm|second)\w*|\bwithout (?:an?y? |the )?(?:\w+ )?(?:approval|review|consent|second (?:person|pair))\b/i;

/** That nobody else had a look. */
export function saysNobodyElse(summary: string): boolean {
  return clausesOf(summary).some((clause) => NOBODY.test(clause));
}
