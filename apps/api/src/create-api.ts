import helmet from '@fastify/helmet';
import { BadRequestException, ValidationPipe, type ValidationError } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PublishedLog } from '#libs/audit';
import { UploadsService } from '#libs/inventory';
import { MailBouncesService } from '#libs/notifications';
import { StripeInboxService } from '#libs/payments';
import { Authenticator } from '#platform/auth';
import { RateBuckets } from '#platform/graphql';
import { formatId, newId } from '#platform/kernel';
import { Metrics, NestLogger, type Runtime } from '#platform/observability';
import { AppModule } from './app.module.js';
import { ErrorAnswers, ErrorFilter } from './http/error-handler.js';
import { refuseForeignOrigins } from './http/foreign-origin.hook.js';
import { serveGraphiql } from './http/graphiql.js';
import { guardGraphql } from './http/graphql.hook.js';
import { receiveBounces } from './http/mail-bounces.js';
import { observeRequests } from './http/observe.hook.js';
import { identifyRequests } from './http/principal.hook.js';
import { serveLog } from './log/log-routes.js';
import { receiveUploads } from './uploads/upload-route.js';
import { receiveStripeEvents } from './webhooks/stripe-webhooks.js';

export const MAX_BODY_BYTES = 100 * 1_024;
/** The signed part of an upload address is the longest one. */
const MAX_PARAMETER_LENGTH = 150;

/** Builds the API without listening, so that tests and the process use the same one. */
export async function createApi(runtime: Runtime): Promise<NestFastifyApplication> {
  const { config, clock, messages, logger } = runtime;
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 60_000,
    genReqId: () => formatId('req', newId<'req'>()),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(runtime), adapter, {
    logger: new NestLogger(logger.logger),
    abortOnError: false,
  });
  app.useGlobalPipes(
    new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true, exceptionFactory: badInput }),
  );
  const answers = new ErrorAnswers(messages, logger.logger);
  app.useGlobalFilters(new ErrorFilter(answers));
  const server = app.getHttpAdapter().getInstance();
  await server.register(helmet, {
    contentSecurityPolicy: { directives: contentSources(config.isProduction) },
    // Without a referrer to ourselves, browsers would not say either that a form is ours.
    referrerPolicy: { policy: 'same-origin' },
  });
  observeRequests(server, logger.logger, app.get(Metrics));
  refuseForeignOrigins(server, config, messages);
  identifyRequests(server, app.get(Authenticator), messages);
  guardGraphql(server, {
    messages,
    clock,
    buckets: app.get(RateBuckets),
    schema: () => app.get(GraphQLSchemaHost).schema,
  });
  serveGraphiql(server, config, messages);
  serveLog(server, app.get(PublishedLog), answers);
  receiveUploads(server, app.get(UploadsService), { maxBytes: config.get('UPLOAD_MAX_BYTES'), answers });
  receiveBounces(server, { bounces: app.get(MailBouncesService, { strict: false }), messages, answers });
  receiveStripeEvents(server, {
    inbox: app.get(StripeInboxService),
    config,
    clock,
    messages,
    logger: logger.logger,
    answers,
  });
  await app.init();
  await server.ready();
  return app;
}

/** Every field that is wrong, with its path. */
function badInput(errors: ValidationError[]): BadRequestException {
  return new BadRequestException(errors.flatMap((error) => faults(error, '')));
}

function faults({ property, constraints, children }: ValidationError, path: string): string[] {
  const own = Object.values(constraints ?? {}).map((text) => `${path}${text}`);
  return [...own, ...(children ?? []).flatMap((child) => faults(child, `${path}${property}.`))];
}

/** GraphiQL writes styles into elements; everything else comes from this host alone. */
function contentSources(isProduction: boolean): Record<string, string[]> {
  return {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    ...(isProduction ? {} : { upgradeInsecureRequests: null as unknown as string[] }),
  };
}
