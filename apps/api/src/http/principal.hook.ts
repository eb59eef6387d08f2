import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RateStanding } from '#platform/graphql';
import { AuthenticationFailure, type Authenticator } from '#platform/auth';
import { ANONYMOUS, type Messages, type Principal } from '#platform/kernel';

export type IdentifiedRequest = FastifyRequest & { principal?: Principal; rateStanding?: RateStanding };

/** Where a principal matters. Everything else is public or has a signature of its own. */
const IDENTIFIED_PATHS = ['/graphql', '/auth/', '/invitations/', '/statements/', '/'];

/** Finds out who is asking before anything else looks at the request. A bad token ends it: it is never "anonymous". */
export function identifyRequests(server: FastifyInstance, authenticator: Authenticator, messages: Messages): void {
  server.decorateRequest('principal');
  server.decorateRequest('rateStanding');
  server.addHook('onRequest', async (request: IdentifiedRequest, reply: FastifyReply) => {
    const [path = ''] = request.url.split('?');
    if (
      !IDENTIFIED_PATHS.some(
        (known) => path === known || (known.endsWith('/') && known !== '/' && path.startsWith(known)),
      )
    ) {
      request.principal = ANONYMOUS;
      return;
    }
    try {
      request.principal = await authenticator.principalOf(request.raw, reply.raw);
    } catch (error) {
      if (!(error instanceof AuthenticationFailure)) throw error;
      const body = {
        data: null,
        errors: [{ message: messages.text(error.messageKey), extensions: { code: 'UNAUTHENTICATED' } }],
      };
      await reply.status(401).header('WWW-Authenticate', 'Bearer').send(body);
    }
  });
}
