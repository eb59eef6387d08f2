import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { RequestError, type RequestErrorCode } from '#platform/graphql';
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

const STATUS_OF_REQUEST: Readonly<Record<RequestErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_REQUEST: 400,
  RATE_LIMITED: 429,
  INTERNAL: 500,
};

const CODE_OF_STATUS = new Map([
  [404, { code: 'NOT_FOUND', messageKey: 'api.notFound' }],
  [413, { code: 'TOO_LARGE', messageKey: 'api.tooLarge' }],
  [415, { code: 'UNSUPPORTED_MEDIA_TYPE', messageKey: 'api.unsupportedMedia' }],
]);

export interface Problem {
  readonly code: string;
  readonly message: string;
  /** Under which the log has the cause; only for what is our fault. */
  readonly errorId?: string;
}

/** One shape for everything that goes wrong outside of GraphQL. */
export class ErrorAnswers {
  constructor(
    private readonly messages: Messages,
    private readonly logger: Logger,
  ) {}

  async answer(error: unknown, reply: FastifyReply): Promise<void> {
    const { status, problem } = this.describe(error);
    await reply.status(status).send(problem);
  }

  /** For a scope of Fastify that Nest does not see. */
  install(scope: FastifyInstance): void {
    scope.setErrorHandler((error, _request, reply) => this.answer(error, reply));
  }

  private describe(error: unknown): { readonly status: number; readonly problem: Problem } {
    if (error instanceof DomainError) {
      return {
        status: STATUS[error.kind],
        problem: { code: error.code, message: this.messages.text(error.messageKey, error.details) },
      };
    }
    if (error instanceof RequestError) {
      const { code, messageKey, parameters } = error;
      return {
        status: STATUS_OF_REQUEST[code],
        problem: { code, message: this.messages.text(messageKey, parameters) },
      };
    }
    const status = statusOf(error);
    const known = CODE_OF_STATUS.get(status);
    if (known) return { status, problem: { code: known.code, message: this.messages.text(known.messageKey) } };
    if (status < 500) {
      const reason = (error as { code?: string }).code ?? String(status);
      return {
        status,
        problem: { code: 'BAD_REQUEST', message: this.messages.text('graphql.badRequest', { reason }) },
      };
    }
    const errorId = newId<'msg'>();
    this.logger.error({ errorId, err: error }, 'a request failed');
    return { status: 500, problem: { code: 'INTERNAL', message: this.messages.text('graphql.internal'), errorId } };
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

/** The same answers for Nest's own routes. Errors of GraphQL pass on to the engine, which formats them itself. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly answers: ErrorAnswers) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    if (host.getType<string>() === 'graphql') throw error;
    await this.answers.answer(error, host.switchToHttp().getResponse<FastifyReply>());
  }
}
