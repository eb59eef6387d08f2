import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  NodeRegistry,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  person,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { Messages, asId, parseId, present, type Id, type PersonPrincipal } from '#platform/kernel';
import { HistoryImportsQueries } from '../history/history-imports.queries.js';
import { HistoryImportsService } from '../history/history-imports.service.js';
import { HistoryNamesService } from '../history/history-names.service.js';
import {
  ClaimHistoryNameInput,
  ClaimHistoryNamePayload,
  HistoryImportConnection,
  HistoryImportType,
  HistoryImportsArgs,
  HistoryNameType,
  ImportProjectHistoryInput,
  ImportProjectHistoryPayload,
  ReleaseHistoryNameInput,
  ReleaseHistoryNamePayload,
  type HistoryNamesPayload,
} from './history-import.types.js';

/** What happened to a project, as files tell it, and whose names are in it. */
@Resolver(() => HistoryImportType)
export class HistoryImportsResolver {
  constructor(
    private readonly queries: HistoryImportsQueries,
    private readonly imports: HistoryImportsService,
    private readonly names: HistoryNamesService,
    private readonly people: PersonLoader,
    private readonly messages: Messages,
    nodes: NodeRegistry,
  ) {
    nodes.register('phi', person, async (id, { principal }) => {
      const row = principal.kind === 'person' ? await queries.visible(principal, id) : null;
      return row && new HistoryImportType(row, messages);
    });
  }

  @Query(() => HistoryImportConnection, {
    description:
      'Files that were handed in for a project, newest first: for those who speak for it, its stewards and reviewers. None for all others.',
  })
  async historyImports(
    @Args() args: HistoryImportsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<HistoryImportType>> {
    const page = await this.queries.ofProject(asPerson(principal), parseId('prj', args.projectId), pageOf(args));
    return connectionFrom(page, (row) => new HistoryImportType(row, this.messages));
  }

  @Query(() => [HistoryNameType], {
    description:
      'Names in the history of a project that you have shown to be yours, in the order in which it has them.',
  })
  async myHistoryNames(
    @Args('projectId', { type: () => ID }) projectId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<HistoryNameType[]> {
    return this.ownNames(asPerson(principal), parseId('prj', projectId));
  }

  @Mutation(() => ImportProjectHistoryPayload, {
    description:
      'Hands in what happened to a project: a file of events, as `mainstay project snapshot --events` writes it. It is read by a job; what follows from it are signals, and the work of those who have shown their names. The same upload again is the same import.',
  })
  @Refusals('COVERAGE_IN_FUTURE', 'HISTORY_NOT_YOURS', 'HISTORY_UPLOAD_NOT_FOUND', 'OWN_HISTORY')
  importProjectHistory(
    @Args('input') input: ImportProjectHistoryInput,
    @Context() context: GraphqlContext,
  ): Promise<ImportProjectHistoryPayload> {
    return asPayload(context, input, { historyImport: null }, async () => {
      const principal = asPerson(context.principal);
      const { covers, coveredUntil } = input;
      const ids = { projectId: parseId('prj', input.projectId), uploadId: parseId('upl', input.uploadId) };
      const id = await this.imports.request(principal, { ...ids, covers: [...covers].sort(), coveredUntil });
      const row = present(await this.queries.visible(principal, id));
      return { historyImport: new HistoryImportType(row, this.messages) };
    });
  }

  @Mutation(() => ClaimHistoryNamePayload, {
    description:
      'Shows that a name in the history of a project is yours, so that your work there is known: the mail address that you have confirmed here, or the address that a forge gives to the account that you have linked.',
  })
  @Refusals('HISTORY_NAME_NOT_FOUND', 'HISTORY_NAME_TAKEN', 'HISTORY_NAME_UNPROVEN')
  claimHistoryName(
    @Args('input') input: ClaimHistoryNameInput,
    @Context() context: GraphqlContext,
  ): Promise<ClaimHistoryNamePayload> {
    return this.answer(context, input, (principal, projectId) => this.names.claim(principal, projectId, input.name));
  }

  @Mutation(() => ReleaseHistoryNamePayload, { description: 'Takes that back.' })
  @Refusals('HISTORY_NAME_NOT_FOUND')
  releaseHistoryName(
    @Args('input') input: ReleaseHistoryNameInput,
    @Context() context: GraphqlContext,
  ): Promise<ReleaseHistoryNamePayload> {
    return this.answer(context, input, (principal, projectId) => this.names.release(principal, projectId, input.name));
  }

  @ResolveField(() => PersonType)
  async importedBy(
    @Parent() { importedById }: HistoryImportType,
    @Context() context: GraphqlContext,
  ): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, asId(importedById))));
  }

  private answer<Payload extends HistoryNamesPayload>(
    context: GraphqlContext,
    input: ClaimHistoryNameInput,
    work: (principal: PersonPrincipal, projectId: Id<'prj'>) => Promise<void>,
  ): Promise<Payload> {
    return asPayload<HistoryNamesPayload>(context, input, { projectId: null, names: null }, async () => {
      const principal = asPerson(context.principal);
      const projectId = parseId('prj', input.projectId);
      await work(principal, projectId);
      return { projectId, names: await this.ownNames(principal, projectId) };
    }) as Promise<Payload>;
  }

  private async ownNames(principal: PersonPrincipal, projectId: Id<'prj'>): Promise<HistoryNameType[]> {
    const names = await this.names.own(principal, projectId);
    return names.map(({ name, claimedAt }) => Object.assign(new HistoryNameType(), { name, claimedAt }));
  }
}
