export interface MachineEntry {
  readonly constant: string;
  readonly lib: string;
  readonly source: string;
  readonly page: string;
  readonly constraint: string;
}

export const MACHINES: readonly MachineEntry[];
