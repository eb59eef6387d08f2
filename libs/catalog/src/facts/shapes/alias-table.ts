import type { TableShape } from './catalogue-shape.js';
import { keyOf } from './catalogue-table.js';

/** Other names of packages: `alias` and `purl`, both package URLs; a version is not looked at. */
export const ALIAS_TABLE: TableShape = {
  name: 'aliases',
  matches: (columns) => columns.has('alias') && columns.has('purl'),
  read: (row) => {
    const aliasKey = keyOf(row('alias'));
    const key = keyOf(row('purl'));
    return aliasKey === null || key === null || aliasKey === key ? { reason: 'INVALID_PURL' } : { aliasKey, key };
  },
};
