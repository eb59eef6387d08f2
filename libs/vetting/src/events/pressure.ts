import type { MessageClass } from './project-event.js';

/** What counts as pressure by the rubric: a demand, blame, guilt, or urgency without specifics. A comparison alone does not. */
export function isPressure(classes: readonly MessageClass[] | null): boolean {
  return classes?.some((name) => name === 'D' || name === 'B' || name === 'G' || name === 'U') ?? false;
}
