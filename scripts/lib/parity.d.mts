export const PARITY_TAG: string;
export function sandboxKey(key?: string): string;
