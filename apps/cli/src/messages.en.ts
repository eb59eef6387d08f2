import type { MessageCatalogue } from '#platform/kernel';

export const cliMessages = {
  'cli.text': '{text}',
  'cli.portInUse':
    'Port {port} is in use; it is needed for {use}. Stop what uses it, or choose another block of ports with --port.',
  'cli.noFreePorts': 'No block of free ports was found from {first} on.',
  'cli.alreadyRunning':
    'Mainstay runs already (process {pid}) at {url}. Use that one, or end it with "npm run mainstay -- stop".',
  'cli.notRunning': 'Nothing runs in {directory}.',
  'cli.stopped': 'Stopped process {pid}.',
  'cli.diskFull': 'The disk is full: nothing can be written below {directory}. Free some space and start again.',
  'cli.folderUnusable':
    'The data folder {directory} cannot be read and written ({code}). Free some space or give yourself access, or choose another folder with --data-dir.',
  'cli.folderNotOfDemo':
    'The demo empties its data folder, and {directory} holds something that no demo put there. Choose another folder with --data-dir.',
  'cli.processDidNotStart': 'The process {name} did not start. Its log says why: {logFile}',
  'cli.clockDidNotMove': 'The process {name} did not follow the clock.',
  'cli.invalidPort': '"{port}" is not a port. Give a number from 1024 to 65500.',
  'cli.noResolvableProject':
    'The file {file} lists no package with a package URL, so there is no project to claim. Use another SBOM with --sbom.',
  'cli.cannotReadFile': 'The file {file} cannot be read ({code}).',
  'cli.npmSbomFailed': 'npm could not make the SBOM of this project: {reason}',
  'cli.demoNeedsEmulator':
    'The demo plays with simulated money and a moved clock. Unset {name} for it, or use "npm start".',
  'cli.started': 'started {name}',
  'cli.restarted': '{name} ended and was started again',
  'cli.serving': 'Mainstay serves at {url}',
  'cli.open': 'Open {url} (sign in), {url}/graphiql (try the API). Money is simulated; logs are in {logs}.',
  'cli.openIdAccounts': 'People to sign in as are listed on the sign-in page.',
  'cli.stopHint': 'Ctrl-C stops everything.',
  'cli.stopping': 'Stopping …',
  'cli.figures':
    'The demo took {seconds} s from its start to the end of the story (the limit is 60 s), with a peak of {memory} over all processes (the limit is 1.2 GB).',
  'cli.memoryUnknown': 'memory that could not be measured here',
  'cli.story.signInFailed': '{name} could not sign in.',
  'cli.story.waitedTooLong':
    'Waited {seconds} s for {what}, and it did not happen. The logs in the data folder say why.',
  'cli.story.notEqual': 'The story ended with books that do not agree: {what}.',
  'cli.migrate.nothing': 'The database has the schema of this version.',
  'cli.migrate.applied': 'Applied {name}',
  'cli.sbom.summary':
    '{format} {version}: {components} components, {dependencies} dependencies, {direct} direct, {packages} packages, {unreached} not reached, {warnings} warnings',
  'cli.sbom.package': '  depth {depth}, through {gateways} direct dependencies: {packageKey}',
  'cli.sbom.warning': '  warning {code}: {count}',
  'cli.ledger.empty': 'The ledger is empty.',
  'cli.ledger.holds': 'holds: {invariant}',
  'cli.ledger.broken': 'BROKEN: {invariant} ({found})',
  'cli.ledger.failed':
    'The ledger has broken invariants. Stop all payments and look for who changed the database behind it.',
  'cli.ledger.compared':
    'compared with Stripe: {transactions} balance transactions ({underWay} under way), {accounts} connected accounts, {differences} differences',
  'cli.ledger.notCompared':
    'NOT compared with Stripe: set STRIPE_SECRET_KEY, or leave out --database while a Mainstay runs here.',
  'cli.ledger.missing_here': 'DIFFERS: {reference} over {there} stands at Stripe and not in the ledger',
  'cli.ledger.missing_there': 'DIFFERS: {reference} over {here} stands in the ledger and not at Stripe',
  'cli.ledger.amount_differs': 'DIFFERS: {reference} is {here} in the ledger and {there} at Stripe',
  'cli.ledger.balance_differs': 'DIFFERS: the balance in {reference} is {here} in the ledger and {there} at Stripe',
  'cli.ledger.mirror_differs': 'DIFFERS: the account {reference} has {here} in the mirror and {there} at Stripe',
  'cli.ledger.differs': 'The ledger and Stripe do not agree. Stop all payouts and look at each difference.',
  'cli.audit.head': 'The log has {size} leaves; its root is {root}.',
  'cli.audit.intact': 'Leaves and root agree.',
  'cli.audit.verified': 'The export is intact: {size} leaves, {checkpoints} signed checkpoints, root {root}.',
  'cli.audit.keysOfExport':
    'The signatures were checked with the keys of the export itself. Name the key that was published with --key, and compare the last checkpoint with a copy from outside.',
  'cli.audit.broken': 'The log is broken: {reason}.',
  'cli.audit.invalidName': '"{name}" cannot be the name of a log. Use a host and a path, such as mainstay.example/log.',
  'cli.cannotUseFile': 'The file {file} cannot be used ({code}).',
  'cli.audit.badLeaf': 'Leaf {leaf} does not have the hash that was logged: the log was changed.',
  'cli.audit.badRoot': 'The leaves give the root {root}: the log was changed.',
  'cli.admin.help':
    'How to begin:\n  1. Sign in once in the browser as the person who is to be the first administrator.\n  2. mainstay admin list\n  3. mainstay admin create --person usr_…\nEvery further right is proposed by an operator and approved by a second person, in the API.',
  'cli.admin.nobody': 'Nobody holds a right of an operator yet.',
  'cli.admin.operators': 'Rights of operators:',
  'cli.admin.operator': '  {person}  {right}  {until}',
  'cli.admin.noEnd': 'without an end',
  'cli.admin.until': 'until {date}',
  'cli.admin.signIns': 'Who signed in last (id, provider, name there):',
  'cli.admin.signIn': '  {person}  {issuer}  {subject}',
  'cli.admin.sealed': '(sealed: set PERSONAL_DATA_KEY as the installation has it)',
  'cli.admin.noSignIns': 'Nobody has signed in yet. Sign in once in the browser; then run this again.',
  'cli.admin.next': 'Choose one of them: mainstay admin create --person usr_…',
  'cli.admin.whom':
    'Say who: --person usr_…, or --issuer and --subject together. "mainstay admin list" prints the ids of people who have signed in.',
  'cli.admin.notAnId':
    '"{person}" is not the id of a person; it looks like {example}. "mainstay admin list" prints the ids of people who have signed in.',
  'cli.admin.unknown':
    'Nobody with {person} has signed in here. Sign in once in the browser; then "mainstay admin list" prints the id.',
  'cli.admin.created':
    '{person} is the first administrator of operators, and is told so. Next: sign in as this person, add a passkey, and propose a second administrator (proposeOperatorRight).',
  'cli.admin.noSuchAdmin': '{person} does not hold operator_admin. "mainstay admin list" shows who does.',
  'cli.admin.badReason': 'Give a reason of 1 to 500 characters.',
  'cli.admin.ended': 'The right operator_admin of {person} has ended. All operators are told, and the log has it.',
  'cli.admin.schemaMissing': 'This database has no tables for it. Run "mainstay migrate" first.',
  'story.using':
    'Using {file} with {components} components; a catalogue of {projects} projects was made from it (demo data, not facts about them).',
  'story.chapter.maintainer': '1. A maintainer claims a project and asks for help',
  'story.chapter.inventory': '2. A company uploads what it ships',
  'story.chapter.pledge': '3. The company sees what it stands on, ranked and explained, and pledges',
  'story.chapter.payment': '4. Somebody else approves, and the payment arrives',
  'story.chapter.release': '5. Evidence, an independent review, and the money moves',
  'story.chapter.books': '6. The books',
  'story.passkeys':
    'Each of {count} people made a passkey: it confirms every approval, acceptance, payout account and token of this story',
  'story.onboarded': '{name} has a payout account at Stripe that can receive transfers',
  'story.claimed': '{name} claimed {repository} with a file that was read and checked',
  'story.needPosted': 'A need of kind SECURITY_WORK is published: {amount} in {count} milestones',
  'story.company': '{finance} founded Acme and invited {engineer}',
  'story.inventory':
    'Read {fileName}: {componentCount} components, {edgeCount} dependencies, {directCount} direct; {resolvedCount} lead to known projects',
  'story.ranked': '{place}. {title}: {points} points ({tier})',
  'story.rankedPart': '     {points}  {label}: {terms}',
  'story.pledged': '{name} pledged {amount}',
  'story.float': 'The operator put {amount} of float into the balance at Stripe, so that fees never touch what is held',
  'story.approved': '{name} approved; a Checkout is open at Stripe',
  'story.paid': '{amount} arrived by a signed webhook and is held for {count} milestones',
  'story.reviewBoard': '{officer} founded the Open Works Foundation; {reviewer} reviews for it',
  'story.evidence': '{name} submitted evidence for "{title}" (SHA-256 {digest}…)',
  'story.accepted': '{name}, who neither pays nor is paid, accepted',
  'story.transferred': '{amount} went to the connected account of {name}',
  'story.clock': 'The clock moves {days} days ahead: {reason}',
  'story.clock.available': 'card payments become available at Stripe',
  'story.ledger': 'Ledger (a debit is positive):',
  'story.trialBalance': 'Trial balance, {book} {currency}: {difference}',
  'story.balances': 'Balance at Stripe {stripe}; stripe.balance in the ledger {ledger}',
  'story.auditHead': 'Audit log: {size} leaves, root {root} (recomputed from the leaves: {verdict})',
  'story.auditIntact': 'equal',
  'story.auditBroken': 'NOT EQUAL',
} satisfies MessageCatalogue;
