/** The parts of a text that say one thing each. A full stop inside a number or a name ends nothing. */
export function clausesOf(text: string): string[] {
  return text.split(/[.;:!?](?=\s|$)/);
}

const DENIED =
  /\b(?:no|not|never|nobody|none|nothing|without|neither|nor|lack\w*|pretext|claim\w*|alleg\w*|although|though|before any)\b/i;

/** Whether a text says something that is denied nowhere in the same clause. */
export function affirms(text: string, pattern: RegExp): boolean {
  return clausesOf(text).some((clause) => pattern.test(clause) && !DENIED.test(clause));
}
