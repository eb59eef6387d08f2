import type { Demand } from '../events/project-event.js';
import type { Phrase } from './message-phrases.js';

const SOMEBODY = String.raw`(?:a|an|another|new|more|some|someone|somebody|additional|co-?|second|other|active|different)`;
const KEEPER = String.raw`(?:co-?)?(?:maintainers?|owners?|leads?|committers?)`;

/** What is asked for; each also counts as D. */
export const DEMAND_PHRASES: Readonly<Record<Demand, readonly Phrase[]>> = {
  REPLACE_MAINTAINER: [
    {
      name: 'give it to others',
      pattern:
        /\b(?:give|leave|cede|surrender|entrust) (?:it|this|the project|the repo(?:sitory)?|the package|the library|the keys|control|this project) (?:over )?to\b/,
    },
    {
      name: 'others should run it',
      pattern:
        /\b(?:be|is) (?:best|better|good|time)\b.{0,40}\b(?:if|that|for) (?:somebody|someone|others|a new person|fresh people)\b.{0,40}\b(?:ran|run|took|take|led|lead|maintained|maintain|did|do)\b/,
    },
    {
      name: 'new at the top',
      pattern:
        /\b(?:change at the top|new (?:leadership|management|blood|hands|owners?)|fresh (?:blood|hands|leadership))\b/,
    },
    {
      name: 'ready to take over',
      pattern:
        /\b(?:is|are|stands?|would be) (?:ready|willing|able|prepared|happy) to take (?:it |this |things )?over\b/,
    },
    {
      name: 'change of maintainer',
      pattern: new RegExp(
        String.raw`\b(?:change|replace|swap|switch|new|until there is (?:a )?new|different)\b.{0,15}\bmaintainers?\b(?!')`,
      ),
    },
    {
      name: 'pass on',
      pattern:
        /\b(?:pass(?:ing)?(?: it)? on|hand(?:ing)?(?: it)? (?:over|off)|give (?:up|away)|turn over|transfer|relinquish)\b.{0,40}\b(?:maintainership|maintenance|ownership|project|repo|repository|package|library|keys|control|it|to someone|to somebody)\b/,
    },
    {
      name: 'step down',
      pattern:
        /\b(?:you|maintainer|he|she|time to|time for you to)\b.{0,40}\b(?:step(?:ping)? (?:down|aside|back)|resign|retire|move (?:aside|on)|let go|get out of the way|make (?:way|room))\b/,
    },
    {
      name: 'somebody else takes over',
      pattern:
        /\b(?:let|have|allow|want|need)\b.{0,30}\b(?:take|taking|takes) (?:it |this |things |the project )?over\b/,
    },
  ],
  ADD_MAINTAINER: [
    {
      name: 'should have rights',
      pattern:
        /\b(?:should|must|needs?|has to|have to|deserves?|ought to|could)\b.{0,20}\b(?:commit|push|write|merge|release|publish|admin)[ -](?:access|rights?|bit|permissions?)\b/,
    },
    {
      name: 'should have added',
      pattern:
        /\b(?:should|could|must) have (?:brought in|added|found|appointed|got|taken on)\b.{0,20}\b(?:co-?)?(?:maintainers?|owners?|committers?|people)\b/,
    },
    {
      name: 'add to the team',
      pattern:
        /\b(?:add|invite|bring|let) (?:me|us|him|her|them|[a-z]+) (?:in)?to the (?:organi[sz]ation|team|project|maintainers|group|owners|committers)\b/,
    },
    {
      name: 'add a maintainer',
      pattern: new RegExp(
        String.raw`\b(?:add|appoint|promote|bring in|bring on|find|get|need|needs|recruit|make)\b(?: \S+){0,4}? ${SOMEBODY}? ?${KEEPER}\b`,
      ),
    },
    {
      name: 'give access',
      pattern:
        /\b(?:give|grant|let|make|allow)\b.{0,40}\b(?:commit|push|write|merge|release|publish|admin)[ -]?(?:access|rights?|bit|permissions?|it|himself|herself|themselves|directly|himself)\b/,
    },
    {
      name: 'why can he not',
      pattern:
        /\bwhy (?:can't|can not|cannot|won't you let|don't you let) (?:you |he |she |they |\w+ )?(?:commit|merge|push|release|publish)\b/,
    },
  ],
};

/** A person says of himself that it is too much. */
export const DISTRESS_PHRASES: readonly Phrase[] = [
  {
    name: 'I am burned out',
    pattern:
      /\b(?:i am|i'm|i was|i have been|i've been|i feel|i felt)\b.{0,30}\b(?:burn(?:ed|t)[ -]?out|burning out|exhausted|overwhelmed|overworked|overloaded|depressed|worn out|at my limit|drained|struggling)\b/,
  },
  {
    name: 'my health',
    pattern: /\b(?:my|longterm|long-term)\b.{0,15}\b(?:mental health|health|illness|burn-?out|depression|anxiety)\b/,
  },
  {
    name: 'I cannot keep up',
    pattern:
      /\bi (?:can't|cannot|can no longer|am not able to|haven't been able to|am unable to)\b.{0,25}\b(?:keep up|cope|handle (?:this|it|all)|do this (?:any ?more|alone)|maintain this (?:any ?more|alone)|go on|continue)\b/,
  },
  {
    name: 'I have no time left',
    pattern: /\bi (?:have|had|'ve) (?:no|little|hardly any|barely any) (?:time|energy|strength|motivation)(?: left)?\b/,
  },
  {
    name: 'my ability to care',
    pattern: /\bmy (?:ability|energy|capacity|motivation)\b.{0,25}\b(?:limited|gone|low|used up|exhausted)\b/,
  },
  {
    name: 'too much for me',
    pattern:
      /\b(?:too much for me|more than i can|i need a break|i am thinking (?:about|of) (?:quitting|leaving|stopping)|i want to stop maintaining)\b/,
  },
  {
    name: 'I am ill',
    pattern: /\bi(?: am|'m| was| have been|'ve been) (?:ill|sick|unwell|in hospital|on sick leave)\b/,
  },
];

/** The writer offers himself. */
export const SELF_OFFER: readonly Phrase[] = [
  {
    name: 'I take over',
    pattern:
      /\b(?:i|we) (?:can|could|would|will|am ready to|am willing to|'d like to|would like to|want to|'d be happy to|would be happy to)\b.{0,40}\b(?:take (?:it |this |the project |things )?over|maintain (?:it|this)|become (?:a |the |co-?)|be (?:a |the )?(?:new )?(?:co-?)?maintainer|run (?:it|this|the project))\b/,
  },
  {
    name: 'make me maintainer',
    pattern:
      /\b(?:add|make|appoint|promote|give|grant|let|hand (?:it )?(?:over )?to|pass (?:it )?(?:on )?to)\b.{0,12}\b(?:me|us)\b/,
  },
];

/** Names that a demand can be about: a word with a capital letter after one of these verbs, in the text as it was written. */
export const NAMED =
  /\b(?:[Ll]et|[Mm]ake|[Gg]ive|[Gg]rant|[Aa]dd|[Aa]ppoint|[Pp]romote|[Pp]ass (?:it |this |the project )?(?:on )?to|[Hh]and (?:it |this |the project )?(?:over )?to|[Tt]ransfer (?:it |this |the project )?to|[Ww]hy can't|[Ww]hy not)\s+(?!(?:I|You|The|This|That|It|We|They|A|An|He|She|Me|Us)\b)([A-Z][\w'-]+(?: [A-Z][\w'-]+)?)/;
