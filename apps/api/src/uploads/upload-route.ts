import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { TooLargeError, UPLOAD_PATH, type UploadsService } from '#libs/inventory';
import { formatId } from '#platform/kernel';
import type { ErrorAnswers } from '../http/error-handler.js';

export interface UploadRouteOptions {
  readonly maxBytes: number;
  readonly answers: ErrorAnswers;
}

/** The address that `createUpload` hands out. The body is a stream of any content type; its size is counted while it is read. */
export function receiveUploads(
  server: FastifyInstance,
  uploads: UploadsService,
  { maxBytes, answers }: UploadRouteOptions,
): void {
  void server.register((scope, _options, done) => {
    // Who announces too much is told the limit, as who sends too much is.
    scope.setErrorHandler((error: { readonly code?: string }, request, reply) => {
      const isTooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
      return answers.answer(
        isTooLarge ? new TooLargeError(Number(request.headers['content-length']), maxBytes) : error,
        reply,
      );
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { bodyLimit: maxBytes }, (_request, payload, parsed) => {
      parsed(null, payload);
    });
    scope.put<{ Params: { signed: string } }>(
      `${UPLOAD_PATH}:signed`,
      { bodyLimit: maxBytes },
      async (request, reply) => {
        const uploadId = await uploads.receive(
          request.params.signed,
          (request.body as Readable | undefined) ?? request.raw,
        );
        return reply.status(201).send({ uploadId: formatId('upl', uploadId) });
      },
    );
    done();
  });
}
