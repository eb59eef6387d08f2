import { daysSaid, SPAN } from './said-number.js';
import { clausesOf } from './clauses.js';

const OUTSIDER =
  /\b(?:strangers?|outsiders?|unknown|unnamed|not named|never (?:contributed|worked)|(?:no|without)(?: \w+){0,2} (?:contributions?|commits?|history|lineage|involvement))\b/i;
const INSIDER: readonly RegExp[] = [
  /\b(?:long[- ]?(?:time|standing)|existing|fellow|present|current|co-?)[- ]?(?:\w+ )?(?:contributors?|maintainers?|committers?|members?|leads?|developers?)\b/i,
  /\b(?:contributors?|maintainers?|committers?|members?|developers?|leads?|contributed|maintained|looked after|worked|commits?)\b.{0,40}\b(?:for|since|of|over)\b.{0,15}\b(?:years|a decade|decades|\d{4})\b/i,
  /\b(?:the )?same (?:team|people|owners?|maintainers?|company|persons?)\b/i,
  /\b(?:company|employer|firm|owner|organi[sz]ation)\b.{0,20}\b(?:renam\w+|has a new name|changes? (?:its )?name)\b/i,
];

const OWN = /\b(?:that|which) (?:she|he|they|the owners?) (?:\w+ )?(?:owns?|controls?|runs?)\b/i;

/** Whether whoever takes over is said to have worked for the project; null when nothing is said. */
export function saidLineage(summary: string, isByOwner: boolean): boolean | null {
  if (OUTSIDER.test(summary)) return null;
  // Only an owner stays one by moving to a place that he holds.
  if (isByOwner && OWN.test(summary)) return true;
  return clausesOf(summary).some((clause) => INSIDER.some((pattern) => pattern.test(clause))) ? true : null;
}

const NOTICE: readonly RegExp[] = [
  new RegExp(
    String.raw`\b${SPAN}(?: long)?(?: of| after)? (?:public |written )?(?:notice|comments?|discussion|announcement)\b`,
    'i',
  ),
  new RegExp(
    String.raw`\b(?:announc|publish|public|told|notice|notif)\w*\b[^.;]{0,40}?\b${SPAN} (?:before|earlier|in advance|ahead|ago)\b`,
    'i',
  ),
  new RegExp(String.raw`\b(?:in public|publicly|public issues?)\b[^.;]{0,20}?\b(?:over|for|during) ${SPAN}\b`, 'i'),
];

/** How many days before it was announced, as the sentence of a transfer says it. */
export function saidNoticeDays(summary: string): number | null {
  const days = daysSaid(summary, NOTICE);
  return days === null ? null : Math.floor(days);
}

const MOVE =
  /\b(?:transfer\w*|hand(?:s|ed|ing)?[ -]?(?:over|off)|tak(?:e|es|en|ing) (?:\w+ ){0,3}?over|taken in|mov(?:e|es|ed|ing)|new (?:homes?|owners?|maintainers?|stewards?|leads?)|wind[- ]?down|end(?:s|ing)?|success(?:or|ors|ion)|adopt\w*|foundations?|donat\w*|offer(?:s|ed|ing)?|sell(?:s|ing)?|sold|sale|acqui(?:re|res|red|sition)|giv(?:e|es|en|ing) (?:up|away)|leav(?:e|es|ing)|step(?:s|ped|ping)? (?:down|back))\b/i;

/** A word in public is notice of a transfer when it speaks of one. */
export function speaksOfTransfer(text: string): boolean {
  return MOVE.test(text);
}
