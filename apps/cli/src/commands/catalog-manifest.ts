import { basename } from 'node:path';
import { catalogMessages, readFundingManifest, type ReadManifest } from '#libs/catalog';
import { formatMoney, money } from '#platform/kernel';
import { bytesOf } from '../files.js';
import { tellRefusal } from '../refusal.js';
import { messages, print, say } from '../terminal.js';

messages.add(catalogMessages);

/** Reads a file exactly as an import reads it, without a database. A refusal ends with status 2. */
export async function catalogManifest(file: string, { json }: { readonly json?: boolean }): Promise<void> {
  const content = (await bytesOf(file)).toString('utf8');
  try {
    const read = readFundingManifest(basename(file), content);
    if (json) print(JSON.stringify(read));
    else show(file, read);
  } catch (error) {
    tellRefusal(error, json === true);
  }
}

function show(file: string, { manifest, warnings }: ReadManifest): void {
  say('cli.manifest.file', { file, kind: manifest.kind, version: manifest.version ?? '' });
  for (const { name, guid, repositoryUrl } of manifest.projects)
    say('cli.manifest.project', { name: name ?? guid, repositoryUrl: repositoryUrl?.url ?? '?' });
  for (const { type, address } of manifest.channels) say('cli.manifest.channel', { type, address: address ?? '?' });
  for (const { name, amountMinor, currency, frequency, status } of manifest.plans) {
    const amount =
      amountMinor === null
        ? messages.text('cli.manifest.anyAmount', { currency })
        : formatMoney(money(BigInt(amountMinor), currency));
    say('cli.manifest.plan', { name, amount, frequency, status });
  }
  for (const { year, income, expenses, currency } of manifest.history)
    say('cli.manifest.year', { year, income: income ?? '?', expenses: expenses ?? '?', currency: currency ?? '' });
  for (const { code, count } of warnings)
    say('cli.manifest.warning', { code, count, text: messages.text(`catalog.manifestWarning.${code}`) });
}
