/** What a command can be given, and the option that gives it. */
const SOURCES = {
  clone: '--clone',
  messages: '--messages',
  membership: '--membership',
  registry: '--registry',
  archives: '--archive',
  contacts: '--contacts',
  previous: '--previous',
} as const;
export type SourceName = keyof typeof SOURCES;

/** Sets of sources of which one is enough for a signal to see something (section 4.2 of the design of vetting). */
const NEEDS: Readonly<Record<string, readonly (readonly SourceName[])[]>> = {
  S01: [['messages']],
  S02: [['messages']],
  S03: [['messages']],
  S04: [['messages']],
  S05: [['messages']],
  S06: [['clone'], ['membership']],
  S07: [['clone', 'membership']],
  S09: [['clone']],
  S10: [['clone']],
  S12: [['clone'], ['contacts', 'membership']],
  S13: [['clone'], ['contacts', 'membership']],
  S14: [['clone']],
  S15: [['clone']],
  S16: [['clone']],
  S17: [['clone'], ['contacts']],
  S19: [['clone']],
  S20: [['archives']],
  S21: [['clone']],
  S22: [['clone']],
  S23: [['clone', 'registry']],
  S26: [['registry']],
  S27: [['registry']],
  S28: [['clone', 'previous'], ['contacts']],
  S29: [['membership']],
  S30: [
    ['registry', 'clone'],
    ['contacts', 'clone'],
  ],
  S31: [['membership']],
  S34: [['clone'], ['contacts', 'membership']],
  S35: [['membership']],
};

/** No file or clone tells these; people do, on forms or elsewhere. */
export const NEVER_COLLECTED = ['S08', 'S18', 'S24', 'S25', 'S32', 'S33'] as const;

/** What a signal does not see, whatever is given. Its text is `cli.project.partly.<rule>`. */
export const PARTLY_COLLECTED = ['S12', 'S21', 'S22', 'S30'] as const;

/** Signals that see nothing with what was given, by what they need. */
export function blindSignals(given: ReadonlySet<SourceName>): Map<string, string[]> {
  const blind = new Map<string, string[]>();
  for (const [rule, ways] of Object.entries(NEEDS)) {
    if (ways.some((way) => way.every((source) => given.has(source)))) continue;
    const needed = ways.map((way) => way.map((source) => SOURCES[source]).join(' and ')).join(', or ');
    blind.set(needed, [...(blind.get(needed) ?? []), rule]);
  }
  return blind;
}
