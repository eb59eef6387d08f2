import { Injectable } from '@nestjs/common';
import { Field, ID, InterfaceType } from '@nestjs/graphql';
import { asId, parseId, prefixOf, type IdPrefix } from '#platform/kernel';
import type { GraphqlContext } from './context.js';
import { isAllowed, type FieldRule } from './field-policy.js';

@InterfaceType({
  description: 'An object with a stable id.',
  resolveType: (value: { constructor: unknown }) => value.constructor,
})
export abstract class Node {
  @Field(() => ID, { description: 'Prefix of the type and 26 characters.' })
  id!: string;
}

/** Loads one object for `node(id)`, under the same rules as the field path; null for "not there" and "not yours". */
export type NodeLoader = (id: string, context: GraphqlContext) => Promise<object | null>;

/** Each context registers how its own objects are found by id. */
@Injectable()
export class NodeRegistry {
  private readonly kinds = new Map<IdPrefix, { readonly rule: FieldRule; readonly load: NodeLoader }>();

  /** The rule is that of the field which leads to such an object: an id opens nothing that a path does not. */
  register(prefix: IdPrefix, rule: FieldRule, load: NodeLoader): void {
    if (this.kinds.has(prefix)) throw new Error(`node prefix ${prefix} is registered twice`);
    this.kinds.set(prefix, { rule, load });
  }

  async find(text: string, context: GraphqlContext): Promise<object | null> {
    const prefix = prefixOf(text);
    const kind = prefix === null ? undefined : this.kinds.get(prefix);
    if (prefix === null || kind === undefined) return null;
    if (!isAllowed(kind.rule, context.principal)) return null;
    return kind.load(asId(parseId(prefix, text)), context);
  }
}
