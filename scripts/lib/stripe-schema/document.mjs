import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { Declarations } from './declarations.mjs';
import { operationsOf } from './operations.mjs';
import { listOf, Schemas } from './schemas.mjs';
import { isWantedEvent } from './selection.mjs';

/** The OpenAPI document of one unpacked `stripe` package. The same package gives the same document. */
export function stripeDocument(root) {
  const declarations = new Declarations(root);
  const schemas = new Schemas(declarations);
  const paths = {};
  for (const operation of operationsOf(declarations)) {
    const methods = (paths[operation.path] ??= {});
    methods[operation.method.toLowerCase()] ??= operationObject(schemas, operation);
  }
  addEvents(declarations, schemas);
  schemas.settleExpansions();
  schemas.components.set('error', ERROR);
  return {
    openapi: '3.0.0',
    info: { title: 'What the type declarations of the npm package stripe say of the Stripe API', ...versionOf(root) },
    paths: sorted(Object.entries(paths)),
    components: { schemas: sorted(schemas.components) },
  };
}

function sorted(entries) {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function versionOf(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const api = /ApiVersion = '([^']+)'/.exec(readFileSync(join(root, 'esm', 'apiVersion.js'), 'utf8'));
  return { version: api[1], 'x-sdk': `stripe@${version}`, license: { name: 'MIT' } };
}

/** Every snapshot event is a schema of its own: its type says what `data.object` holds. */
function addEvents(declarations, schemas) {
  const events = declarations.resourceFiles().find(({ fileName }) => fileName.endsWith('/resources/Events.d.ts'));
  for (const declaration of events.statements.filter(ts.isInterfaceDeclaration)) {
    const type = schemas.memberType(declaration, 'type');
    const isOne = declaration.name.text.endsWith('Event') && type !== undefined && ts.isLiteralTypeNode(type);
    if (isOne && isWantedEvent(type.literal.text)) schemas.component(declaration);
  }
}

function operationObject(schemas, { operationId, method, path, parameters, parametersAreOptional, answer }) {
  const given = parameters === null ? { type: 'object' } : schemas.request(parameters);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter('path', name, { type: 'string' }, true));
  const isQuery = method !== 'POST';
  const inQuery = Object.entries(isQuery ? (given.properties ?? {}) : {}).map(([name, schema]) =>
    parameter('query', name, schema, (given.required ?? []).includes(name)),
  );
  const contentType = path.startsWith('/v2/') && !isQuery ? 'application/json' : 'application/x-www-form-urlencoded';
  const body = isQuery ? { type: 'object', properties: {} } : { ...given, properties: given.properties ?? {} };
  return {
    operationId,
    parameters: [...inPath, ...inQuery],
    requestBody: { required: !isQuery && !parametersAreOptional, content: { [contentType]: { schema: body } } },
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: answerSchema(schemas, answer) } } },
      default: {
        description: 'Error',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/error' } } },
      },
    },
  };
}

function parameter(place, name, schema, required) {
  return {
    in: place,
    name,
    required,
    ...(place === 'path' ? { style: 'simple' } : { style: 'deepObject', explode: true }),
    schema,
  };
}

function answerSchema(schemas, { kind, type }) {
  const schema = schemas.answer(type);
  switch (kind) {
    case 'object':
      return schema;
    case 'list':
      return listOf(schema);
    case 'search':
      return searchResultOf(schema);
    case 'v2list':
      return v2ListOf(schema);
    default:
      throw new Error(`an answer of a kind that the schema has no form for: ${type.getText()}`);
  }
}

function searchResultOf(items) {
  const { properties, ...list } = listOf(items);
  const object = { type: 'string', enum: ['search_result'] };
  return { ...list, properties: { ...properties, object, next_page: { type: 'string', nullable: true } } };
}

function v2ListOf(items) {
  const address = { type: 'string', nullable: true };
  return {
    type: 'object',
    properties: { data: { type: 'array', items }, next_page_url: address, previous_page_url: address },
    required: ['data'],
  };
}

const text = { type: 'string' };
/** The body of an error. The client turns it into classes, so the declarations do not show it as it is on the wire. */
const ERROR = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        type: {
          type: 'string',
          enum: [
            'api_error',
            'authentication_error',
            'card_error',
            'idempotency_error',
            'invalid_request_error',
            'permission_error',
            'rate_limit_error',
          ],
        },
        charge: text,
        code: text,
        decline_code: text,
        doc_url: text,
        message: text,
        param: text,
        payment_intent: { type: 'object' },
        payment_method: { type: 'object' },
        request_log_url: text,
        setup_intent: { type: 'object' },
      },
      required: ['type'],
    },
  },
  required: ['error'],
  'x-resourceId': 'error',
};
