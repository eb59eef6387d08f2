import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { Page, PageRequest } from '#platform/database';

@ObjectType()
export class PageInfo {
  @Field()
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page.' })
  endCursor!: string | null;
}

@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, { description: 'How many, from 1 to 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  first!: number;

  @Field(() => String, { nullable: true, description: 'Start after this cursor.' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  after?: string | null;
}

export function pageOf(args: ConnectionArgs): PageRequest {
  return { first: args.first, after: args.after ?? null };
}

export interface ConnectionValue<Node> {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
}

/** The Relay connection type of a node type: edges with cursors, and `nodes` as the short way. */
export function connectionType<Node>(node: Type<Node>, name: string): Type<ConnectionValue<Node>> {
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field(() => node)
    node!: Node;

    @Field()
    cursor!: string;
  }

  @ObjectType(`${name}Connection`)
  class Connection {
    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => [node])
    nodes!: Node[];

    @Field()
    pageInfo!: PageInfo;
  }
  return Connection;
}

export function connectionFrom<Row, Node>(page: Page<Row>, toNode: (row: Row) => Node): ConnectionValue<Node> {
  const nodes = page.rows.map(toNode);
  return {
    nodes,
    // Few ask for every cursor.
    get edges() {
      return nodes.map((node, index) => ({ node, cursor: page.cursorAt(index) }));
    },
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: nodes.length === 0 ? null : page.cursorAt(nodes.length - 1) },
  };
}
