import { affirms, clausesOf } from './clauses.js';
import { namesMany } from './people-of-text.js';
import { COUNT_OF_MANY } from './said-number.js';

const PEOPLE = String.raw`(?:members|maintainers|administrators|admins|owners|committers|holders|developers|volunteers|contributors|people|persons|others|engineers|reviewers|collaborators)`;
const MANY = String.raw`(?:(?:${COUNT_OF_MANY}|other|remaining) (?:of )?(?:the )?(?:[\w-]+ ){0,3}?${PEOPLE}|(?:every|each) (?:[\w-]+ ){0,2}?(?:member|maintainer|administrator|admin|owner|committer|developer|volunteer|contributor)|(?:the )?(?:whole|entire|rest of the) (?:[\w-]+ ){0,2}?(?:team|group|council|board|staff)|every(?:body|one)(?: else)?)`;
const REMOVE = String.raw`(?:remov|revok|demot|downgrad|bann|block|withdr[ae]|strip|expel|evict|eject|oust|lock|kick|delet|cut|throw|threw|put|tak|took|los[et]|drop)\w*`;
const REMOVED_MANY: readonly RegExp[] = [
  // Whoever agrees to a removal, or is told of it, is not removed.
  new RegExp(
    String.raw`\b${REMOVE}\b(?:(?!\b(?:by|after|since|because|request)\b)[^,]){0,50}?\b${MANY}\b(?! (?:agree|consent|approve|vote|object|were (?:told|asked|informed)))`,
    'i',
  ),
  new RegExp(String.raw`\b${MANY}\b[^,]{0,40}?\b(?:is|are|was|were|been|being|get|got) (?:\w+ )?${REMOVE}`, 'i'),
  new RegExp(String.raw`\b${MANY}\b[^,]{0,25}?\b(?:lose|lost|loses)\b`, 'i'),
];

/** How many holders a removal is at the least about: two when its target or its sentence names them as many. */
export function saidHolders(target: string, summary: string): number {
  const isMany =
    namesMany(target) || clausesOf(summary).some((clause) => REMOVED_MANY.some((pattern) => pattern.test(clause)));
  return isMany ? 2 : 1;
}

const UNUSED =
  /\b(?:inactiv(?:e|ity)|dormant|emerit(?:us|i|a)|(?:not|no longer) (?:been )?active|(?:no|without) (?:any )?activity)\b/i;
const PRETEXT = /\b(?:pretext|claim\w*|alleg\w*|although|though|not inactive|despite)\b/i;

/** Rights that end because nobody used them, and not because somebody was put out. */
export function saysInactivity(text: string): boolean {
  return clausesOf(text).some((clause) => UNUSED.test(clause) && !PRETEXT.test(clause));
}

const MOTION = String.raw`(?:vote|motion|ballot|resolution|poll)`;
const DECIDED = new RegExp(
  String.raw`\b(?:after|by|through|following|with|in) (?:an? |the |its |their )?(?:[\w-]+ ){0,3}?${MOTION}\b|\b${MOTION} (?:that )?(?:passe[sd]|carries|carried|closed)\b|\bvote[sd]? (?:\d|unanim|in favou?r|to (?:end|remove|revoke|withdraw))`,
  'i',
);

/** A removal that was decided by those who may. */
export function saysMotion(summary: string): boolean {
  return affirms(summary, DECIDED);
}

/** A vote about who joins is no motion to remove somebody. */
export function isAboutJoining(text: string): boolean {
  return /\b(?:nominat\w*|promot\w*|accept\w*|admi(?:t|ssion)\w*|join\w*|new (?:member|maintainer|committer)s?|candida\w*)\b/i.test(
    text,
  );
}
