import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An API in a process of its own; `without` names what it leaves out: `policy`, `buckets`. */
export async function startApi(root, url, ...without) {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-bench-api-'));
  const program = join(import.meta.dirname, 'api-process.mjs');
  const child = fork(program, [root, url, ...without], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production', DATA_DIR: folder },
  });
  const [{ port }] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [{}])]);
  if (port === undefined) throw new Error('the API of the bench did not start');
  const agent = new Agent({ keepAlive: true });
  return {
    /** Sends one document and reads the whole answer. */
    send: (body, headers = {}) => send({ agent, port, host: '127.0.0.1', path: '/graphql' }, body, headers),
    /** Bytes that the process holds after a collection. */
    async memory() {
      const answered = once(child, 'message');
      child.send('memory');
      return (await answered)[0].rss;
    },
    async stop() {
      agent.destroy();
      child.disconnect();
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function send(target, body, headers) {
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
