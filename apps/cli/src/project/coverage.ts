/** What a source tells, and the signals that see nothing without it (section 4.2 of the design of vetting). */
export const SOURCES = {
  clone: { flag: '--clone', signals: ['S06', 'S07', 'S09', 'S14', 'S15', 'S16', 'S17', 'S19', 'S21', 'S22', 'S23'] },
  messages: { flag: '--messages', signals: ['S01', 'S02', 'S03', 'S04', 'S05'] },
  membership: { flag: '--membership', signals: ['S29', 'S31', 'S35'] },
  registry: { flag: '--registry', signals: ['S26', 'S27', 'S30'] },
  archives: { flag: '--archive', signals: ['S20'] },
  contacts: { flag: '--contacts', signals: ['S12', 'S13', 'S28', 'S34'] },
} as const satisfies Record<string, { readonly flag: string; readonly signals: readonly string[] }>;

export type SourceName = keyof typeof SOURCES;

/** No file or clone tells these; people do, on forms or elsewhere. */
export const NEVER_COLLECTED = ['S08', 'S18', 'S24', 'S25', 'S32', 'S33'] as const;
