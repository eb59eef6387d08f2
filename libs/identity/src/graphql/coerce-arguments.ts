import { coerceInputValue, getNullableType, isInputObjectType, type GraphQLSchema } from 'graphql';
import { StepUpUnknownActionError } from '../step-up.errors.js';

/**
 * Reads the input of a mutation from JSON text as GraphQL will read it when the mutation itself arrives: with defaults
 * filled in and enum values in their inner form. Both readings give the same signed text.
 */
export function coerceArguments(schema: GraphQLSchema, operation: string, text: string): Record<string, unknown> {
  const field = schema.getMutationType()?.getFields()[operation];
  const type = getNullableType(field?.args.find(({ name }) => name === 'input')?.type);
  // Only an input that can carry a confirmation can be confirmed.
  if (!isInputObjectType(type) || !type.getFields().stepUp)
    throw new StepUpUnknownActionError('this operation is not confirmed with a passkey');
  let reason: string | null = null;
  const value: unknown = coerceInputValue(parseJson(text), type, (_path, _value, error) => {
    reason ??= error.message.slice(0, 200);
  });
  if (reason !== null) throw new StepUpUnknownActionError(reason);
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StepUpUnknownActionError('the arguments are not JSON');
  }
}
