import type { MessageCatalogue } from '#platform/kernel';

/** What commands about the catalogue say. */
export const catalogueMessages = {
  'cli.enrich.whose': 'Say whose packages are meant: --organisation org_…, or --all.',
  'cli.enrich.noId': '"{id}" is no id of an organisation or a product.',
  'cli.enrich.limit': '"{limit}" is no number of packages.',
  'cli.enrich.plan':
    '{packages} packages are in use, {registry} of them are named as packages of a public registry; {due} were not asked about in the last 7 days.',
  'cli.enrich.consent':
    'Nothing was sent. With --yes the names of these packages go to deps.dev, ecosyste.ms and OpenSSF Scorecard, who then know that somebody here uses them: {examples}, … Leave out names that nobody should see with --exclude "npm/%40acme/*".',
  'cli.enrich.progress': '{done} of {total}: {found} found, {failed} failed',
  'cli.enrich.done':
    '{found} found, {unknown} not known to any service, {failed} failed, {left} left for another run; {requests} requests were sent.',
  'cli.enrich.gaveUp':
    'Too many failures in a row, the last one at {reason}. Run the command again later: it goes on where it ended.',
  'cli.catalog.help':
    'Lists are told by their content: CSV with the columns repo_url and purls; criticality scores of the OpenSSF (CSV); results of Scorecard, answers of deps.dev and of ecosyste.ms (JSON, a list or one a line); CSV with the columns alias and purl. Any of them may be packed with gzip.',
  'cli.catalog.totals':
    'The catalogue has {projects} projects, {packages} packages, {signals} signals and {aliases} other names of packages.',
  'cli.catalog.import':
    '  {day}  {source}: {projects} new projects, {packages} new packages, {signals} signals, {aliases} other names',
  'cli.catalog.imported':
    '{file}: {records} records; {projects} new projects, {packages} new packages, {signals} signals, {aliases} new other names of packages; {skipped} skipped',
  'cli.catalog.wouldImport':
    '{file}: {records} records about {projects} repositories, {packages} packages, {signals} signals, {aliases} other names of packages; {skipped} would be skipped. Nothing was imported.',
  'cli.catalog.skipped': '  record {record} was skipped: {reason}',
  'cli.catalog.known': '{file} was imported from this source before; nothing was done.',
  'cli.catalog.progress': '{file}: {records} records …',
  'cli.catalog.refused': '{file}: {reason}',
  'cli.catalog.day': '"{day}" is no day. Give it as YYYY-MM-DD.',
  'cli.catalog.noSource': 'Nothing was imported from "{source}". "catalog list" prints the sources.',
  'cli.catalog.removed':
    'Removed what came from "{source}": {packages} packages, {signals} signals, {aliases} other names. Projects stay, with their claims and needs.',
  'cli.catalog.seeded': 'The catalogue begins with {projects} projects (see NOTICE); "catalog import" adds more.',
  'cli.manifest.file': '{file}: {kind} {version}',
  'cli.manifest.channel': '  channel  {type}: {address}',
  'cli.manifest.plan': '  plan     {name}: {amount}, {frequency}, {status}',
  'cli.manifest.anyAmount': 'any amount of {currency}',
  'cli.manifest.year': '  year     {year}: income {income}, expenses {expenses} {currency}',
  'cli.manifest.project': '  project  {name}: {repositoryUrl}',
  'cli.manifest.warning': '  left out or changed, {code}: {count} {text}',
} satisfies MessageCatalogue;
