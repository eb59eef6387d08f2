import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '#platform/config';
import { BadRequestError, checkDocument } from '#platform/graphql';
import type { Messages } from '#platform/kernel';

interface GraphqlBody {
  readonly query?: unknown;
  readonly variables?: unknown;
}

/**
 * Guards /graphql before the engine: POST with JSON only, no foreign origin with a session, and the limits of
 * documents. Engines validate first and count later, and validation is the expensive part.
 */
export function guardGraphql(server: FastifyInstance, config: Config, messages: Messages): void {
  const ownOrigin = new URL(config.get('PUBLIC_URL')).origin;
  server.addHook('preValidation', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.url.split('?')[0] !== '/graphql') return;
    const { origin } = request.headers;
    if (origin !== undefined && origin !== ownOrigin && request.headers.authorization === undefined) {
      await refuse(reply, 403, 'FORBIDDEN', messages.text('graphql.foreignOrigin'));
      return;
    }
    const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
    if (request.method !== 'POST' || !isJson) {
      await refuse(reply, 415, 'BAD_REQUEST', messages.text('graphql.jsonOnly'));
      return;
    }
    try {
      checkBody(request.body as GraphqlBody | null);
    } catch (error) {
      if (!(error instanceof BadRequestError)) throw error;
      await refuse(reply, 400, error.code, messages.text(error.messageKey, error.parameters));
    }
  });
}

function checkBody(body: GraphqlBody | null): void {
  if (body === null || typeof body !== 'object' || typeof body.query !== 'string')
    throw new BadRequestError('graphql.jsonOnly');
  const variables =
    body.variables !== null && typeof body.variables === 'object' ? (body.variables as Record<string, unknown>) : {};
  checkDocument(body.query, variables);
}

async function refuse(reply: FastifyReply, status: number, code: string, message: string): Promise<void> {
  await reply.status(status).send({ data: null, errors: [{ message, extensions: { code } }] });
}
