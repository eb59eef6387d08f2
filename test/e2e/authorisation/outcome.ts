import type { GraphqlAnswer } from '../../support/test-api.js';

/**
 * What somebody got: `+` a value, `0` null, `e` an empty list, `U` asked to sign in, `F` forbidden, else the code of the
 * error or of the refusal. `levels` is how deep the field lies.
 */
export function outcomeOf({ data, errors }: GraphqlAnswer, levels: number): string {
  const [error] = errors ?? [];
  if (error) return letterOf(String(error.extensions.code));
  return outcomeOfValue(data, levels);
}

/**
 * The same of one field among several that were asked for together. Null when the answer does not tell: what another field
 * was refused may have taken the whole object away.
 */
export function outcomeAmong({ data, errors = [] }: GraphqlAnswer, levels: number, field: string): string | null {
  const paths = errors.map(({ path }) => path?.filter((step) => typeof step === 'string'));
  if (paths.includes(undefined)) return null;
  const at = paths.findIndex((path) => path!.length < levels || path![levels - 1] === field);
  if (at >= 0) return letterOf(String(errors[at]!.extensions.code));
  const outcome = outcomeOfValue(data, levels, field);
  return outcome === '0' && errors.length > 0 ? null : outcome;
}

function outcomeOfValue(data: unknown, levels: number, field?: string): string {
  let value = data;
  for (let level = 1; level <= levels; level += 1) {
    if (Array.isArray(value)) value = value[0];
    if (value === undefined) return 'e';
    if (value === null) return '0';
    const fields = value as Record<string, unknown>;
    value = level === levels && field !== undefined ? fields[field] : Object.values(fields)[0];
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
