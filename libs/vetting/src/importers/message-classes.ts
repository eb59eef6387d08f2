import type { Demand, MessageClass } from '../events/project-event.js';
export function classifyMessage(text: string): {
  readonly classes: readonly MessageClass[];
  readonly demand: Demand | null;
  readonly beneficiary: 'SENDER' | 'NAMED' | null;
} {
  const d = /become (?:a )?maintainer/.test(text);
  return { classes: d ? ['D', 'U'] : [], demand: d ? 'ADD_MAINTAINER' : null, beneficiary: d ? 'SENDER' : null };
}
