/**
 * One page of docs/machines: the state machine as a Mermaid diagram, and its actions as a table. The script that
 * writes the pages and the test that compares them both call this.
 *
 * @param {import('./render-machine.mjs').RenderedMachine} machine
 * @param {string} source path of the file that declares it
 * @returns {string} Markdown
 */
export function renderMachine({ name, initial, transitions }, source) {
  const steps = Object.entries(transitions);
  const arrows = steps.flatMap(([action, { from, to, guards = [] }]) =>
    from.map((status) => `    ${status} --> ${to} : ${[action, ...guards.map((guard) => `[${guard}]`)].join(' ')}`),
  );
  const ends = endsOf({ initial, transitions }).map((status) => `    ${status} --> [*]`);
  const rows = steps.map(([action, { from, to, guards = [] }]) =>
    tableRow([code(action), from.map(code).join(', '), code(to), guards.map(code).join(', ')]),
  );
  return [
    `# State machine: ${name}`,
    '',
    `Generated from \`${source}\` by \`npm run build && node scripts/write-machines.mjs\`. Do not edit it by hand.`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    `    [*] --> ${initial}`,
    ...arrows,
    ...ends,
    '```',
    '',
    `A new ${name} is \`${initial}\`. Callers name the action; an action from another state is refused as`,
    `\`ILLEGAL_TRANSITION\`.${steps.some(([, { guards = [] }]) => guards.length > 0) ? GUARDS : ''}`,
    '',
    tableRow(['action', 'from', 'to', 'guards']),
    tableRow(['---', '---', '---', '---']),
    ...rows,
    '',
  ].join('\n');
}

const GUARDS = ' A guard, in square brackets, looks at the facts of the case and answers with its own refusal.';

/** Statuses that no action leads out of, in the order in which they are mentioned. */
function endsOf({ initial, transitions }) {
  const steps = Object.values(transitions);
  const left = new Set(steps.flatMap(({ from, to }) => from.filter((status) => status !== to)));
  return [...new Set([initial, ...steps.map(({ to }) => to)])].filter((status) => !left.has(status));
}

function code(text) {
  return `\`${text}\``;
}

function tableRow(cells) {
  return `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |');
}
