import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** An API in a process of its own; `without` names what it leaves out: `policy`, `buckets`. */
export async function startApi(root, url, ...without) {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-bench-api-'));
  const { NODE_ARGUMENTS } = await import(pathToFileURL(join(root, 'dist/apps/cli/src/stack/node-arguments.js')).href);
  const program = join(import.meta.dirname, 'api-process.mjs');
  const child = fork(program, [root, url, ...without], {
    execArgv: ['--expose-gc', ...NODE_ARGUMENTS],
    env: { ...process.env, NODE_ENV: 'production', DATA_DIR: folder },
  });
  // One listener for its whole life, however often it is asked.
  const ended = once(child, 'exit').then(() => [null]);
  const [started] = await Promise.race([once(child, 'message'), ended]);
  if (started === null) {
    await rm(folder, { recursive: true, force: true });
    throw new Error('the API of the bench did not start');
  }
  const { port } = started;
  const agent = new Agent({ keepAlive: true });
  /** One question at a time, to the process itself. */
  const ask = async (question, parts = {}) => {
    const answered = once(child, 'message');
    child.send({ ask: question, ...parts });
    const [answer] = await Promise.race([answered, ended]);
    if (answer === null) throw new Error(`the API of the bench ended when it was asked for "${question}"`);
    return answer;
  };
  return {
    ask,
    /** Sends one document and reads the whole answer. */
    send: (body, headers = {}) => send({ agent, port, host: '127.0.0.1', path: '/graphql' }, body, headers),
    /** Bytes that the process holds after a collection. */
    memory: async () => (await ask('memory')).rss,
    async stop() {
      agent.destroy();
      if (child.connected) {
        child.disconnect();
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One document, and the whole answer. */
export function send(target, body, headers) {
  return new Promise((resolve, reject) => {
    const sent = request({ ...target, method: 'POST', headers: { 'Content-Type': 'application/json', ...headers } });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.once('end', () =>
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.end(JSON.stringify(body));
  });
}
