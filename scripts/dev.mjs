// npm run dev: compiles on every change and starts Mainstay again, with the data of `npm start`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const node = (args, options = {}) => spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', ...options });

function bootstrap() {
  return new Promise((resolve, reject) => {
    node(['scripts/bootstrap.mjs', 'node', '-e', '0']).once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('the first build failed')),
    );
  });
}

await bootstrap();
const compiler = node(
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);

let product = null;
let restarting = Promise.resolve();
compiler.stdout.setEncoding('utf8').on('data', (text) => {
  process.stdout.write(text);
  if (text.includes('Found 0 errors')) restarting = restarting.then(restart);
});

/** The old one ends before the new one starts: they share ports and data. */
async function restart() {
  await stop();
  product = node(['dist/apps/cli/src/main.js', 'start', ...process.argv.slice(2)]);
  product.once('exit', () => (product = null));
}

function stop() {
  const running = product;
  if (!running) return Promise.resolve();
  return new Promise((resolve) => {
    running.once('exit', resolve);
    running.kill('SIGTERM');
  });
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    compiler.kill();
    await stop();
    process.exit(0);
  });
}
