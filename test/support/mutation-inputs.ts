import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { TestApi } from './test-api.js';

/** The type of the one argument of a mutation. */
export function inputTypeOf(api: TestApi, mutation: string): GraphQLInputObjectType {
  const field = api.app.get(GraphQLSchemaHost).schema.getMutationType()!.getFields()[mutation]!;
  return getNullableType(field.args[0]!.type) as GraphQLInputObjectType;
}

/** An input that GraphQL takes and nothing more; of an enum its last value. */
export function anyInput(type: GraphQLInputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [anyInput(inner.ofType)];
  if (isEnumType(inner)) return inner.getValues().at(-1)!.name;
  if (inner.name === 'Int') return 1;
  if (inner.name === 'Boolean') return true;
  if (!isInputObjectType(inner)) return 'x';
  const asked = Object.values(inner.getFields()).filter((field) => isNonNullType(field.type));
  return Object.fromEntries(asked.map((field) => [field.name, anyInput(field.type)]));
}
