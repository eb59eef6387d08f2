import type { ValueTransformer } from 'typeorm';

/** PostgreSQL's bigint as a BigInt: the driver hands it over as text, since a number would lose digits. */
export const bigintColumn: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : BigInt(value)),
  to: (value: bigint | null | undefined) => (value === null || value === undefined ? value : value.toString()),
};
