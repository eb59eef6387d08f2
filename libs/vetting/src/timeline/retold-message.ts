import type { Demand, MessageClass } from '../events/project-event.js';

/** What somebody else wrote about a message, read by the same rubric as the message itself would be. */
export interface RetoldMessage {
  readonly classes: readonly MessageClass[];
  readonly demand: Demand | null;
  /** The one who would gain is the one who wrote. */
  readonly isForSender: boolean;
}

const REPLACE =
  /\b(?:new|another|different|change of|replac\w+ (?:the|of the)) maintainer|\bstep(?:s|ping)? (?:down|aside)\b|\bhand(?:s|ed|ing)?[ -]?over\b|\bpass(?:es|ed|ing)? on\b/i;
const ADD =
  /\b(?:becom\w+|be made|made|add(?:s|ed|ing)?|appoint\w*|nam(?:e|es|ed|ing))(?: \w+){0,2} (?:co-?)?maintainers?\b|\b(?:second|more|additional|co-?) ?maintainers?\b/i;
const FOR_SENDER = /\b(?:the (?:writers?|senders?|askers?)|himself|herself|themselves|oneself)\b/i;

const CLASSES: readonly (readonly [MessageClass, RegExp])[] = [
  ['B', /\b(?:accus\w+|blam\w+|complain\w*|reproach\w*|chok\w+|neglect\w*|lost interest|loses interest)\b/i],
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
