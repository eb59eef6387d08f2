import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isCompositeType, isIntrospectionType, isObjectType, type GraphQLSchema } from 'graphql';
import { MATRIX, type Row } from './matrix.js';
import { INPUTS } from './mutations.js';
import { outcomeAmong, outcomeOf, outcomeOfMutation } from './outcome.js';
import { ARGUMENTS, PATHS } from './paths.js';
import { PRINCIPALS, openWorld, type PrincipalName, type World } from './world.js';
import { TestApi } from '../../support/test-api.js';

const ROWS: ReadonlyMap<string, Row> = new Map(MATRIX.map((row) => [row.coordinate, row]));

/** The row that judges a coordinate: its own, or that of its type. */
export function rowOf(coordinate: string): Row | undefined {
  const [type] = coordinate.split('.');
  return ROWS.get(coordinate) ?? ROWS.get(`${type!}.*`);
}

/** Rows of fields that are reached by a second way, `Type.field@way`. */
export const SECOND_WAYS = MATRIX.map(({ coordinate }) => coordinate).filter((coordinate) => coordinate.includes('@'));

/** Outcomes under the names of the principals, for a message that can be read. */
export function byPrincipal(outcomes: readonly string[]): Record<string, string> {
  return Object.fromEntries(PRINCIPALS.map((name, at) => [name, outcomes[at]!]));
}

/** Runs cells of the matrix over HTTP, each as the principal of its column. */
export class MatrixRunner {
  readonly schema: GraphQLSchema;
  cells = 0;

  private constructor(
    readonly api: TestApi,
    readonly world: World,
  ) {
    this.schema = api.app.get(GraphQLSchemaHost).schema;
  }

  /** `level` is that of the log lines which are kept. */
  static async open(level = 'warn'): Promise<MatrixRunner> {
    // More than the pool ever has: what is seen of a fee does not hang on what is paid.
    const api = await TestApi.start({ REVIEW_FEES: 'USD:900000' }, level);
    return new MatrixRunner(api, await openWorld(api));
  }

  /** Every `Type.field` that the matrix has to judge; payloads are judged with their mutation. */
  coordinates(): string[] {
    return Object.values(this.schema.getTypeMap()).flatMap((type) => {
      if (!isObjectType(type) || isIntrospectionType(type)) return [];
      if (type.name.endsWith('Payload') || type.name.startsWith('UserError')) return [];
      return Object.keys(type.getFields()).map((field) => `${type.name}.${field}`);
    });
  }

  async field(coordinate: string, principal: PrincipalName): Promise<string> {
    this.cells += 1;
    const { text, levels } = this.document([coordinate]);
    return outcomeOf(await this.api.gql(text, {}, this.world.as[principal]), levels);
  }

  /** The whole answer of a cell. */
  async answer(coordinate: string, principal: PrincipalName): Promise<string> {
    const { text } = this.document([coordinate]);
    return JSON.stringify(await this.api.gql(text, {}, this.world.as[principal]));
  }

  fieldForAll(coordinate: string): Promise<string[]> {
    return Promise.all(PRINCIPALS.map((principal) => this.field(coordinate, principal)));
  }

  /** Outcomes of fields of one type by coordinate, each field asked for beside the others. */
  async fieldsForAll(coordinates: readonly string[]): Promise<Record<string, string[]>> {
    const columns = await Promise.all(PRINCIPALS.map((principal) => this.fieldsFor(coordinates, principal)));
    return Object.fromEntries(coordinates.map((coordinate, at) => [coordinate, columns.map((column) => column[at]!)]));
  }

  /** What an answer to all of them does not tell is asked for alone, and so is one of many, to see that it is the same. */
  private async fieldsFor(coordinates: readonly string[], principal: PrincipalName): Promise<string[]> {
    if (coordinates.length === 1) return [await this.field(coordinates[0]!, principal)];
    const { text, levels } = this.document(coordinates);
    const answer = await this.api.gql(text, {}, this.world.as[principal]);
    const outcomes = coordinates.map((coordinate) => outcomeAmong(answer, levels, coordinate.split('.')[1]!));
    const sampled = this.cells % coordinates.length;
    return Promise.all(
      outcomes.map(async (outcome, at) => {
        if (outcome !== null && at !== sampled) return this.count(outcome);
        const alone = await this.field(coordinates[at]!, principal);
        return outcome === null || outcome === alone ? alone : `${alone} alone and ${outcome} among others`;
      }),
    );
  }

  private count(outcome: string): string {
    this.cells += 1;
    return outcome;
  }

  /** An input that would be right for whoever may do it. */
  async inputOf(name: string, principal: PrincipalName): Promise<object> {
    const input = await INPUTS[name]!.input(this.world, principal);
    // The passkeys of one row must not keep anybody of the next from deciding for a week.
    await this.api.database.asOwner('UPDATE authenticator_change SET pauses_decisions = false WHERE pauses_decisions');
    return input;
  }

  async mutation(name: string, principal: PrincipalName, input: object): Promise<string> {
    this.cells += 1;
    const sender = this.world.as[principal];
    const text = `mutation ($input: ${INPUTS[name]!.type}!) { ${name}(input: $input) { userErrors { code } } }`;
    const outcome = outcomeOfMutation(await this.api.gql(text, { input }, sender));
    if (outcome !== 'STEP_UP_REQUIRED' || !sender.passkey) return outcome;
    // Whoever can confirm does so: the matrix is about who may do it.
    const stepUp = await this.api.confirm(name, input, sender, sender.passkey);
    return outcomeOfMutation(await this.api.gql(text, { input: { ...input, stepUp } }, sender));
  }

  /** @param coordinates of one type, or one by a second way */
  private document(coordinates: readonly string[]): { readonly text: string; readonly levels: number } {
    const [typeName, , way] = coordinates[0]!.split(/[.@]/) as [string, string, string?];
    const path = PATHS[way === undefined ? typeName : `${typeName}@${way}`];
    if (path === undefined) throw new Error(`no path leads to ${typeName}`);
    const fields = coordinates.map((coordinate) => this.selectionOf(coordinate)).join(' ');
    const text = `{ ${path.replace('%', fields)} }`;
    // Neither the braces of ids nor those of fragments lead one level deeper.
    const levels = path.replace(/\([^()]*\)|\.\.\. on \w+ \{/g, '').split('{').length;
    return { text: text.replace(/\{(\w+)\}/g, (whole, name: string) => this.world.ids[name] ?? whole), levels };
  }

  private selectionOf(coordinate: string): string {
    const [typeName, fieldName] = coordinate.split(/[.@]/) as [string, string];
    const type = this.schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`${typeName} has no fields`);
    const selection = isCompositeType(getNamedType(type.getFields()[fieldName]!.type)) ? ' { __typename }' : '';
    return `${fieldName}${ARGUMENTS[coordinate] ?? ''}${selection}`;
  }
}
