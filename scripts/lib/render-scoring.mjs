const cell = (value) => String(value).replaceAll('|', '\\|');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** What each signal of score-1 is made from, in the words of a formula; the numbers are filled in from the table of the method. */
const criticalityFormulas = ({ criticality }) => ({
  dependents: ['dependents', `ln(1 + n) / ln(1 + ${criticality.dependentsCeiling})`],
  registryRank: ['registryRank, registryPackages', '1 − ln(rank) / ln(packages of the registry)'],
  downloads: ['downloads', `ln(1 + n) / ln(1 + ${criticality.downloadsCeiling})`],
  companyUse: [
    'companyUse, companiesCounted',
    `ln(1 + k) / ln(1 + K), only from ${criticality.minimumCompanies} companies up; k and K are lower bounds of bands`,
  ],
  curatedSet: ['isOnCuratedSet', '1 on a curated list; not being listed is missing'],
  openssfScore: ['openssfScore', 'as published'],
});

const fragilityFormulas = ({ fragility: rule }) => ({
  people: ['contributorAbsenceFactor', `1 − log2(min(n, ${rule.peopleCeiling})) / log2(${rule.peopleCeiling})`],
  publishers: [
    'publishers',
    `1 − log2(min(n, ${rule.publishersCeiling})) / log2(${rule.publishersCeiling}); the package with the fewest`,
  ],
  activity: [
    'monthsSinceActivity, isArchived, isDeprecated',
    `ln(m / ${rule.activityMonths.calm}) between ${rule.activityMonths.calm} (0) and ${rule.activityMonths.silent} months (1); archived, or every package deprecated, is 1`,
  ],
  reply: [
    'medianReplyDays, issuesOpenedLastYear',
    `ln(t / ${rule.replyDays.prompt}) between ${rule.replyDays.prompt} (0) and ${rule.replyDays.slow} days (1), from ${rule.replyDays.minimumIssues} issues up`,
  ],
  posture: ['postureScore', '1 − score / 10'],
  advisories: ['unfixedAdvisories', `min(1, n / ${rule.advisoriesCeiling}); the package with the most`],
  fundingGap: ['incomeShare', '1 − min(1, income of 12 months / stated target); without a target missing'],
  organisations: [
    'organisations',
    `1 − log2(min(n, ${rule.organisationsCeiling})) / log2(${rule.organisationsCeiling})`,
  ],
});

const MAINTAINERS = `## What maintainers can do

A maintainer sees every figure about the own project with its source and date, may contest one with a note (it stands beside the figure, and an operator
who has no part in the project decides), and may confirm that the project is stable and still maintained.
`;

/**
 * The page about the methods, from the very tables that scores are computed with.
 * @throws Error when a signal of a table has no formula here, or a formula no signal
 */
export function renderScoring({ score, exposure, openssf, periodsUntilStale }) {
  return `# How projects and needs are scored

Generated from the tables that the scores are computed with: \`npm run build && node scripts/write-scoring.mjs\`. Every stored score carries
the id of its method, its signals with figure, date, source and weight, what was missing, and its confidence.

## Method \`${score.methodId}\`

Three figures are kept apart and shown apart: **exposure** (how a company depends on a project), **criticality** (how much the world does) and
**fragility** (how easily it breaks). A change of any number below is a new method with another id.

### Weighted means

Criticality and fragility are (sum of w · s + ${score.prior.weight} · ${score.prior.value}) / (sum of w + ${score.prior.weight}) over the signals that are known. What is missing is never zero: it
leaves the figure nearer to ${score.prior.value} and lowers the confidence, which is the share of the whole weight that is known. A figure that was not seen anew for ${periodsUntilStale}
of its periods counts as missing, and so does one of which a maintainer's contest was upheld.

Criticality, of a project with several packages the largest value for each signal:

${table(['signal', 'figures', 'from 0 to 1', 'weight'], rowsOf(score.criticality.weights, criticalityFormulas(score)))}

Fragility, where 1 is fragile:

${table(['signal', 'figures', 'from 0 to 1', 'weight'], rowsOf(score.fragility.weights, fragilityFormulas(score)))}

A project is quiet because it is finished when a maintainer said so within twelve months, no advisory is open, and nobody waits for an answer. Its activity is then at
most ${score.fragility.finishedActivity}.

Whoever may not know fragility in full is told a band: low below ${score.fragilityBands.mediumFrom}, high from ${score.fragilityBands.highFrom} on, and too little known below a confidence of ${score.tier.unratedConfidence}.

### Exposure

For each product, s · (${exposure.depthShare} · depth + ${exposure.gatewayShare} · gateways). Depth is max(${exposure.minimumDepthFactor}, ${exposure.depthDecay}^(d − 1)), d hops from the product. Gateways is ln(1 + g) / ln(1 + D), g
of its D direct dependencies bring the project in. s is ${Object.entries(exposure.scopeFactor)
    .map(([scope, factor]) => `${factor} (${scope})`)
    .join(', ')}. Where a file does not tell the depth it is s · ${exposure.unknownDepth}.

Exposure is ${exposure.strongestShare} times the largest of these, each times the product's weight relative to the heaviest, and ${exposure.breadthShare} times the share of the products, by weight, that contain the project.

### Priority of a need

P = ${score.points.exposure} · exposure + ${score.points.fragility} · fragility + ${score.points.criticality} · criticality + ${score.points.needFit} · fit, 0 to 100, only where the exposure is above 0. The explanation is the sum: every signal has its
points, the neutral share has a line of its own, and printed tenths add up to the printed total.

${table(
  ['part of the fit', 'from 0 to 1', 'weight'],
  rowsOf(score.needFit.weights, {
    type: ['1 for the kind that the company cares for most, 0.5 for others that it funds, else 0'],
    verification: ['1 while a proved claim to the repository stands, else 0'],
    urgency: [`(${score.needFit.urgencyDays} − days left) / ${score.needFit.urgencyDays}; without a date 0.5`],
    momentum: ['0.5 + 0.5 · share that others have pledged; 0 when nothing is missing'],
  }),
)}

The tier is HIGH only from ${score.tier.high.points} points on, with both confidences at least ${score.tier.high.confidence}, an exposure of at least ${score.tier.high.exposure}, and ${score.tier.high.strongSignals} signals of fragility that are at least
${score.tier.strongSignal}. From ${score.tier.mediumPoints} points on it is MEDIUM, else LOW; with a confidence below ${score.tier.unratedConfidence} it is UNRATED. The order is by points, then exposure, then the smaller gap, then the id.

The weights are a judgement. On 201 real projects of 2021 each weight was doubled and halved: of the first twenty 18 to 20 stayed. They were not compared with what
became of the projects.

${openssfSection(openssf)}
${MAINTAINERS}
## Changes

- \`${score.methodId}\`: the first method.
`;
}

function openssfSection(openssf) {
  return `## Method \`${openssf.methodId}\`

The OpenSSF criticality score as it was published in 2021, from the same figures, for comparison: sum of w · ln(1 + n) / ln(1 + max(n, T)) over the sum of w. It exists
only where every figure is known. All 219 scores that were published with their figures are reproduced to 2 · 10⁻⁵.

${table(
  ['signal', 'weight', 'T'],
  Object.entries(openssf.signals).map(([name, { weight, threshold }]) => [name, weight, threshold]),
)}
`;
}

/** A row for each weight; a table and its formulas have the same names. */
function rowsOf(weights, formulas) {
  const [names, known] = [Object.keys(weights).sort(), Object.keys(formulas).sort()];
  if (names.join() !== known.join()) throw new Error(`weights ${names.join()} and formulas ${known.join()} differ`);
  return Object.entries(weights).map(([name, weight]) => [name, ...formulas[name], weight]);
}
