import type { GraphqlAnswer } from '../../support/test-api.js';

/**
 * What somebody got: `+` a value, `0` null, `e` an empty list, `U` asked to sign in, `F` forbidden, else the code of the
 * error or of the refusal. `levels` is how deep the field lies.
 */
export function outcomeOf({ data, errors }: GraphqlAnswer, levels: number): string {
  const [error] = errors ?? [];
  if (error) return letterOf(String(error.extensions.code));
  let value: unknown = data;
  for (let level = 0; level < levels; level += 1) {
    if (Array.isArray(value)) value = value[0];
    if (value === undefined) return 'e';
    if (value === null) return '0';
    [value] = Object.values(value) as unknown[];
  }
  if (value === null) return '0';
  return Array.isArray(value) && value.length === 0 ? 'e' : '+';
}

function letterOf(code: string): string {
  return code === 'UNAUTHENTICATED' ? 'U' : code === 'FORBIDDEN' ? 'F' : code;
}

/** The outcome of a mutation: `+` carried out, `U`, `F`, or the code of the refusal. */
export function outcomeOfMutation(answer: GraphqlAnswer): string {
  if (answer.errors) return outcomeOf(answer, 0);
  const [payload] = Object.values(answer.data!) as { userErrors: { code: string }[] }[];
  return payload!.userErrors[0]?.code ?? '+';
}
