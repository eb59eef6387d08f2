import { describe, expect, it } from '@jest/globals';
import { amountCells, csvRecord } from './csv.js';

describe('a record of CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('keeps a spreadsheet from taking %j for a formula', (text) => {
    expect(csvRecord([text])).toBe(`'${text}\r\n`);
  });

  it('guards and quotes a formula that needs both', () => {
    expect(csvRecord(['=HYPERLINK("x","y")\rz'])).toBe(`"'=HYPERLINK(""x"",""y"")\rz"\r\n`);
  });

  it('quotes commas, quotes and line ends, doubles quotes, and leaves nothing for null', () => {
    expect(csvRecord(['a,b', 'say "x"', 'two\nlines', null, 'é株'])).toBe('"a,b","say ""x""","two\nlines",,é株\r\n');
  });

  it.each([
    ['JPY', 10_001n, '10001,JPY,0'],
    ['USD', -5n, '-5,USD,2'],
    ['KWD', 5_124n, '5124,KWD,3'],
  ])('gives an amount in %s its exponent, and guards no number', (code, minor, record) => {
    expect(csvRecord(amountCells(minor, code))).toBe(`${record}\r\n`);
  });
});
