const FAMILIES = {
  P: 'pressure',
  I: 'identity',
  G: 'graph',
  C: 'control plane',
  R: 'release process',
  D: 'reduction of defences',
  B: 'build and binaries',
  M: 'situation of the maintainer',
  X: 'reports from outside',
};

/** The page of the signals, from the rules and numbers that the code runs on. */
export function renderSignals(rules, leftOut, { version, signals }) {
  const { WATCH, REVIEW, HOLD } = signals.levels;
  const level = (name, { points, families }) =>
    `- ${name}: ${String(points)} points or more, of ${String(families)} families or more`;
  return `# Signals

Generated from the rules and from version ${version} of the policy: \`npm run build && node scripts/write-signals.mjs\`. A signal is one
dated fact about a project that speaks for a closer look. It is about the interests of the project, and no verdict about a person. The
rules use no nationality, language, form of name, gender, location, health or employer.

A signal counts from the day of its fact until its window ends, or until two reviewers clear it with a reason; a later fact of the
same sort is another signal. Of signals about one thing the highest counts. A hard signal holds alone; else one family never alerts:

${level('WATCH', WATCH)}
${level('REVIEW', REVIEW)}
${level('HOLD', HOLD)}, or any hard signal

HOLD stops increases of rights, bound payments and changes of contacts. It takes no right from anybody.

| id | what | family | numbers | window | what honest facts look the same |
| --- | --- | --- | --- | --- | --- |
${rules.map((rule) => row(rule, signals[rule.id])).join('\n')}

## Left out

${leftOut.map(({ id, name, reason }) => `- ${id}, ${name}: ${reason}`).join('\n')}
`;
}

function row({ id, name, family, benign }, { windowDays, ...numbers }) {
  const window = windowDays === null ? 'until cleared' : `${String(windowDays)} days`;
  return `| ${id} | ${name} | ${FAMILIES[family]} | ${list(numbers)} | ${window} | ${benign} |`;
}

function list(numbers) {
  return Object.entries(numbers)
    .map(([name, value]) =>
      typeof value === 'object' ? `${words(name)}: (${list(value)})` : `${words(name)} ${share(value)}`,
    )
    .join(', ');
}

function words(name) {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function share(value) {
  return value > 0 && value < 1 ? `${String(Math.round(value * 100))} %` : String(value);
}
