import { graphMetrics, groupMetrics, inventoryMessages, readDocument } from '#libs/inventory';
import { bytesOf } from '../files.js';
import { told } from '../told.js';
import { messages, print, say } from '../terminal.js';

messages.add(inventoryMessages);

const SHOWN = 20;

/** Reads a file exactly as an upload is read, and says what is in it. */
export async function inspectSbom(file: string, flags: { readonly json?: boolean }): Promise<void> {
  const graph = await told(async () => readDocument(await bytesOf(file)));
  const metrics = graphMetrics(graph);
  const packages = [...groupMetrics(graph, metrics)].sort(
    ([leftKey, left], [rightKey, right]) => right.gateways - left.gateways || (leftKey < rightKey ? -1 : 1),
  );
  const summary = {
    format: graph.format.name,
    version: graph.format.version,
    components: graph.components.filter(({ isFirstParty }) => !isFirstParty).length,
    dependencies: graph.edges.targets.length,
    direct: metrics.directCount,
    packages: packages.length,
    unreached: metrics.unreachedCount,
    warnings: graph.warnings.total,
  };
  if (flags.json) {
    const list = packages.map(([packageKey, { depth, gateways, scope, versions }]) => ({
      packageKey,
      depth,
      gateways,
      scope,
      versions,
    }));
    print(
      JSON.stringify({ ...summary, warningCounts: Object.fromEntries(graph.warnings.counts), packages: list }, null, 2),
    );
    return;
  }
  say('cli.sbom.summary', summary);
  for (const [packageKey, { depth, gateways }] of packages.slice(0, SHOWN))
    say('cli.sbom.package', { packageKey, depth: depth ?? '?', gateways });
  for (const [code, count] of graph.warnings.counts) say('cli.sbom.warning', { code, count });
}
