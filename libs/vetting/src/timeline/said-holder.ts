const FORMER = /\b(?:former|previous|returning|ex)[- ](?:\w+ )?(?:maintainer|owner|author|admin\w*|committer)s?\b/i;
const NOT_THE_ACTOR = /\b(?:by|from|of|after|with|for) (?:an? |the |its |their )?$/i;

/** The sentence calls its actor somebody who held rights before, and so perhaps gives them on. */
export function saysFormerHolder(summary: string): boolean {
  const said = FORMER.exec(summary);
  return said !== null && !NOT_THE_ACTOR.test(summary.slice(0, said.index));
}
