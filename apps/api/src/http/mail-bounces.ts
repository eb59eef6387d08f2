import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BounceOutcome, MailBouncesService } from '#libs/notifications';
import type { Messages } from '#platform/kernel';
import type { ErrorAnswers } from './error-handler.js';

const MAX_BODY_BYTES = 256 * 1024;

const STATUSES: Readonly<Record<BounceOutcome, number>> = {
  recorded: 204,
  // A pipe of a mail server takes every answer below 500 for an end, and keeps the message for another try otherwise.
  later: 503,
  no_failure: 422,
  unknown_address: 404,
};

interface Dependencies {
  readonly bounces: MailBouncesService;
  readonly messages: Messages;
  readonly answers: ErrorAnswers;
}

/**
 * Where a mail server hands over what came back: the message as it is, and the address that it came to. That address is
 * signed and names the delivery, so nothing else has to be proved.
 */
export function receiveBounces(server: FastifyInstance, { bounces, messages, answers }: Dependencies): void {
  void server.register((scope, _options, done) => {
    answers.install(scope);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.post('/mail/bounces', async (request: FastifyRequest, reply) => {
      const { recipient } = request.query as { recipient?: unknown };
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const outcome = await bounces.receive(typeof recipient === 'string' ? recipient : '', body);
      if (outcome === 'recorded') return reply.status(STATUSES[outcome]).send();
      const code = outcome.toUpperCase();
      return reply.status(STATUSES[outcome]).send({ code, message: messages.text(`api.bounce.${outcome}`) });
    });
    done();
  });
}
