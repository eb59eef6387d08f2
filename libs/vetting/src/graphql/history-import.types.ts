import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsDate, IsIn, IsString, Length, Matches } from 'class-validator';
import { ConnectionArgs, MutationInput, MutationPayload, Node, connectionType } from '#platform/graphql';
import { formatId, type Messages } from '#platform/kernel';
import { STANDINGS, type Standing } from '../history/history-access.js';
import type { HistoryImportRow, ImportStatus } from '../history/history-imports.queries.js';
import { HISTORY_SOURCES, type HistorySource } from '../history/history-imports.repository.js';
import { named } from './role-grant.types.js';

export const HistorySourceEnum = named(HISTORY_SOURCES);
registerEnumType(HistorySourceEnum, {
  name: 'HistorySource',
  description:
    'Commits and tags; files that name contacts; lists of members; messages to the maintainers; packages in registries.',
});
const StandingEnum = named(STANDINGS);
registerEnumType(StandingEnum, { name: 'HistoryStanding', description: 'OWNER: speaks for the project.' });
const HistoryImportStatusEnum = named(['WAITING', 'STORED', 'REFUSED'] as const satisfies ImportStatus[]);
registerEnumType(HistoryImportStatusEnum, { name: 'HistoryImportStatus' });

@ObjectType('HistoryRefusal', { description: 'Why a file was not taken. Nothing of it is stored then.' })
export class HistoryRefusalType {
  @Field()
  code!: string;

  @Field({ description: 'What is wrong with the file and what to do.' })
  message!: string;
}

@ObjectType('HistoryImport', {
  implements: () => [Node],
  description: 'A file of events that was handed in for a project. An event that is stored is never changed.',
})
export class HistoryImportType extends Node {
  constructor(
    private readonly row: HistoryImportRow,
    private readonly messages: Messages,
  ) {
    super();
    this.id = formatId('phi', row.id);
  }

  get importId(): string {
    return this.row.id;
  }

  get importedById(): string {
    return this.row.importedBy;
  }

  get projectId(): string {
    return this.row.projectId;
  }

  @Field(() => StandingEnum, { description: 'As what its sender handed it in.' })
  get standing(): Standing {
    return this.row.standing;
  }

  @Field(() => [HistorySourceEnum], { description: 'The sources that it has all of, as its sender says.' })
  get covers(): readonly HistorySource[] {
    return this.row.covers;
  }

  @Field({ description: 'Until when.' })
  get coveredUntil(): Date {
    return this.row.coveredUntil;
  }

  @Field(() => HistoryImportStatusEnum)
  get status(): ImportStatus {
    return this.row.status;
  }

  @Field()
  get requestedAt(): Date {
    return this.row.requestedAt;
  }

  @Field(() => Date, { nullable: true })
  get settledAt(): Date | null {
    return this.row.settledAt;
  }

  @Field(() => Int, { nullable: true, description: 'In the file; null until it is read.' })
  get events(): number | null {
    return this.row.events;
  }

  @Field(() => Int, { nullable: true, description: 'Those that were not there before.' })
  get newEvents(): number | null {
    return this.row.newEvents;
  }

  @Field(() => Int, { nullable: true, description: 'Those of which other facts are stored already; these stand.' })
  get differingEvents(): number | null {
    return this.row.differingEvents;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'What people said of being overloaded: that is theirs to report (reportOverload), and is not stored.',
  })
  get leftOutEvents(): number | null {
    return this.row.leftOutEvents;
  }

  @Field(() => HistoryRefusalType, { nullable: true })
  get refusal(): HistoryRefusalType | null {
    const { refusal } = this.row;
    return refusal && { code: refusal.code, message: this.messages.text(refusal.messageKey, refusal.details) };
  }
}

export const HistoryImportConnection = connectionType(HistoryImportType, 'HistoryImport');

@ArgsType()
export class HistoryImportsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}

@ObjectType('HistoryName', { description: 'A name in the history of a project that you have shown to be yours.' })
export class HistoryNameType {
  @Field()
  name!: string;

  @Field()
  claimedAt!: Date;
}

@InputType()
export class ImportProjectHistoryInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID, { description: 'An upload of yours with the purpose HISTORY, whose bytes have come.' })
  @IsString()
  uploadId!: string;

  @Field(() => [HistorySourceEnum], {
    description:
      'The sources that the file has all of. Say MESSAGES only when it has every message to the maintainers.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(HISTORY_SOURCES.length)
  @ArrayUnique()
  @IsIn(HISTORY_SOURCES, { each: true })
  covers!: HistorySource[];

  @Field({ description: 'Until when it has them.' })
  @IsDate()
  coveredUntil!: Date;
}

@InputType({ isAbstract: true })
abstract class HistoryNameInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field({ description: 'A mail address, 3 to 320 characters.' })
  @Length(3, 320)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  name!: string;
}

@InputType()
export class ClaimHistoryNameInput extends HistoryNameInput {}

@InputType()
export class ReleaseHistoryNameInput extends HistoryNameInput {}

@ObjectType()
export class ImportProjectHistoryPayload extends MutationPayload {
  @Field(() => HistoryImportType, { nullable: true })
  historyImport!: HistoryImportType | null;
}

@ObjectType({ isAbstract: true })
export abstract class HistoryNamesPayload extends MutationPayload {
  projectId!: string | null;

  @Field(() => [HistoryNameType], { nullable: true, description: 'All of yours in the project.' })
  names!: HistoryNameType[] | null;
}

@ObjectType()
export class ClaimHistoryNamePayload extends HistoryNamesPayload {}

@ObjectType()
export class ReleaseHistoryNamePayload extends HistoryNamesPayload {}

export const NAME_PAYLOADS = [ClaimHistoryNamePayload, ReleaseHistoryNamePayload];
