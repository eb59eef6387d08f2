import { createServer, type Server } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { DatabaseHealth } from '#platform/database';
import { Metrics, readiness, type HealthCheck } from '#platform/observability';
import { JobRunner } from '#platform/queue';

/** The worker serves nobody but those who run it: /livez, /readyz and /metrics. */
export function serveHealth(app: INestApplicationContext, host: string, port: number): Promise<Server> {
  const checks: HealthCheck[] = [app.get(DatabaseHealth)];
  const runner = app.get(JobRunner);
  // Redis down only degrades: messages wait in the database.
  if (runner.ping) checks.push({ name: 'redis', required: false, check: () => runner.ping!() });
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'Content-Type': type }).end(body);
    };
    const handle = async (): Promise<void> => {
      if (request.url === '/livez') answer(200, 'application/json', '{"status":"ok"}');
      else if (request.url === '/readyz') {
        const state = await readiness(checks);
        answer(state.status === 'unavailable' ? 503 : 200, 'application/json', JSON.stringify(state));
      } else if (request.url === '/metrics') answer(200, 'text/plain; version=0.0.4', await app.get(Metrics).text());
      else answer(404, 'application/json', '{"code":"NOT_FOUND"}');
    };
    handle().catch(() => {
      answer(500, 'application/json', '{"code":"INTERNAL"}');
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      resolve(server);
    });
  });
}
