import type { Demand, MessageClass } from '../events/project-event.js';
import { DEMAND_PHRASES, DISTRESS_PHRASES, NAMED, SELF_OFFER } from './demand-phrases.js';
import { CLASS_PHRASES, type Phrase, type PressureClass } from './message-phrases.js';

/** Why a class was given: the row of the table, and the words of the message that fit it. */
interface PhraseHit {
  readonly about: PressureClass | Demand | 'DISTRESS' | 'BENEFICIARY';
  readonly rule: string;
  readonly words: string;
}

export interface MessageReading {
  /** N alone when nothing else was found; classes overlap otherwise. */
  readonly classes: readonly MessageClass[];
  readonly demand: Demand | null;
  /** Who would gain by the demand, when the message says so. */
  readonly beneficiary: 'SENDER' | 'NAMED' | null;
  /** The name as it was written, when the beneficiary is NAMED. */
  readonly beneficiaryName: string | null;
  /** The writer says of himself that it is too much. */
  readonly isDistress: boolean;
  readonly hits: readonly PhraseHit[];
}

const MAX_TEXT = 20_000;
const MAX_SENTENCE = 600;
const CLASSES: readonly PressureClass[] = ['D', 'B', 'G', 'C', 'U'];
/** Something that can be looked up: the urgency has a reason that a maintainer can weigh. */
const SPECIFIC =
  /\b(?:cve-\d{4}-\d{4,}|ghsa-[\w-]+|#\d+|[0-9a-f]{7,40}|https?:\/\/\S+|\w+\.(?:c|h|cc|cpp|rs|go|py|js|ts|java):\d+)\b/;

/**
 * Reads a message to maintainers by the rubric: demand, blame, guilt, comparison, urgency without specifics, or neutral.
 * Advisory: it is a table of English phrases and understands nothing, so that irony, other languages and new phrases pass it
 * by. It looks at words alone, never at who wrote them. What the writer quotes is not read.
 */
export function classifyMessage(text: string): MessageReading {
  const own = ownWords(text.slice(0, MAX_TEXT));
  const sentences = sentencesOf(own);
  const demandHits = (Object.keys(DEMAND_PHRASES) as Demand[]).flatMap((demand) =>
    hitsOf(demand, DEMAND_PHRASES[demand], sentences),
  );
  const demand = (demandHits[0]?.about ?? null) as Demand | null;
  const classHits = CLASSES.flatMap((about) =>
    hitsOf(about, CLASS_PHRASES[about], sentencesFor(about, sentences, own)),
  );
  const distressHits = hitsOf('DISTRESS', DISTRESS_PHRASES, sentences);
  const gain = beneficiaryOf(demand, own, sentences);
  const found = new Set<MessageClass>(classHits.map(({ about }) => about as PressureClass));
  if (demand !== null) found.add('D');
  const classes = CLASSES.filter((name) => found.has(name));
  return {
    classes: classes.length === 0 ? ['N'] : classes,
    demand,
    beneficiary: gain.beneficiary,
    beneficiaryName: gain.name,
    isDistress: distressHits.length > 0,
    hits: [...classHits, ...demandHits, ...distressHits, ...gain.hits],
  };
}

/** The text without quoted lines, the line that introduces them, forwarded mail and the signature. */
export function ownWords(text: string): string {
  const lines: string[] = [];
  for (const line of text.replaceAll('\r\n', '\n').replaceAll('\u2019', "'").split('\n')) {
    if (/^-- ?$/.test(line) || /^-+ ?(?:original|forwarded) message ?-+$/i.test(line.trim())) break;
    if (!/^\s*[>|]/.test(line)) lines.push(line);
  }
  return lines
    .join('\n')
    .replace(/^(?:on|le|am|el) [^\n]{5,200}(?:\n[^\n]{0,100})?(?:wrote|schrieb|a écrit|escribió):[ \t]*$/gim, '');
}

/** Urgency that names what it is about is a report, not pressure. */
function sentencesFor(about: PressureClass, sentences: readonly string[], own: string): readonly string[] {
  return about === 'U' && SPECIFIC.test(own.toLowerCase()) ? [] : sentences;
}

function sentencesOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/(?<=[.!?])\s+|\n\s*\n/)
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_SENTENCE))
    .filter((sentence) => sentence !== '');
}

function hitsOf(about: PhraseHit['about'], phrases: readonly Phrase[], sentences: readonly string[]): PhraseHit[] {
  return phrases.flatMap(({ name, pattern }) => {
    const words = sentences.map((sentence) => pattern.exec(sentence)?.[0]).find((match) => match !== undefined);
    return words === undefined ? [] : [{ about, rule: name, words }];
  });
}

function beneficiaryOf(
  demand: Demand | null,
  own: string,
  sentences: readonly string[],
): { readonly beneficiary: 'SENDER' | 'NAMED' | null; readonly name: string | null; readonly hits: PhraseHit[] } {
  if (demand === null) return { beneficiary: null, name: null, hits: [] };
  const [offer] = hitsOf('BENEFICIARY', SELF_OFFER, sentences);
  if (offer) return { beneficiary: 'SENDER', name: null, hits: [offer] };
  const named = NAMED.exec(own.replaceAll(/\s+/g, ' '));
  if (!named) return { beneficiary: null, name: null, hits: [] };
  return { beneficiary: 'NAMED', name: named[1]!, hits: [{ about: 'BENEFICIARY', rule: 'named', words: named[0] }] };
}
