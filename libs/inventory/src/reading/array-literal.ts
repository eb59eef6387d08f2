/**
 * A PostgreSQL array in its text form, which the driver passes on as it is. Built beside the reader, off the event loop:
 * the driver would quote every element of every column on it.
 */
export function arrayLiteral(values: Iterable<string | number | boolean | null>): string {
  let text = '{';
  let separator = '';
  for (const value of values) {
    text += separator;
    if (value === null) text += 'NULL';
    else if (typeof value === 'string') text += quoted(value);
    else text += String(value);
    separator = ',';
  }
  return `${text}}`;
}

function quoted(value: string): string {
  return /["\\]/.test(value) ? `"${value.replaceAll(/["\\]/g, (character) => `\\${character}`)}"` : `"${value}"`;
}
