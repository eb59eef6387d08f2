import { Command, Option } from 'commander';
import { addAllocation } from './allocation-commands.js';
import { CliError } from './cli-error.js';
import { addCatalog } from './catalogue/catalog-commands.js';
import { DATABASE, DATA_DIR, collect, lazily } from './options.js';
import { isOutputLost, messages, plain, watchOutput } from './terminal.js';
import { VERSION } from './version.js';

const PORT = ['--port <number>', 'first of the block of ports that is used (4400)'] as const;
const TIER = ['--tier <tier>', 'how critical the project is: T0 (most), T1, T2 or T3'] as const;
const PEOPLE = [
  '--people <file>',
  'which names are one person: {"version":1,"people":[["ada","ada@example.org"]]}',
] as const;

function program(): Command {
  const root = new Command('mainstay')
    .description('Funding and support for the maintainers of what you ship.')
    .version(VERSION)
    .showHelpAfterError();
  root
    .command('demo')
    .description('start everything afresh, play the story, and keep serving')
    .option('--exit', 'end after the story')
    .option('--sbom <file>', 'use this SBOM or lockfile instead of the SBOM of this project')
    .option(...PORT)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/demo.js')).demo));
  root
    .command('start')
    .description('serve without the story; data is kept')
    .option(...PORT)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/start.js')).start));
  root
    .command('stop')
    .description('end a running Mainstay of this project')
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/stop.js')).stop));
  root
    .command('migrate')
    .description('bring a database to the schema of this version')
    .option(...DATABASE)
    .action(lazily(async () => (await import('./commands/migrate.js')).migrateDatabase));
  addSbom(root);
  const ledger = root.command('ledger').description('look at the books');
  ledger
    .command('statement')
    .description('print the whole journal')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .option('--json', 'print JSON')
    .action(lazily(async () => (await import('./commands/books.js')).ledgerStatement));
  ledger
    .command('check')
    .description('check the invariants of the ledger')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/books.js')).ledgerCheck));
  addCatalog(root);
  addAllocation(root);
  addJournal(root);
  addStatement(root);
  addJobs(root);
  addVetting(root);
  addReport(root);
  addAudit(root);
  addAdmin(root);
  addProject(root);
  const schema = root.command('schema').description('look at the GraphQL schema');
  schema
    .command('print')
    .description('print the schema as SDL')
    .action(lazily(async () => (await import('./commands/schema.js')).printSchema));
  return root;
}

function addSbom(root: Command): void {
  const sbom = root.command('sbom').description('look at an SBOM or lockfile, and upload it');
  sbom
    .command('inspect <file>')
    .description('read a file as an upload would be read; a file that is refused ends with status 2')
    .option(
      '--manifest <file>',
      'the manifest beside a lockfile, which names the direct dependencies: package.json, pyproject.toml, …',
    )
    .option('--report', 'say also whether it conforms to the schema of its format, and what it leaves open')
    .option(
      '--spdx-schemas <folder>',
      'the published JSON schemas of SPDX: spdx-2.2.schema.json, spdx-2.3.schema.json, spdx-3.0.schema.json',
    )
    .option('--json', 'print one JSON object')
    .action(lazily(async () => (await import('./commands/inspect-sbom.js')).inspectSbom));
  sbom
    .command('upload <file...>')
    .description('send files to a product of a running Mainstay, and say what was read; several become one zip')
    .option('--url <url>', 'address of the server (MAINSTAY_URL)')
    .requiredOption('--product <product>', 'id of the product (prd_…), or its name together with --organisation')
    .option('--organisation <id>', 'the organisation of the product that is named: org_…')
    .option('--manifest <file...>', 'manifests beside lockfiles, which name the direct dependencies')
    .option('--token-file <file>', 'file that holds the token, instead of MAINSTAY_TOKEN')
    .option('--id-token-env <name>', 'variable that holds an OpenID token of the job, to trade for a token')
    .option('--audience <origin>', 'what the identity of the job is made for (the origin of the server)')
    .option('--workload <id>', 'the registered build job that is meant: wkl_…')
    .option('--no-wait', 'end as soon as the file is sent')
    .option('--timeout <seconds>', 'end when it is not read by then (300)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', `\n${messages.text('cli.upload.help')}`)
    .action(lazily(async () => (await import('./commands/upload-sbom.js')).uploadSbom));
}

function addJournal(root: Command): void {
  root
    .command('journal')
    .description('hand the books over')
    .command('export')
    .description('write every posting of a period as CSV')
    .requiredOption('--from <day>', 'the first day, YYYY-MM-DD in UTC')
    .requiredOption('--to <day>', 'the day after the last one')
    .option('--out <file>', 'write to this file instead of the standard output')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/journal.js')).journalExport));
}

function addStatement(root: Command): void {
  root
    .command('statement')
    .description('hand a payer or a payee what concerns them')
    .command('export')
    .description('write the statement of a period as CSV: what was there before, every row, what is there after')
    .option('--payer <id>', 'an organisation that pays, org_…')
    .option('--payee <id>', 'a person or an organisation that is paid, usr_… or org_…')
    .requiredOption('--from <day>', 'the first day, YYYY-MM-DD in UTC')
    .requiredOption('--to <day>', 'the day after the last one')
    .option('--out <file>', 'write to this file instead of the standard output')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/statement.js')).statementExport));
}

function addJobs(root: Command): void {
  const jobs = root.command('jobs').description('look at jobs that fail, and try them again');
  jobs
    .command('list')
    .description('print the jobs that fail again and again')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .option('--json', 'print JSON')
    .action(lazily(async () => (await import('./commands/jobs.js')).listJobs));
  jobs
    .command('retry [id...]')
    .description('let jobs be tried at once, also those that were given up')
    .option('--all', 'all that "jobs list" prints')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/jobs.js')).retryJobs));
}

function addVetting(root: Command): void {
  const vetting = root.command('vetting').description('look at signals and guards of projects');
  vetting
    .command('replay <file>')
    .description('print what signals and guards would have said of a history, day by day; needs no database')
    .option(...TIER)
    .option('--case <name>', 'the case to replay, when the file holds several')
    .option(...PEOPLE)
    .addOption(
      new Option('--clear <date>', 'clear whatever is open on this day, as two reviewers would; may be repeated')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', `\n${messages.text('cli.replay.help')}`)
    .action(lazily(async () => (await import('./commands/vetting-replay.js')).replayTimeline));
  addEarliest(vetting);
}

function addEarliest(vetting: Command): void {
  vetting
    .command('earliest [file]')
    .description('print when somebody could hold COMMIT, RELEASE and ADMIN at the earliest, and why not before')
    .option(...TIER)
    .option('--candidate <name>', 'with a file of a history: whose work in it counts')
    .option('--case <name>', 'the case that is meant, when the file holds several')
    .option(...PEOPLE)
    .option('--first-merged <date>', 'without a file: the day of the first merged change')
    .option('--enough-merged <date>', 'without a file: the day on which there was work enough for COMMIT')
    .option('--json', 'print JSON')
    .action(lazily(async () => (await import('./commands/vetting-earliest.js')).earliest));
}

function addAdmin(root: Command): void {
  const admin = root
    .command('admin')
    .description('make the first administrator of operators of this installation')
    .addHelpText('after', `\n${messages.text('cli.admin.help')}`);
  admin
    .command('list')
    .description('print who holds a right of an operator, and who signed in last')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/admin.js')).adminList));
  admin
    .command('create')
    .description('give a person the first right; works only while nobody holds operator_admin')
    .option('--person <id>', 'id of the person, as "admin list" prints it: usr_…')
    .option('--issuer <url>', 'instead of --person, with --subject: the OpenID provider that the person signs in at')
    .option('--subject <subject>', 'instead of --person, with --issuer: what that provider calls the person')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/admin.js')).adminCreate));
  admin
    .command('end')
    .description('break-glass: end operator_admin of a person who is lost, even the last one')
    .requiredOption('--person <id>', 'id of the person: usr_…')
    .requiredOption('--reason <text>', 'why, for the other operators; 1 to 500 characters')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/admin.js')).adminEnd));
}

function addProject(root: Command): void {
  const project = root.command('project').description('collect what can be known of a project');
  project
    .command('snapshot')
    .description('read a clone and files into events, and say what is missing')
    .option('--clone <folder>', 'a clone of the repository; nothing in it is run')
    .option('--messages <file...>', 'mbox, or a JSON list of messages')
    .option('--maintainer <address...>', 'mail addresses of those who are written to')
    .option('--registry <file...>', 'packages as npm or PyPI hand them out, or snapshots of them')
    .option('--package <name...>', "which of these are the project's own (all)")
    .option('--membership <file...>', 'who may do what: snapshots, or exports of GitHub')
    .option('--archive <file...>', 'release archives: .tar or .tar.gz')
    .option('--tag <name...>', 'the tag of each archive, in the same order')
    .option('--manifest <file...>', 'manifests of generated files, in the order of the archives')
    .option('--pins <file>', 'digests of upstream files that we hold ourselves')
    .option('--contacts <folder>', 'snapshots of contacts, checks and tags')
    .option(...PEOPLE)
    .option('--previous <file...>', 'snapshot files of earlier runs, to compare with')
    .option('--previous-key <file>', 'Ed25519 public key (PEM) that must have signed them')
    .option('--out <file>', 'write the snapshot file')
    .option('--key <file>', 'sign it with this Ed25519 private key (PEM)')
    .option('--events <file>', 'write the events, for the replay')
    .option('--fail-on-findings', 'end with status 1 when an archive is not explained, or a tag is other than before')
    .option('--json', 'print JSON')
    .action(lazily(async () => (await import('./commands/project.js')).projectSnapshot));
  project
    .command('verify <file>')
    .description('check the digests of a snapshot file')
    .option('--key <file>', 'Ed25519 public key (PEM) that must have signed it')
    .action(lazily(async () => (await import('./commands/project.js')).projectVerify));
}

function addReport(root: Command): void {
  root
    .command('report')
    .description('look at reports of companies')
    .command('verify <file>')
    .description('verify a signed report; needs no database')
    .requiredOption('--key <verifier...>', 'keys to trust, as /log/key lists them')
    .action(lazily(async () => (await import('./commands/report.js')).reportVerify));
}

function addAudit(root: Command): void {
  const audit = root.command('audit').description('look at the log');
  audit
    .command('head')
    .description('print the head, and whether it follows from the leaves')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('./commands/audit.js')).auditHead));
  audit
    .command('export')
    .description('write the whole log, as lines of JSON')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .option('--out <file>', 'write to this file instead of the standard output')
    .action(lazily(async () => (await import('./commands/audit.js')).auditExport));
  audit
    .command('verify <export>')
    .description('verify an export; needs no database')
    .option('--key <verifier...>', 'trust these keys and not those of the export')
    .action(lazily(async () => (await import('./commands/audit.js')).auditVerify));
  audit
    .command('key <name>')
    .description('make a key that signs checkpoints')
    .action(lazily(async () => (await import('./commands/audit.js')).auditKey));
}

watchOutput();

program()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CliError) console.error(plain(messages.text(error.messageKey, error.parameters)));
    else if (error instanceof Error && error.name === 'ConfigurationError') console.error(error.message);
    else if (!isOutputLost(error)) console.error(error);
    process.exitCode = 1;
  });
