import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '#platform/config';
import type { Messages } from '#platform/kernel';

/** What changes something for whoever has a session, which a browser sends along by itself. */
const SESSION_PATHS = /^\/(graphql$|auth\/|invitations\/)/;
const READING = ['GET', 'HEAD', 'OPTIONS'];
/** What a browser says about a request that this host's own page has started; `none` is typed or from a bookmark. */
const OWN_SITES = ['same-origin', 'none'];

/** Refuses requests that another site's page has started, before anything else is asked. */
export function refuseForeignOrigins(server: FastifyInstance, config: Config, messages: Messages): void {
  const ownOrigin = new URL(config.get('PUBLIC_URL')).origin;
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const [path = ''] = request.url.split('?');
    if (READING.includes(request.method) || !SESSION_PATHS.test(path) || !isForeign(request, ownOrigin)) return;
    const message = messages.text('graphql.foreignOrigin');
    await reply.status(403).send({ data: null, errors: [{ message, extensions: { code: 'FORBIDDEN' } }] });
  });
}

/** A token is sent on purpose. A cookie goes along by itself, so the browser has to vouch for the page that asks. */
function isForeign({ headers }: FastifyRequest, ownOrigin: string): boolean {
  if (headers.authorization !== undefined) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && !OWN_SITES.includes(String(site))) return true;
  return headers.origin !== undefined && headers.origin !== ownOrigin;
}
