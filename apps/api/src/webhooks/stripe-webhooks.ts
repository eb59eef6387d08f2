import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Stripe from 'stripe';
import type { ReceivedEvent, StripeInboxService } from '#libs/payments';
import type { Config } from '#platform/config';
import type { Clock, Messages } from '#platform/kernel';
import type { Logger } from '#platform/observability';
import type { ErrorAnswers } from '../http/error-handler.js';

const MAX_BODY_BYTES = 1024 * 1024;
const TOLERANCE_SECONDS = 300;

interface Dependencies {
  readonly inbox: StripeInboxService;
  readonly config: Config;
  readonly clock: Clock;
  readonly messages: Messages;
  readonly logger: Logger;
  readonly answers: ErrorAnswers;
}

type Parse = (body: Buffer, signature: string, secret: string, nowMs: number) => ReceivedEvent;

/**
 * The three endpoints that Stripe calls: snapshot events (v1) of the platform and of connected accounts, and event
 * notifications (v2). Verified over the raw bytes,
 * stored, answered; the work is done later. A signature of any of the configured secrets is good, so they can rotate.
 */
export function receiveStripeEvents(server: FastifyInstance, dependencies: Dependencies): void {
  const { config } = dependencies;
  void server.register((scope, _options, done) => {
    dependencies.answers.install(scope);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.post('/webhooks/stripe', (request, reply) =>
      receive(request, reply, config.get('STRIPE_WEBHOOK_SECRETS'), snapshotEvent, dependencies),
    );
    scope.post('/webhooks/stripe/connect', (request, reply) =>
      receive(request, reply, config.get('STRIPE_CONNECT_WEBHOOK_SECRETS'), snapshotEvent, dependencies),
    );
    scope.post('/webhooks/stripe/v2', (request, reply) =>
      receive(request, reply, config.get('STRIPE_V2_WEBHOOK_SECRETS'), notification, dependencies),
    );
    done();
  });
}

async function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  secrets: readonly string[],
  parse: Parse,
  dependencies: Dependencies,
): Promise<FastifyReply> {
  const { inbox, clock, messages, logger } = dependencies;
  const signature = request.headers['stripe-signature'];
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  for (const secret of secrets) {
    let event: ReceivedEvent;
    try {
      event = parse(body, typeof signature === 'string' ? signature : '', secret, clock.now().getTime());
    } catch (error) {
      if (
        error instanceof Stripe.errors.StripeSignatureVerificationError ||
        error instanceof SyntaxError ||
        error instanceof TypeError
      )
        continue;
      throw error;
    }
    await inbox.receive(event);
    return reply.status(200).send({ received: true });
  }
  logger.warn({ path: request.url }, 'a webhook with a bad signature was refused');
  return reply.status(400).send({ code: 'BAD_SIGNATURE', message: messages.text('api.badSignature') });
}

const verifier = new Stripe('sk_test_verifies_only');

function snapshotEvent(body: Buffer, signature: string, secret: string, nowMs: number): ReceivedEvent {
  const event = verifier.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS, undefined, nowMs);
  const objectId = objectOf(event.type, event.data.object as Named);
  return { id: event.id, type: event.type, objectId, account: event.account ?? null };
}

interface Named {
  readonly id?: unknown;
  readonly customer?: unknown;
}

/** What is to be looked at: the object, or the customer whose cash moved, since cash is found by its customer alone. */
function objectOf(type: string, { id, customer }: Named): string {
  if (type.startsWith('cash_balance.') || type.startsWith('customer_cash_balance_transaction.'))
    return typeof customer === 'string' ? customer : '';
  // The balance has no id; its event is about the one balance there is.
  return typeof id === 'string' ? id : 'balance';
}

function notification(body: Buffer, signature: string, secret: string, nowMs: number): ReceivedEvent {
  const event = verifier.parseEventNotification(body, signature, secret, TOLERANCE_SECONDS, undefined, nowMs);
  const related = (event as { related_object?: { id?: string } | null }).related_object?.id;
  // It is about an object of the platform: the account itself, which the platform may always read.
  return { id: event.id, type: event.type, objectId: related ?? '', account: null };
}
