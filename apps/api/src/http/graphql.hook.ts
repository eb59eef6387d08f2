import type { FastifyInstance, FastifyReply } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { BadRequestError, checkDocument, unpagedLists, type RateBuckets, type RateStanding } from '#platform/graphql';
import { ANONYMOUS, type Clock, type Messages } from '#platform/kernel';
import type { IdentifiedRequest } from './principal.hook.js';

interface GraphqlBody {
  readonly query?: unknown;
  readonly variables?: unknown;
}

interface Guard {
  readonly messages: Messages;
  readonly clock: Clock;
  readonly buckets: RateBuckets;
  /** It is there as soon as the application has been initialised. */
  readonly schema: () => GraphQLSchema;
}

/**
 * Guards /graphql before the engine: POST with JSON only, the limits of documents, and the caller's bucket. Engines validate first and count later, and validation is the expensive part.
 */
export function guardGraphql(server: FastifyInstance, { messages, clock, buckets, schema }: Guard): void {
  let unpaged: ReadonlySet<string> | undefined;
  server.addHook('preValidation', async (request: IdentifiedRequest, reply: FastifyReply) => {
    if (request.url.split('?')[0] !== '/graphql') return;
    const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
    if (request.method !== 'POST' || !isJson) {
      await refuse(reply, 415, 'BAD_REQUEST', messages.text('graphql.jsonOnly'));
      return;
    }
    const cost = costOf(request.body as GraphqlBody | null, (unpaged ??= unpagedLists(schema())));
    if (typeof cost !== 'number') {
      await refuse(reply, 400, cost.code, messages.text(cost.messageKey, cost.parameters));
      return;
    }
    const standing = await buckets.take(request.principal ?? ANONYMOUS, request.ip, Math.max(1, cost));
    request.rateStanding = standing;
    const seconds = Math.max(1, Math.ceil((standing.resetAt.getTime() - clock.now().getTime()) / 1_000));
    tell(reply, standing, seconds);
    if (standing.isAllowed) return;
    void reply.header('Retry-After', String(seconds));
    const text = messages.text('graphql.rateLimited', { limit: standing.limit, seconds });
    await refuse(reply, 429, 'RATE_LIMITED', text);
  });
}

/** The fields of the draft "RateLimit header fields for HTTP", one by one as clients know them. */
function tell(reply: FastifyReply, { limit, remaining }: RateStanding, seconds: number): void {
  void reply.header('RateLimit-Limit', String(limit));
  void reply.header('RateLimit-Remaining', String(remaining));
  void reply.header('RateLimit-Reset', String(seconds));
}

/** The points of a body's document, or why it is refused. */
function costOf(body: GraphqlBody | null, unpaged: ReadonlySet<string>): number | BadRequestError {
  if (body === null || typeof body !== 'object' || typeof body.query !== 'string')
    return new BadRequestError('graphql.jsonOnly');
  const variables =
    body.variables !== null && typeof body.variables === 'object' ? (body.variables as Record<string, unknown>) : {};
  try {
    return checkDocument(body.query, variables, unpaged).cost;
  } catch (error) {
    if (error instanceof BadRequestError) return error;
    throw error;
  }
}

async function refuse(reply: FastifyReply, status: number, code: string, message: string): Promise<void> {
  await reply.status(status).send({ data: null, errors: [{ message, extensions: { code } }] });
}
