import type { Demand, MessageClass } from '../events/project-event.js';

export type PressureClass = Exclude<MessageClass, 'N'>;

/**
 * Phrases of the rubric, in English. Each row is one way of saying it; a row has a name, so that a hit can be contested by
 * name. They are matched within one sentence, in lower case, with straight apostrophes.
 */
export interface Phrase {
  readonly name: string;
  readonly pattern: RegExp;
}

const SOMEBODY = String.raw`(?:a|an|another|new|more|some|someone|somebody|additional|co-?|second|other|active|different)`;
const KEEPER = String.raw`(?:co-?)?(?:maintainers?|owners?|leads?|committers?)`;

export const CLASS_PHRASES: Readonly<Record<PressureClass, readonly Phrase[]>> = {
  D: [
    {
      name: 'why not do it',
      pattern:
        /\bwhy (?:can't|won't|don't|not|haven't|hasn't|didn't|is it so hard to)\b.{0,60}\b(?:merge|commit|release|tag|publish|ship|apply|hand over|pass on|step (?:down|aside))/,
    },
    {
      name: 'do it now',
      pattern:
        /\b(?:merge|commit|release|tag|publish|ship|apply) (?:it|this|that|these|them|the \S+(?: \S+)?|my \S+|a new version|a release)? ?(?:right )?(?:now|today|immediately|at once|already|asap)\b/,
    },
    { name: 'just do it', pattern: /\b(?:please )?just (?:merge|release|commit|tag|publish|hand over|give)\b/ },
    { name: 'we demand', pattern: /\b(?:we|i|users|everybody|everyone) (?:demand|insist|expect you to)\b/ },
    {
      name: 'you have to',
      pattern:
        /\byou (?:must|have to|need to|should really|had better|ought to)\b.{0,40}\b(?:merge|commit|release|publish|ship|hand over|step (?:down|aside)|pass on|give)/,
    },
    {
      name: 'has to be merged',
      pattern:
        /\b(?:must|has to|needs? to|have to) be (?:merged|released|committed|published|applied) (?:now|today|immediately|at once|this week|by \w+)\b/,
    },
    { name: 'stop delaying', pattern: /\b(?:stop|quit) (?:delaying|stalling|blocking|wasting|sitting on)\b/ },
    {
      name: 'time to hand over',
      pattern:
        /\b(?:it is|it's) (?:high |about |past )?time (?:to|that you|you|for you to) (?:hand|pass|step|let|give|make|add|find|merge|release)/,
    },
  ],
  B: [
    {
      name: 'lost interest',
      pattern: /\b(?:lost|losing|has no|have no|no longer has|no longer have|without any) interest\b/,
    },
    {
      name: "doesn't care",
      pattern:
        /\b(?:doesn't|don't|do not|does not|no longer|never|nobody here) cares?\b(?! (?:which|either|about the order))/,
    },
    {
      name: 'you ignore',
      pattern:
        /\b(?:you|maintainers?|he|she|they|the project)\b.{0,20}\b(?:ignor(?:e|es|ed|ing)|neglect(?:s|ed|ing)?)\b/,
    },
    {
      name: 'ignored by you',
      pattern:
        /\b(?:being|been|are|is|was|were|get|keep getting) (?:completely |simply |just )?(?:ignored|neglected)\b/,
    },
    {
      name: 'choke',
      pattern:
        /\b(?:you|he|she|they|maintainers?)\b.{0,30}\b(?:chok(?:e|es|ed|ing)|strangl(?:e|es|ing)|suffocat(?:e|es|ing)|kill(?:s|ing)?|hold(?:s|ing)? back)\b.{0,30}\b(?:project|repo|repository|library|community|package|progress|us|everyone)\b/,
    },
    {
      name: 'left to rot',
      pattern: /\b(?:bit-?rot(?:ting|s|ted)?|rot(?:ting|s)?|gather(?:ing|s)? dust|languish(?:ing|es|ed)?)\b/,
    },
    {
      name: 'dead project',
      pattern:
        /\b(?:project|repo|repository|library|package|it) (?:is|looks|seems|feels)(?: \w+)? (?:dead|abandoned|stagnant|unmaintained)\b/,
    },
    {
      name: 'takes years',
      pattern:
        /\b(?:patches|pull requests|prs|issues|bugs|releases?|everything|things|fixes)\b.{0,40}\b(?:take|takes|spend|spends|sit|sits|wait|waits|waited|sat|been sitting)\b.{0,30}\b(?:years|ages|forever|months)\b/,
    },
    {
      name: 'no progress',
      pattern:
        /\b(?:nothing|no progress|progress will not|never)\b.{0,25}\b(?:happens|happened|moves|gets (?:done|merged|fixed|released)|happen|in (?:months|years))\b/,
    },
    {
      name: 'your failure',
      pattern:
        /\byour (?:inaction|neglect|negligence|silence|failure|laziness|incompetence|current rate|slow pace|slowness|delays?|fault)\b/,
    },
    {
      name: 'irresponsible',
      pattern:
        /\b(?:irresponsible|unacceptable|unprofessional|incompetent|negligent|disgrace(?:ful)?|shameful|ridiculous|pathetic|a joke)\b/,
    },
    {
      name: 'slow schedule',
      pattern:
        /\b(?:slow|glacial|sparse|terrible|awful|embarrassing)\b.{0,15}\b(?:release schedule|releases|pace|commit log|response|progress)\b/,
    },
    {
      name: 'why delay',
      pattern:
        /\bwhy (?:delay|wait|keep (?:us|everyone) waiting|do we (?:have|need) to wait|does it take|is (?:this|it) taking)\b/,
    },
  ],
  G: [
    {
      name: 'your health',
      pattern:
        /\byour (?:mental |physical )?(?:health|illness|burn-?out|depression|condition|limits|personal (?:issues|problems|situation)|limitations)\b/,
    },
    {
      name: 'too much for you',
      pattern: /\b(?:too much|more than enough|beyond what|overwhelming) (?:for you|you can)\b/,
    },
    {
      name: 'you cannot cope',
      pattern:
        /\byou (?:can't|cannot|are not able to|aren't able to|are unable to|clearly can't|obviously can't) (?:cope|handle|keep up|manage|do (?:this|it|both)|maintain)/,
    },
    {
      name: 'you are tired',
      pattern:
        /\b(?:since|if|because|as|clearly|obviously|when|given that) you(?: are|'re)?(?: clearly| obviously| so| too)? (?:tired|ill|sick|burned out|burnt out|overwhelmed|overworked|exhausted|unwell|stressed)\b/,
    },
    {
      name: 'you owe',
      pattern:
        /\b(?:you owe|you are letting|you're letting|you let) (?:it to |us|the |everyone|your users|people|the community)/,
    },
    {
      name: 'people suffer',
      pattern:
        /\b(?:users|people|companies|everyone|the community|customers) (?:suffer|are suffering|depend on you|rely on you|desires? more|deserves? (?:better|more))\b/,
    },
    { name: 'hobby but', pattern: /\bhobby\b.{0,60}\bbut\b/ },
  ],
  C: [
    {
      name: 'fork',
      pattern:
        /\b(?:better off|i'll|i will|we'll|we will|going to|have to|should|might as well|why not|just|or|could|then we|will be)\b.{0,30}\bfork(?:ed|ing)?\b(?! the repo(?:sitory)? (?:and|to) (?:open|send|submit))/,
    },
    {
      name: 'others do better',
      pattern:
        /\b(?:other|others|similar|competing|rival|every other|comparable) ?(?:projects?|libraries|tools|maintainers)?\b.{0,40}\b(?:manage|managed|release (?:every|each|much|far)|merge (?:within|in a|much)|do (?:it )?(?:better|faster)|are (?:faster|better|more active)|answer (?:within|in a))/,
    },
    {
      name: 'somebody else would',
      pattern:
        /\b(?:someone|somebody|anyone|anybody|others?|a new maintainer|another maintainer)(?: else)? (?:would|could|can) (?:do|have|be|merge|run|maintain|handle)\b.{0,30}\b(?:better|faster|long ago|already|properly|sooner)/,
    },
    {
      name: 'switch away',
      pattern:
        /\b(?:switch(?:ing)?|mov(?:e|ing)|migrat(?:e|ing)) (?:away|to (?:another|a competing|something|an alternative|a fork))\b/,
    },
    {
      name: 'leaving',
      pattern:
        /\b(?:i|we|people|users|everyone|distros|distributions)(?:'ll|'re| will| are| am)? (?:leave|leaving|drop|dropping|abandon|abandoning|replace|replacing) (?:this|the|your|it)\b/,
    },
  ],
  U: [
    {
      name: 'unnamed vulnerability',
      pattern:
        /\b(?:critical|serious|severe|dangerous|grave|important|urgent)\b.{0,20}\b(?:vulnerabilit(?:y|ies)|security (?:issue|problem|hole|flaw|fix|update)s?|exploits?)\b/,
    },
    {
      name: 'before the freeze',
      pattern: /\b(?:before|until|by|miss(?:es|ing)?|ahead of|close to)\b.{0,30}\b(?:freeze|deadline|cut-?off)\b/,
    },
    {
      name: 'urgent',
      pattern:
        /\b(?:urgent(?:ly)?|asap|as soon as possible|without (?:any )?(?:further )?delay|time is running out|cannot wait|can't wait any longer|running out of time)\b/,
    },
    {
      name: 'right away',
      pattern:
        /\b(?:need|needs|needed|want|must have|require)\b.{0,40}\b(?:immediately|right away|right now|today|at once)\b/,
    },
  ],
};

/** What is asked for; each also counts as D. */
export const DEMAND_PHRASES: Readonly<Record<Demand, readonly Phrase[]>> = {
  REPLACE_MAINTAINER: [
    {
      name: 'change of maintainer',
      pattern: new RegExp(
        String.raw`\b(?:change|replace|swap|switch|new|until there is (?:a )?new|another|different)\b.{0,15}\bmaintainers?\b(?!')`,
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
        /\b(?:you|maintainer|he|she)\b.{0,40}\b(?:step(?:ping)? (?:down|aside|back)|resign|retire|move (?:aside|on)|let go|get out of the way|make (?:way|room))\b/,
    },
    {
      name: 'somebody else takes over',
      pattern:
        /\b(?:let|have|allow|want|need)\b.{0,30}\b(?:take|taking|takes) (?:it |this |things |the project )?over\b/,
    },
  ],
  ADD_MAINTAINER: [
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
