import { Injectable } from '@nestjs/common';
import { Field, ID, InterfaceType } from '@nestjs/graphql';
import { asId, parseId, prefixOf, type IdPrefix } from '#platform/kernel';
import type { GraphqlContext } from './context.js';

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
  private readonly loaders = new Map<IdPrefix, NodeLoader>();

  register(prefix: IdPrefix, loader: NodeLoader): void {
    if (this.loaders.has(prefix)) throw new Error(`node prefix ${prefix} is registered twice`);
    this.loaders.set(prefix, loader);
  }

  async find(text: string, context: GraphqlContext): Promise<object | null> {
    const prefix = prefixOf(text);
    const loader = prefix === null ? undefined : this.loaders.get(prefix);
    if (prefix === null || loader === undefined) return null;
    return loader(asId(parseId(prefix, text)), context);
  }
}
