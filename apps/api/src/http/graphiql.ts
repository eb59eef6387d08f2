import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Config } from '#platform/config';
import type { Messages } from '#platform/kernel';
import { escapeHtml } from './page.js';

/** Files of npm packages, so that GraphiQL works without any other host. */
const ASSETS: Readonly<Record<string, { readonly module: string; readonly file: string; readonly type: string }>> = {
  'react.js': { module: 'react', file: 'umd/react.production.min.js', type: 'text/javascript' },
  'react-dom.js': { module: 'react-dom', file: 'umd/react-dom.production.min.js', type: 'text/javascript' },
  'graphiql.js': { module: 'graphiql', file: 'graphiql.min.js', type: 'text/javascript' },
  'graphiql.css': { module: 'graphiql', file: 'graphiql.min.css', type: 'text/css' },
};

const START = `ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher: GraphiQL.createFetcher({ url: '/graphql' }), defaultEditorToolsVisibility: true }));`;

/** On for trials, off in production unless it is asked for. */
export function showsGraphiql(config: Config): boolean {
  return config.get('GRAPHIQL') ?? !config.isProduction;
}

/** Serves GraphiQL at /graphiql; it sends requests with the session of the browser. */
export function serveGraphiql(server: FastifyInstance, config: Config, messages: Messages): void {
  if (!showsGraphiql(config)) return;
  const notice =
    config.paymentsMode === 'simulated'
      ? `<p class="notice">${escapeHtml(messages.text('api.simulatedMoney'))}</p>`
      : '';
  server.get('/graphiql', (_request, reply) => reply.type('text/html; charset=utf-8').send(shell(notice)));
  server.get('/graphiql/start.js', (_request, reply) => reply.type('text/javascript').send(START));
  for (const [name, { module, file, type }] of Object.entries(ASSETS)) {
    server.get(`/graphiql/${name}`, async (_request, reply) =>
      reply.type(type).send(await readFile(packageFile(module, file))),
    );
  }
}

/** The file of a package; its entry is resolved first, since packages do not export every file. */
function packageFile(module: string, file: string): string {
  const entry = fileURLToPath(import.meta.resolve(module));
  const root = entry.slice(0, entry.lastIndexOf(join('node_modules', module)) + join('node_modules', module).length);
  return join(dirname(join(root, 'package.json')), file);
}

function shell(notice: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>GraphiQL</title><link rel="stylesheet" href="/graphiql/graphiql.css">
<style>body{margin:0;display:flex;flex-direction:column;height:100vh}#graphiql{flex:1;min-height:0}.notice{margin:0;padding:.25rem 1rem;background:#fff3cd}</style></head>
<body>${notice}<div id="graphiql"></div>
<script src="/graphiql/react.js"></script><script src="/graphiql/react-dom.js"></script><script src="/graphiql/graphiql.js"></script>
<script src="/graphiql/start.js"></script></body></html>`;
}
