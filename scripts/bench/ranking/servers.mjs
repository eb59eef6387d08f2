import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { send } from '../api.mjs';

const FOLDER = import.meta.dirname;
const PROGRAMS = {
  floor: { file: 'floor-process.mjs', execPath: process.execPath },
  postgraphile: {
    file: 'postgraphile-process.mjs',
    execPath: join(FOLDER, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node'),
  },
};

/** One of the servers that the product is compared with, in a process of its own. */
export async function startServer(kind, url, init) {
  const { file, execPath } = PROGRAMS[kind];
  const child = fork(join(FOLDER, file), [url], {
    execPath,
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
  });
  const ended = once(child, 'exit').then(() => [null]);
  const next = () => Promise.race([once(child, 'message'), ended]);
  const [started] = await next();
  if (started === null) throw new Error(`the server of the bench did not start: ${kind}`);
  if (init !== undefined) {
    const ready = next();
    child.send(init);
    await ready;
  }
  const agent = new Agent({ keepAlive: true });
  return {
    send: (body) => send({ agent, port: started.port, host: '127.0.0.1', path: '/graphql' }, body, {}),
    async stop() {
      agent.destroy();
      if (!child.connected) return;
      child.disconnect();
      await ended;
    },
  };
}
