import { currencyExponent } from './currencies.js';
import { isUnit } from './units.js';

/** What one cell holds. A text is guarded against spreadsheets; numbers and instants are written as they are. */
export type Cell = string | bigint | number | Date | null;

/** A spreadsheet takes a text that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const QUOTED = /[",\r\n]/;

/** One record of RFC 4180, with its line end. */
export function csvRecord(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== 'string') return cell.toString();
  const guarded = FORMULA.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** An amount as three cells: minor units, currency, and how many of its digits stand behind the point. */
export function amountCells(minor: bigint, code: string): readonly Cell[] {
  if (!isUnit(code)) throw new TypeError(`${code} is no currency`);
  return [minor, code, currencyExponent(code)];
}

export function amountHeads(name: string): readonly string[] {
  return [`${name}_minor`, 'currency', 'exponent'];
}
