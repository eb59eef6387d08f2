import type { Command } from 'commander';
import { DATABASE, DATA_DIR, collect, lazily } from '../options.js';
import { messages } from '../terminal.js';

export function addCatalog(root: Command): void {
  const catalog = root.command('catalog').description('fill the catalogue of projects and packages');
  catalog
    .command('import <file...>')
    .description('add projects, packages and signals from lists; a list that was imported before is no work')
    .option('--source <name>', 'where the facts come from, shown beside each of them (name of the file)')
    .option(
      '--observed <day>',
      'when figures were observed, where the list does not say it, YYYY-MM-DD (day of the file)',
    )
    .option('--dry-run', 'read only, and say what is in the list')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .option('--json', 'print JSON, one line for each file')
    .addHelpText('after', `\n${messages.text('cli.catalog.help')}`)
    .action(lazily(async () => (await import('../commands/catalog.js')).catalogImport));
  catalog
    .command('manifest <file>')
    .description('read FUNDING.yml, funding.json or package.json as an import would, and say what is in it')
    .option('--json', 'print JSON')
    .action(lazily(async () => (await import('../commands/catalog-manifest.js')).catalogManifest));
  catalog
    .command('enrich')
    .description('ask public services about packages that are in use; says what it would send, and sends it with --yes')
    .option('--organisation <id>', 'whose packages: org_…')
    .option('--product <id>', 'of this product only: prd_…')
    .option('--all', 'the packages of all organisations')
    .option('--exclude <pattern>', 'keys that nobody else is told, with * for any text; may be repeated', collect, [])
    .option('--limit <number>', 'ask about so many packages at most')
    .option('--yes', 'send the names of the packages')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .option('--json', 'print JSON')
    .action(lazily(async () => (await import('../commands/catalog-enrich.js')).catalogEnrich));
  catalog
    .command('list')
    .description('print what the catalogue holds, and where it comes from')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .option('--json', 'print JSON')
    .action(lazily(async () => (await import('../commands/catalog.js')).catalogList));
  catalog
    .command('remove')
    .description('take back what came from a source; figures that it replaced do not come back')
    .requiredOption('--source <name>', 'as "catalog list" prints it')
    .option(...DATABASE)
    .option(...DATA_DIR)
    .action(lazily(async () => (await import('../commands/catalog.js')).catalogRemove));
}
