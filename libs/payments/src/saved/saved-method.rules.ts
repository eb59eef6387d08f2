/** Who of an organisation decides how it is charged. */
export const KEEPERS = ['finance', 'admin'] as const;
