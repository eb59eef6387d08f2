import type { DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { currentRequestId } from '#platform/observability';
import { AppLogger } from '#platform/observability';
import { createErrorFormatter, enforcePolicy, type GraphqlContext } from '#platform/graphql';
import { ANONYMOUS, Messages } from '#platform/kernel';
import { POLICY } from './policy.js';
import type { IdentifiedRequest } from './http/principal.hook.js';

/** Mercurius with the schema that the code describes, every field wrapped by the policy. */
export function graphqlModule(): DynamicModule {
  return GraphQLModule.forRootAsync<MercuriusDriverConfig>({
    driver: MercuriusDriver,
    inject: [Messages, AppLogger],
    useFactory: (messages: Messages, { logger }: AppLogger): MercuriusDriverConfig => ({
      autoSchemaFile: true,
      sortSchema: true,
      path: '/graphql',
      graphiql: false,
      // The just-in-time compiler gets defaults of variables wrong, from the second execution of a query on.
      jit: 0,
      allowBatchedQueries: false,
      transformSchema: (schema) => enforcePolicy(schema, POLICY),
      errorFormatter: createErrorFormatter(messages, logger),
      context: (request: IdentifiedRequest): GraphqlContext & { req: unknown } => ({
        principal: request.principal ?? ANONYMOUS,
        requestId: currentRequestId() ?? request.id,
        messages,
        rateStanding: request.rateStanding ?? null,
        loaders: new Map(),
        req: request,
      }),
    }),
  });
}
