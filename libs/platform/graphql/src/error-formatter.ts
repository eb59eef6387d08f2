import { HttpException } from '@nestjs/common';
import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { DomainError, newId, type Messages } from '#platform/kernel';
import type { Logger } from '#platform/observability';
import { RequestError, type RequestErrorCode } from './request-errors.js';

/** An answer that lists a hundred faults helps nobody but somebody who probes. */
export const MAX_ERRORS = 3;
/** Faults repeat what was sent, which may be long. */
const MAX_TEXT = 500;
/** Mercurius wraps the faults of parsing, validation and variables into one error with a code that starts so. */
const ENGINE_CODE = 'MER_ERR_';
const SERVER_CODE = 'FST_ERR_';

export interface FormattedResponse {
  readonly statusCode: number;
  readonly response: ExecutionResult;
}

/**
 * Decides what a client learns of an error. Texts of our own request errors and of faults in the client's document
 * pass; everything else becomes INTERNAL with an id under which the log has the cause.
 */
export function createErrorFormatter(
  messages: Messages,
  logger: Logger,
): (execution: ExecutionResult) => FormattedResponse {
  const formatOne = (error: GraphQLError): GraphQLFormattedError => describe(error, messages, logger);
  return (execution) => {
    const errors = (execution.errors ?? []).flatMap(unwrap).slice(0, MAX_ERRORS);
    const formatted = errors.map(formatOne);
    const wholeRequest = execution.data === undefined || execution.data === null;
    const isBad = wholeRequest && formatted.some(({ extensions }) => extensions?.code === 'BAD_REQUEST');
    return {
      statusCode: isBad ? (serverStatus(execution.errors?.[0]) ?? 400) : 200,
      response: { data: execution.data ?? null, errors: formatted as unknown as GraphQLError[] },
    };
  };
}

function unwrap(error: GraphQLError): GraphQLError[] {
  const original = error.originalError as { code?: string; errors?: readonly GraphQLError[] } | undefined;
  if (original?.errors && (original.code ?? '').startsWith(ENGINE_CODE)) return [...original.errors];
  return [error];
}

function describe(error: GraphQLError, messages: Messages, logger: Logger): GraphQLFormattedError {
  const cause = error.originalError;
  const place = {
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
  };
  if (cause instanceof RequestError)
    return withCode(messages.text(cause.messageKey, cause.parameters), cause.code, place);
  if (cause instanceof DomainError) {
    return withCode(messages.text(cause.messageKey, cause.details), 'BAD_REQUEST', place, { refusal: cause.code });
  }
  if (cause instanceof HttpException && cause.getStatus() < 500) {
    return withCode(messages.text('graphql.badRequest', { reason: validationText(cause) }), 'BAD_REQUEST', place);
  }
  const status = serverStatus(error);
  if (status !== null) return withCode(serverText(status, error, messages), 'BAD_REQUEST', place);
  if (isClientFault(error)) return withCode(withoutSuggestion(error.message).slice(0, MAX_TEXT), 'BAD_REQUEST', place);
  const errorId = newId<'msg'>();
  logger.error({ errorId, err: cause, path: error.path }, 'a resolver failed');
  return withCode(messages.text('graphql.internal'), 'INTERNAL', place, { errorId });
}

/** The status of a fault that the HTTP server found before there was a document, such as a body that is too large. */
function serverStatus(error: GraphQLError | undefined): number | null {
  const { code, statusCode } = (error?.originalError ?? {}) as { code?: unknown; statusCode?: unknown };
  if (typeof code !== 'string' || !code.startsWith(SERVER_CODE) || typeof statusCode !== 'number') return null;
  return statusCode < 500 ? statusCode : null;
}

/** What has a code of the server alone is rare, and said by it. */
function serverText(status: number, { originalError }: GraphQLError, messages: Messages): string {
  if (status === 413) return messages.text('graphql.bodyTooLarge');
  if (status === 415) return messages.text('graphql.jsonOnly');
  return messages.text('graphql.badRequest', { reason: (originalError as unknown as { readonly code: string }).code });
}

/**
 * What graphql-js and the engine find wrong with a request. While fields are resolved, graphql-js also throws when a
 * resolver answers with what its type cannot have; that text repeats the answer, and is told apart by having no nodes.
 */
function isClientFault(error: GraphQLError): boolean {
  const cause = error.originalError;
  if (cause === undefined) return true;
  if (cause instanceof GraphQLError) return error.path === undefined || cause.nodes !== undefined;
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' && code.startsWith(ENGINE_CODE);
}

/** The list of the ValidationPipe says which field is wrong; the exception's own message does not. */
function validationText(exception: HttpException): string {
  const response = exception.getResponse();
  const detail = typeof response === 'object' ? (response as { message?: unknown }).message : response;
  return (Array.isArray(detail) ? detail.join('; ') : String(detail)).slice(0, MAX_TEXT);
}

/** "Did you mean …" would spell out the schema to somebody who guesses. */
function withoutSuggestion(text: string): string {
  return text.replace(/ Did you mean .*$/s, '');
}

function withCode(
  message: string,
  code: RequestErrorCode,
  place: Pick<GraphQLFormattedError, 'locations' | 'path'>,
  more: Readonly<Record<string, string>> = {},
): GraphQLFormattedError {
  return { message, ...place, extensions: { code, ...more } };
}
