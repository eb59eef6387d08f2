import { cpus, totalmem } from 'node:os';

/** Whether a measured value keeps to its limit. */
export function isWithin({ value, atMost, atLeast }) {
  return (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
}

/** Rows of a figure of documents: one ratio, in the direction in which its limit is stated. */
export function documentRow(name, { title, inside, faster, slower }, measured) {
  const { own, base, ratio, first, second } = measured;
  const isFaster = faster !== undefined;
  return {
    name,
    title,
    inside,
    own,
    base,
    first,
    second,
    what: isFaster ? 'times faster' : 'times as long',
    value: isFaster ? 1 / ratio.median : ratio.median,
    worst: isFaster ? 1 / ratio.maximum : ratio.maximum,
    ...(isFaster ? { atLeast: faster } : { atMost: slower }),
  };
}

const number = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const limitOf = ({ atMost, atLeast }) => (atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`);
const both = (times) => (times === undefined ? '' : `${number(times.ours)} / ${number(times.peer)}`);
const times = (side) => (side === undefined ? '' : `${number(side.median)} (${number(side.maximum)})`);

const COLUMNS = [
  ['figure', ({ name }) => name],
  ['ours, ms (worst)', ({ own }) => times(own)],
  ['peer, ms (worst)', ({ base }) => times(base)],
  ['first, ours / peer', ({ first }) => both(first)],
  ['second', ({ second }) => both(second)],
  ['measured (worst)', ({ value, worst, what }) => `${number(value)} (${number(worst)}) ${what}`],
  ['limit', limitOf],
  ['', (row) => (isWithin(row) ? 'met' : 'MISSED')],
];

/** A table for people: medians, and the worst of the run behind them. */
export function table(rows) {
  const cells = [COLUMNS.map(([head]) => head), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What is measured, in words: a figure without them could be of anything. */
export function legend(rows) {
  const told = new Map(
    rows.map(({ name, title, inside }) => [title, `${name}: ${title}.\n    Inside of the time: ${inside}.`]),
  );
  return [...told.values()].join('\n');
}

export function machine() {
  const [{ model }] = cpus();
  return { processor: model, cores: cpus().length, memoryGib: Math.round(totalmem() / 2 ** 30), node: process.version };
}
