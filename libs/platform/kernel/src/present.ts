/**
 * What the same request has written or locked before. That it is missing is a bug and no refusal, so the error stays opaque
 * to clients.
 */
export function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('what has to be there by now is missing');
  return value;
}
