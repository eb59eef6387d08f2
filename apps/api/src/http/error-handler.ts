import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, newId, type Messages, type RefusalKind } from '#platform/kernel';
import type { Logger } from '#platform/observability';

const STATUS: Readonly<Record<RefusalKind, number>> = {
  VALIDATION_FAILED: 400,
  NOT_FOUND: 404,
  INVALID_STATE: 409,
  CONFLICT: 409,
  FORBIDDEN: 403,
  LIMIT_EXCEEDED: 413,
};

/** One shape for everything that goes wrong outside of GraphQL: a code, a text, and an id for what is our fault. */
export function answerErrors(server: FastifyInstance, messages: Messages, logger: Logger): void {
  server.setErrorHandler((error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
    if (error instanceof DomainError) {
      return reply.status(STATUS[error.kind]).send(problem(error.code, messages.text(error.messageKey, error.details)));
    }
    if (error.statusCode === 413) return reply.status(413).send(problem('TOO_LARGE', messages.text('api.tooLarge', { limit: error.message.replace(/\D/g, '') || '?' })));
    if (error.statusCode === 415) return reply.status(415).send(problem('UNSUPPORTED_MEDIA_TYPE', messages.text('api.unsupportedMedia')));
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return reply.status(error.statusCode).send(problem('BAD_REQUEST', messages.text('graphql.badRequest', { reason: error.code })));
    }
    const errorId = newId<'msg'>();
    logger.error({ errorId, err: error }, 'a request failed');
    return reply.status(500).send({ ...problem('INTERNAL', messages.text('graphql.internal')), errorId });
  });
}

export function problem(code: string, message: string): { readonly code: string; readonly message: string } {
  return { code, message };
}
