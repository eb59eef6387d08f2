import type { FastifyInstance } from 'fastify';
import { withLogScope, type Logger, type Metrics } from '#platform/observability';

/** Paths with something secret or endless in them are named by their first part. */
function routeOf(url: string): string {
  const [path = ''] = url.split('?');
  return path.startsWith('/uploads/') ? '/uploads/:signed' : path;
}

/** Gives every request an id that its log lines carry, answers with it, and measures the time. */
export function observeRequests(server: FastifyInstance, logger: Logger, metrics: Metrics): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    withLogScope({ requestId: request.id }, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    // Only routes that exist become label values, so nobody can make the number of series grow.
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    const seconds = reply.elapsedTime / 1_000;
    metrics.httpDuration.observe({ route, status: String(reply.statusCode) }, seconds);
    logger.debug(
      { method: request.method, route: routeOf(request.url), status: reply.statusCode, seconds },
      'answered',
    );
    done();
  });
}
