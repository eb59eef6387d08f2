import type { Command } from 'commander';
import { lazily } from './options.js';

export function addAllocation(root: Command): void {
  const allocation = root.command('allocation').description('split money over needs, to the cent, and say why');
  allocation
    .command('preview <file>')
    .description('split the budget of a plan (JSON, see docs/allocation.md); a plan that is refused ends with status 2')
    .option('--json', 'print one JSON object')
    .action(lazily(async () => (await import('./commands/allocation.js')).previewAllocation));
  allocation
    .command('match <file>')
    .description('split a matching pool over projects by what organisations have given to them')
    .option('--json', 'print one JSON object')
    .action(lazily(async () => (await import('./commands/allocation.js')).matchAllocation));
}
