import type { MessageClass } from '../events/project-event.js';

export type PressureClass = Exclude<MessageClass, 'N'>;

/**
 * Phrases of the rubric, in English. Each row is one way of saying it; a row has a name, so that a hit can be contested by
 * name. They are matched within one sentence, in lower case, with straight apostrophes.
 */
export interface Phrase {
  readonly name: string;
  readonly pattern: RegExp;
}

export const CLASS_PHRASES: Readonly<Record<PressureClass, readonly Phrase[]>> = {
  D: [
    {
      name: 'either or',
      pattern: /\beither (?:you )?(?:merge|commit|release|publish|ship|answer|fix|hand over|step)\b/,
    },
    {
      name: 'order',
      pattern:
        /^(?:now |then |so |well,? )?(?:ship|merge|commit|publish|release|apply|accept) (?:it|this|that|the|an?|my|our|them)\b(?!.*\b(?:when|if|once|whenever) (?:you|it|there)\b)/,
    },
    {
      name: 'stop and do it',
      pattern: /\b(?:stop|quit) \w+ing\b.{0,20}\band (?:merge|commit|release|publish|ship|fix|do)\b/,
    },
    {
      name: 'we expect',
      pattern:
        /\b(?:i|we|users|everybody|everyone) (?:fully )?expect\b.{0,50}\b(?:merged|released|published|fixed|shipped|an answer|action|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|by (?:tomorrow|tonight|the end|next))/,
    },
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
    { name: 'open since', pattern: /\bhere\b.{0,20}\b(?:open|waiting|lying around) (?:since|for)\b/ },
    {
      name: 'still no answer',
      pattern:
        /\bstill (?:no|without|waiting for|have no|not a single)\b.{0,15}\b(?:answer|reply|response|reaction|release|fix|word)\b/,
    },
    {
      name: 'nobody there',
      pattern:
        /\b(?:nobody|no one|no-one)(?: here| there)? (?:is (?:at )?(?:home|here|there|listening|in charge|responding)|answers|responds|reacts|listens|reviews anything|seems to (?:care|be))/,
    },
    {
      name: 'unanswered',
      pattern:
        /\b(?:go|goes|went|remain|remains|left|stay|stays) (?:completely |simply )?unanswered\b|\bpil(?:e|es|ing) up\b|\bnowhere to be (?:seen|found)\b|\b(?:asleep|sleeping) at the wheel\b|\bgone missing\b|\bradio silence\b/,
    },
    {
      name: 'badly run',
      pattern:
        /\b(?:amateurish|badly run|poorly run|mismanaged|sloppy|lazy|careless|arrogant)\b|\bdriv(?:es?|ing|en) (?:people|contributors|users|everyone|us) away\b/,
    },
    {
      name: 'waited enough',
      pattern:
        /\b(?:waited|waiting) (?:long |far )?(?:enough|too long)\b|\b(?:tired|sick|fed up)(?: and tired)? (?:of|with) (?:waiting|this|your|the (?:delay|silence))/,
    },
    {
      name: 'not even',
      pattern:
        /\byou (?:did not|didn't|do not|don't|could not|couldn't|cannot|can't) even\b|\b(?:never|not|n't|nobody) bother(?:s|ed)?(?: to)?\b|\byou had one job\b/,
    },
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
      name: 'letting down',
      pattern: /\blet(?:ting|s)? (?:them|us|people|everyone|everybody|users|your users|the community|me) down\b/,
    },
    {
      name: 'you said you are tired',
      pattern:
        /\byou (?:said|admitted|wrote|told us)(?: yourself| it yourself)?,?(?: that)? you(?: are|'re| were| feel) (?:exhausted|tired|ill|sick|burned out|burnt out|overwhelmed|overworked|unable|too busy)\b/,
    },
    {
      name: 'if you have no time',
      pattern: /\b(?:if|since|as|because) you (?:have|had|find) no (?:time|energy|interest|motivation)\b/,
    },
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
      name: 'rivals did',
      pattern:
        /\b(?:rival|competing|competitor|other|another|similar)(?:'s)? (?:project|library|tool|package|team|vendor)s? (?:fixed|did|merged|released|solved|shipped|has|have|had|already|needs?)\b/,
    },
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
      name: 'being exploited',
      pattern:
        /\b(?:is|are|been) (?:already )?(?:being )?(?:actively )?exploited\b|\bact (?:quickly|now|fast)\b|\b(?:will|going to) (?:become|go|be made) public\b|\b(?:before|until) it is too late\b/,
    },
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
        /(?<!\b(?:not|nothing|isn't|no|never|hardly|anything) (?:very |so |that |really )?)\b(?:urgent(?:ly)?|asap|as soon as possible|without (?:any )?(?:further )?delay|time is running out|cannot wait|can't wait any longer|running out of time)\b/,
    },
    {
      name: 'right away',
      pattern:
        /\b(?:need|needs|needed|want|must have|require)\b.{0,40}\b(?:immediately|right away|right now|today|at once)\b/,
    },
  ],
};
