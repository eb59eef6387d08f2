import { clausesOf } from './clauses.js';
import { daysSaid, SPAN } from './said-number.js';

/**
 * What the sentence of a record says where its facts say nothing: a few phrases with one meaning, in English, and never a
 * name or a date. Whatever is read here is told as an assumption.
 */
const SOURCE = String.raw`(?:tree|sources?|repositor(?:y|ies)|repos?|tags?|git|cvs|svn|subversion|mercurial|version control|commits?|history)`;
const ITS_SOURCE = String.raw`(?:(?:its|the|any|their|a) )?(?:[\w-]+ ){0,2}?${SOURCE}\b`;
const NOT_IN_SOURCE: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:not|nowhere|absent|missing|lacking|unknown|(?:cannot|can't|could not) be)(?: (?!differ|deviat|diverg)\w+)? (?:in|from|to) ${ITS_SOURCE}`,
    'i',
  ),
  /\bonly (?:in|inside) (?:the )?(?:[\w-]+ ){0,2}?(?:archives?|packages?|tarballs?|wheels?|art[ei]facts?)\b/i,
  /\bonly (?:in )?(?:the )?(?:[\w-]+ )?(?:archives?|packages?|tarballs?|wheels?) (?:has|have|holds?|contains?|carr(?:y|ies))\b/i,
  /\b(?:no|without (?:an?|any)?) ?(?:(?:matching|corresponding|such|related|visible|release or|commit or|tag or) )?(?:commits?|tags?|counterparts?)\b(?= (?:for|of|in|on|at|or|behind|with|exists?|to)\b|,| *$)/i,
  new RegExp(
    String.raw`\b${SOURCE} (?:is|was|are|were|remains?|stays?) (?:untouched|unchanged|unaffected|clean)\b`,
    'i',
  ),
  new RegExp(
    String.raw`(?<!\b(?:not|never|nor) )\b(?:differ(?:s|ed|ing)?|deviat\w+|diverg\w+) from ${ITS_SOURCE}`,
    'i',
  ),
  new RegExp(String.raw`\b(?:not|never) (?:match|correspond to|agree with|built from) ${ITS_SOURCE}`, 'i'),
  new RegExp(
    String.raw`\b${SOURCE} (?:do|does|did) not (?:have|hold|contain|know|show|explain|include)\b|\b${SOURCE} (?:never had|lacks?)\b`,
    'i',
  ),
];
/** "There is nothing that is not in the tree". */
const NOTHING = /\b(?:nothing|none|no file|no longer)\b/i;

/** The published artefact holds what its source does not. */
export function saysArtefactDiffers(summary: string): boolean {
  return clausesOf(summary).some(
    (clause) => !NOTHING.test(clause) && NOT_IN_SOURCE.some((pattern) => pattern.test(clause)),
  );
}

const MADE = String.raw`(?:creat|publish|register|upload|made|appear|born|push)\w*`;
const JUST_MADE = new RegExp(
  String.raw`\b(?:just|newly|freshly)[- ]${MADE}\b|\bbrand[- ]new\b|\b${MADE} (?:on )?(?:the same|that) day\b`,
  'i',
);
const AGE: readonly RegExp[] = [
  new RegExp(String.raw`\b${SPAN}[- ]old\b`, 'i'),
  new RegExp(String.raw`\b${MADE}\b[^.;]{0,20}?\b${SPAN} (?:earlier|before|ago|prior)\b`, 'i'),
];

/** How old something is said to be, in whole days; null when it is not said. */
export function saidAgeDays(summary: string): number | null {
  if (JUST_MADE.test(summary)) return 0;
  const days = daysSaid(summary, AGE);
  return days === null ? null : Math.floor(days);
}

/** A tag of which users were told that it moves. */
export function saysFloating(text: string): boolean {
  return clausesOf(text).some(
    (clause) =>
      /\b(?:declar|document)\w*\b.{0,30}\b(?:floating|moving)\b|\bfloating\b.{0,15}\b(?:by|per|in) (?:the |its )?(?:documentation|readme|policy|declaration)\b/i.test(
        clause,
      ) && !/\bnot\b/i.test(clause),
  );
}

/** What changes is said in the changelog. */
export function saysInChangelog(text: string): boolean {
  return clausesOf(text).some(
    (clause) =>
      /\b(?:in|by|with|says) (?:the |an? )?(?:\w+ )?(?:changelog|release notes|news file)\b|\bthe changelog says\b/i.test(
        clause,
      ) && !/\b(?:not|no|never|without|neither)\b/i.test(clause),
  );
}
