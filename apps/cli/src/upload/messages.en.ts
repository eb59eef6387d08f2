import type { MessageCatalogue } from '#platform/kernel';

export const uploadMessages = {
  'cli.upload.help': `
Examples:
  mainstay sbom upload bom.json --url https://mainstay.example --product prd_…
  mainstay sbom upload package-lock.json api/go.sum --manifest api/go.mod --product prd_…
  mainstay sbom upload bom.json --product "Acme Platform" --organisation org_… --json

The token comes from MAINSTAY_TOKEN or --token-file. Without either, a job of GitHub Actions or Forgejo Actions
that may ask for its identity trades it for a token; other build systems name a variable with --id-token-env.

Status 0: read. Status 2: the file was refused, with the reason. Status 1: everything else.`,
  'cli.upload.sending': 'Sending {fileName}: {files} file(s), {bytes} bytes …',
  'cli.upload.waiting': 'Sent; waiting to be read …',
  'cli.upload.stage.PARSING': 'Reading: {documentsRead} of {documents} file(s) …',
  'cli.upload.stage.RESOLVING': 'Looking up the projects of {components} components …',
  'cli.upload.stage.MEASURING': 'Measuring the graph of {components} components …',
  'cli.upload.sent': 'Sent as {id}; it will be read soon.',
  'cli.upload.repeated': 'The product had these bytes before, so nothing had to be read.',
  'cli.upload.readUnseen': 'Read as {id}. This token may upload and not look, so what was read is not shown.',
  'cli.upload.overtaken': 'Something that was sent later is what the product ships now.',
  'cli.upload.components': 'components',
  'cli.upload.known': 'of a project that is known',
  'cli.upload.fileRefused': 'The file was refused ({code}): {message}',
  'cli.upload.place': 'Place: {place}',
  'cli.upload.line': 'line {line}',
  'cli.upload.column': 'column {column}',
  'cli.upload.refused': 'The server refused ({code}): {text}',
  'cli.upload.interrupted': 'Interrupted. What was sent whole is read all the same; the same command asks about it.',
  'cli.upload.tookTooLong':
    'Not done after {seconds} s. What was sent whole is read all the same; the same command asks about it, --timeout waits longer, and --no-wait does not wait.',
  'cli.upload.timeout': '"{timeout}" is no time limit. Give --timeout whole seconds, from 1 to 86400.',
  'cli.upload.noServer': 'Say which server: --url https://mainstay.example, or the variable MAINSTAY_URL.',
  'cli.upload.noAddress': '"{url}" is no address of a server, such as https://mainstay.example.',
  'cli.upload.notHttps':
    'At {url} the token would cross the network for everybody to read. Use an https address; plain http is for this machine only.',
  'cli.upload.noToken':
    'There is no token. Set MAINSTAY_TOKEN to one with the scope INVENTORY_WRITE, name a file with --token-file, or let the job have an identity (docs/ci.md).',
  'cli.upload.twoTokens': 'Choose one: --token-file or --id-token-env.',
  'cli.upload.tokenShape': 'What {place} holds is no token: it is empty, or has spaces or several lines.',
  'cli.upload.wrongToken':
    'The token is not valid: it is mistyped, expired or revoked. One that was traded for the identity of a job lives ten minutes.',
  'cli.upload.noIdToken':
    'The variable {name} is empty. The job has to be given an identity; docs/ci.md shows how for each build system.',
  'cli.upload.noIdentity':
    'The build system gave the job no identity ({status}). It needs the permission "id-token: write".',
  'cli.upload.identityRefused': 'The identity of the job was not taken: {reason}',
  'cli.upload.unreachable': 'Nothing answers at {address} ({reason}).',
  'cli.upload.serverFails': 'The server at {address} fails (status {status}), also when asked again.',
  'cli.upload.tooManyRequests': 'The server at {address} takes no more requests for {seconds} s. Try again then.',
  'cli.upload.redirected': '{address} leads elsewhere, to {to}. Give the address of the server itself.',
  'cli.upload.notMainstay': 'What answers at {address} is no Mainstay.',
  'cli.upload.notTaken': 'The file could not be sent: the connection broke off each time. Try again.',
  'cli.upload.sameName': 'The manifest {file} has the name of the file that it belongs to.',
  'cli.upload.archiveAmongSeveral':
    'The file {file} is an archive and cannot be packed with others. Send it alone, or unpack it.',
  'cli.upload.whichProduct':
    '"{product}" is no id of a product (prd_…). To name a product, say of which organisation: --organisation org_….',
  'cli.upload.noSuchProduct': 'The organisation has no product of the name "{product}".',
  'cli.upload.mayNotLook':
    'This token may not look up names. Give the id of the product (prd_…), or a token with the scope INVENTORY_READ.',
} satisfies MessageCatalogue;
