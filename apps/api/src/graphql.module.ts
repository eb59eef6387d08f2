import type { DynamicModule } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { GraphQLSchema } from 'graphql';
import type mercurius from 'mercurius';
import { AppLogger, currentRequestId } from '#platform/observability';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { cookie, sessionCookieName } from '#platform/auth';
import { Config } from '#platform/config';
import {
  MAX_ERRORS,
  PlainDocuments,
  StepUpGate,
  contractsOf,
  createErrorFormatter,
  describeContracts,
  enforcePolicy,
  enforceStepUp,
  watchRefusals,
  type GraphqlContext,
  type UndeclaredRefusalError,
} from '#platform/graphql';
import { ANONYMOUS, Messages } from '#platform/kernel';
import { SESSION_SECONDS } from './http/session-cookie.js';
import { POLICY, PROTECTED } from './policy.js';
import { reporterOf } from './undeclared-refusals.js';
import type { IdentifiedRequest } from './http/principal.hook.js';

/** The rule of a field is asked first, then the gate of what has to be confirmed; whatever refuses is held to the contract. */
function withContract(
  schema: GraphQLSchema,
  gate: StepUpGate,
  report: (error: UndeclaredRefusalError) => void,
): GraphQLSchema {
  const contracts = contractsOf(schema, POLICY, PROTECTED);
  describeContracts(schema, contracts);
  return enforcePolicy(watchRefusals(enforceStepUp(schema, PROTECTED, gate), contracts, report), POLICY);
}

/** Has the engine execute the plain parts of a document as leaves. */
function plainly(documents: PlainDocuments): mercurius.preExecutionHookHandler {
  return (schema, document) => ({ document: documents.of(schema, document) ?? document });
}

/** Mercurius with the schema that the code describes, every field wrapped by the policy. */
export function graphqlModule(): DynamicModule {
  return GraphQLModule.forRootAsync<MercuriusDriverConfig>({
    driver: MercuriusDriver,
    imports: [IdentityGraphqlModule],
    inject: [Messages, AppLogger, StepUpGate, Config],
    useFactory: (
      messages: Messages,
      { logger }: AppLogger,
      gate: StepUpGate,
      config: Config,
    ): MercuriusDriverConfig => ({
      autoSchemaFile: true,
      // Mercurius validates the schema as well; the check would ask the schema everything about itself at each start.
      buildSchemaOptions: { skipCheck: true },
      sortSchema: true,
      path: '/graphql',
      graphiql: false,
      // The just-in-time compiler gets defaults of variables wrong, from the second execution of a query on.
      jit: 0,
      allowBatchedQueries: false,
      // Two caches of this size, of sound documents and of others; each text may have a hundred kilobytes.
      cache: 50,
      // Each fault is written with what may have been meant, which is looked for in the whole schema; few are shown.
      graphql: { validateOptions: { maxErrors: MAX_ERRORS } },
      hooks: { preExecution: plainly(new PlainDocuments()) },
      transformSchema: (schema) => withContract(schema, gate, reporterOf(config.isProduction, logger)),
      errorFormatter: createErrorFormatter(messages, logger),
      context: (request: IdentifiedRequest, reply: FastifyReply): GraphqlContext & { req: unknown } => ({
        principal: request.principal ?? ANONYMOUS,
        requestId: currentRequestId() ?? request.id,
        messages,
        rateStanding: request.rateStanding ?? null,
        loaders: new Map(),
        renewSession: (secretText) => {
          void reply.header('Set-Cookie', cookie(config, sessionCookieName(config), secretText, SESSION_SECONDS));
        },
        req: request,
      }),
    }),
  });
}
