import type { Demand, MessageClass } from '../events/project-event.js';

/** What somebody else wrote about a message, read by the same rubric as the message itself would be. */
export interface RetoldMessage {
  readonly classes: readonly MessageClass[];
  readonly demand: Demand | null;
  /** The one who would gain is the one who wrote. */
  readonly isForSender: boolean;
}

const KEEPER = String.raw`(?:co-?)?(?:maintainers?|committers?|owners?|administrators?|admins?|leads?|releasers?)`;
const RIGHT = String.raw`(?:(?:commit|push|write|merge|release|publish|admin)(?:ting|ing)?[ -](?:access|rights?|bit|permissions?|powers?)|(?:the )?role of|maintainership)`;
const REPLACE = new RegExp(
  [
    String.raw`\b(?:new|another|different|other|fresh|change of|replac\w+ (?:the|of the)) ${KEEPER}\b`,
    String.raw`\b(?:somebody|someone|anybody|others?) (?:else )?(?:should|must|has to|have to|to|who) (?:\w+ )?(?:run|lead|maintain|take)\w*`,
    String.raw`\bstep(?:s|ping)? (?:down|aside|back)\b`,
    String.raw`\bhand(?:s|ed|ing)?[ -]?over\b|\bpass(?:es|ed|ing)? on\b|\btak(?:e|es|ing) (?:it |things |the project )?over\b`,
    String.raw`\b(?:make way|make room|resign|giv(?:e|es|ing) (?:it |the project )?(?:up|away))\b`,
  ].join('|'),
  'i',
);
const ADD = new RegExp(
  [
    String.raw`\b(?:becom\w+|be(?:ing)? (?:made|given|named|appointed)|made|add(?:s|ed|ing)?|appoint\w*|nam(?:e|es|ed|ing)|promot\w+)(?: [\w-]+){0,3} ${KEEPER}\b`,
    String.raw`\b(?:second|more|additional|co-?) ?maintainers?\b`,
    String.raw`\b(?:giv(?:e|es|en|ing)|grant\w*|gets?|deserv\w+|demand\w*|wants?|ask\w* for|request\w*|should have|insist\w*)\b.{0,40}\b${RIGHT}`,
    String.raw`\b(?:giv(?:e|es|en|ing)|gets?|have|offer\w*)\b.{0,20}\bthe role\b`,
    String.raw`\b(?:let|allow)\b.{0,40}\b(?:commit|merge|push|release|publish)\b`,
    String.raw`\boffers? (?:\w+ ){0,2}?(?:to maintain|to take care|as (?:a )?maintainer)`,
  ].join('|'),
  'i',
);
const FOR_SENDER =
  /\b(?:the (?:writers?|senders?|askers?)|himself|herself|themselves|oneself|one of (?:them|the (?:writers|senders))|on being (?:given|made|added|named)|(?:wants?|asks?|demands?|offers?|insists?) to (?:become|be|take|maintain|join|get)|(?:asks?|wants?|demands?) (?:for )?(?:commit|push|write|merge|release|publish|admin)[ -])/i;

const CLASSES: readonly (readonly [MessageClass, RegExp])[] = [
  [
    'B',
    /\b(?:accus\w+|blam\w+|complain\w*|grumbl\w*|reproach\w*|chok\w+|neglect\w*|lost interest|loses interest|let down|nothing moves)\b/i,
  ],
  ['G', /\b(?:health|illness|burn-?out|exhaust\w+|overload\w*)\b.*\b(?:argument|reason|pretext|excuse)\b/i],
  ['C', /\b(?:compar\w+|fork would|others would|better maintained)\b/i],
  ['U', /\burgen\w+\b.*\b(?:unnamed|unspecified|unknown|undisclosed)\b|\b(?:insist\w*|pressur\w+|deadline)\b/i],
];

/** A table of phrases: advisory, in English, and shown as an assumption wherever it is used. */
export function readRetoldMessage(summary: string): RetoldMessage {
  const demand = REPLACE.test(summary) ? 'REPLACE_MAINTAINER' : ADD.test(summary) ? 'ADD_MAINTAINER' : null;
  const found = CLASSES.filter(([, pattern]) => pattern.test(summary)).map(([name]) => name);
  const classes = demand === null ? found : (['D', ...found] as const);
  return {
    classes: classes.length === 0 ? ['N'] : classes,
    demand,
    isForSender: demand !== null && FOR_SENDER.test(summary),
  };
}
