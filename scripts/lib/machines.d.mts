export interface MachineEntry {
  readonly constant: string;
  readonly lib: string;
  readonly source: string;
  readonly page: string;
  /** Null while no table keeps the status. */
  readonly constraint: string | null;
}

export const MACHINES: readonly MachineEntry[];
