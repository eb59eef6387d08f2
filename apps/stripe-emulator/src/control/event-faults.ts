import { z } from 'zod';

/**
 * What happens to the nth delivery (from now on, counted per rule) of a type of event, `times` deliveries in a row. A `*` at
 * the end of the type stands for any rest. `drop_before` sends nothing and tries again later, `drop_after` does not see the answer
 * and so sends again, `lose` never sends it, `delay` sends it later, `duplicate` sends it so often at once; the others sign wrongly.
 */
const ruleBase = {
  event: z.string().min(1),
  nth: z.number().int().positive().default(1),
  times: z.number().int().positive().default(1),
};
export const eventFaultRule = z.discriminatedUnion('action', [
  z.strictObject({ ...ruleBase, action: z.literal('delay'), ms: z.number().int().min(0).max(120_000) }),
  z.strictObject({ ...ruleBase, action: z.literal('duplicate'), copies: z.number().int().min(2).max(10) }),
  z.strictObject({
    ...ruleBase,
    action: z.enum(['drop_before', 'drop_after', 'lose', 'corrupt_signature', 'wrong_secret', 'old_timestamp']),
  }),
]);
export type EventFault = z.output<typeof eventFaultRule>;

/** The rules for events that are in force. They live in memory: a restarted server is a healthy one. */
export class EventFaults {
  private rules: { fault: EventFault; seen: number }[] = [];

  replace(faults: readonly EventFault[]): void {
    this.rules = faults.map((fault) => ({ fault, seen: 0 }));
  }

  list(): object[] {
    return this.rules.map(({ fault, seen }) => ({ ...fault, seen }));
  }

  /** Counts the delivery in every rule it matches and gives the first rule whose turn it is. */
  take(type: string): EventFault | null {
    let due: EventFault | null = null;
    for (const rule of this.rules) {
      if (!matches(rule.fault.event, type)) continue;
      rule.seen += 1;
      const isInTurn = rule.seen >= rule.fault.nth && rule.seen < rule.fault.nth + rule.fault.times;
      if (isInTurn && due === null) due = rule.fault;
    }
    return due;
  }
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}
