import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PublishedLog } from '#libs/audit';
import type { ErrorAnswers } from '../http/error-handler.js';

/** Tiles hold hashes of leaves that are never changed, so a copy of one is right for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** The newest checkpoint changes about once a minute; a witness that asks again wants the newest. */
const FOR_A_MOMENT = 'public, max-age=5';
/** A tile that is not there yet will be. */
const NEVER = 'no-store';

/**
 * The log as C2SP tlog-tiles lays it out: `/log/checkpoint` and `/log/tile/<L>/<N>[.p/<W>]`, and the keys at `/log/key`. The
 * bundles of entries are not served, since entries tell what organisations do; the hashes of the leaves stand for them.
 */
export function serveLog(server: FastifyInstance, log: PublishedLog, answers: ErrorAnswers): void {
  void server.register((scope, _options, done) => {
    answers.install(scope);
    scope.get('/log/checkpoint', async (_request, reply) => text(reply, await log.checkpoint()));
    scope.get('/log/key', async (_request, reply) =>
      text(reply, (await log.verifiers()).map((verifier) => `${verifier}\n`).join('')),
    );
    scope.get<{ Params: { '*': string } }>('/log/tile/*', async (request, reply) =>
      send(reply, await log.tile(request.params['*']), 'application/octet-stream', FOR_EVER),
    );
    done();
  });
}

function text(reply: FastifyReply, body: string | null): FastifyReply {
  return send(reply, body === '' ? null : body, 'text/plain; charset=utf-8', FOR_A_MOMENT);
}

function send(reply: FastifyReply, body: string | Buffer | null, type: string, caching: string): FastifyReply {
  void reply.header('Cache-Control', body === null ? NEVER : caching);
  if (body === null) throw new NotFoundException();
  return reply.type(type).send(body);
}
