export function renderSignals(
  rules: readonly object[],
  leftOut: readonly object[],
  policy: { readonly version: string; readonly signals: object },
): string;
