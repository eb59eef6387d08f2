import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { InventoryQueries, UploadFiles } from '#libs/inventory';
import { projectHistoryReceived } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import {
  DAY_MS,
  DomainError,
  addMs,
  clearanceOf,
  newId,
  systemActor,
  type Id,
  type PersonPrincipal,
} from '#platform/kernel';
import { readEventsFile, type EventsFile } from '../events/events-file.js';
import { SnapshotMalformedError } from '../importers/importers.errors.js';
import { assertPast } from '../replay/events-to-replay.js';
import { ProjectRiskService } from '../risk/project-risk.service.js';
import {
  CoverageInFutureError,
  HistoryNotYoursError,
  HistoryTooLongError,
  HistoryUploadNotFoundError,
  OwnHistoryError,
} from './history.errors.js';
import { HistoryImportsRepository, type NewHistoryImport, type WaitingImport } from './history-imports.repository.js';
import { ProjectHistoryRepository } from './project-history.repository.js';
import { OWN_PREFIX, isReserved, namesOf } from './stored-events.js';

const READER = systemActor('vetting.read-history');
const MOST_EVENTS = 100_000;
/** How refusals call what was sent. */
const FILE = 'file';
const LONGEST_ID = 150;
const LONGEST_TEXT = 500;
/** Of something only the month is known. */
const MOST_AHEAD_DAYS = 31;
/** Whoever reports distress does so in private, and not by a file. */
const PRIVATE_KIND = 'distress';

/** Files of events that people hand in for a project. A job reads them; what follows from them is found in the same transaction. */
@Injectable()
export class HistoryImportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly imports: HistoryImportsRepository,
    private readonly history: ProjectHistoryRepository,
    private readonly risk: ProjectRiskService,
    private readonly uploads: InventoryQueries,
    private readonly files: UploadFiles,
  ) {}

  /**
   * Takes an uploaded file for the history of a project. The same upload again is the same import.
   * @throws HistoryNotYoursError, OwnHistoryError, HistoryUploadNotFoundError, CoverageInFutureError
   */
  async request(principal: PersonPrincipal, request: NewHistoryImport): Promise<Id<'phi'>> {
    const { personId } = principal;
    const upload = await this.uploads.upload(clearanceOf(principal), request.uploadId);
    const isFit = upload?.personId === personId && upload.purpose === 'HISTORY' && upload.status === 'ready';
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { standing, isAsking } = await this.imports.standing(tx, request.projectId, personId);
      if (standing === null) throw new HistoryNotYoursError();
      if (isAsking) throw new OwnHistoryError();
      if (!isFit) throw new HistoryUploadNotFoundError();
      if (request.coveredUntil > tx.now) throw new CoverageInFutureError();
      const newImport = newId<'phi'>();
      const id = await this.imports.insert(tx, newImport, personId, standing, request);
      if (id === null) throw new HistoryUploadNotFoundError();
      if (id !== newImport) return id;
      const { projectId, covers } = request;
      tx.audit('historyImport', id, 'request', { projectId, sha256: upload.sha256, covers: [...covers] });
      tx.emit(projectHistoryReceived, { importId: id });
      return id;
    });
  }

  /** Reads once; a second run finds it done. A file that cannot be read leaves nothing but the reason. */
  async read(id: Id<'phi'>): Promise<void> {
    const found = await this.unitOfWork.run(READER, (tx) => this.imports.find(tx, id));
    if (found === null) return;
    const { uploadId, isWaiting } = found;
    if (isWaiting) await this.settle(id, await this.eventsOf(uploadId));
    // Also after a run that was cut off between its commit and here.
    await this.files.remove(uploadId);
  }

  private async settle(id: Id<'phi'>, file: EventsFile | DomainError): Promise<void> {
    await this.unitOfWork.run(READER, async (tx) => {
      const waiting = await this.imports.lockWaiting(tx, id);
      if (waiting === null) return;
      if (file instanceof DomainError) await this.refuse(tx, waiting, file);
      else await this.store(tx, waiting, file);
    });
  }

  private async eventsOf(uploadId: Id<'upl'>): Promise<EventsFile | DomainError> {
    try {
      const file = readEventsFile(await this.bytesOf(uploadId), FILE);
      if (file.events.length > MOST_EVENTS) throw new HistoryTooLongError(file.events.length, MOST_EVENTS);
      return file;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  /** @throws HistoryUploadNotFoundError when its sender was erased meanwhile */
  private async bytesOf(uploadId: Id<'upl'>): Promise<Buffer> {
    try {
      return await readFile(this.files.pathOf(uploadId));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new HistoryUploadNotFoundError();
      throw error;
    }
  }

  private async store(tx: Tx, waiting: WaitingImport, { events, people }: EventsFile): Promise<void> {
    const { id, projectId, standing } = waiting;
    const kept = events.filter(({ kind }) => kind !== PRIVATE_KIND);
    try {
      assertPast(kept, tx.now);
      assertUsable({ events: kept, people }, tx.now);
    } catch (error) {
      if (error instanceof DomainError) return this.refuse(tx, waiting, error);
      throw error;
    }
    await this.history.lock(tx, projectId);
    const counts = await this.history.store(tx, projectId, kept, people, {
      importId: id,
      isFromOutside: standing !== 'OWNER',
    });
    await this.imports.stored(tx, id, { ...counts, events: events.length, leftOut: events.length - kept.length });
    tx.audit('historyImport', id, 'store', { ...counts });
    await this.risk.recompute(tx, projectId);
  }

  private async refuse(tx: Tx, { id }: WaitingImport, { code, messageKey, details }: DomainError): Promise<void> {
    await this.imports.refused(tx, id, { code, messageKey, details });
    tx.audit('historyImport', id, 'refuse', { code });
  }
}

/**
 * What no importer writes and what could be taken for something else: ids and names of this installation, a number of a person
 * where none is meant, times to come, and texts that are too long. @throws SnapshotMalformedError
 */
function assertUsable({ events, people }: EventsFile, now: Date): void {
  const names = [...namesOf(events), ...people.flatMap((one) => one.names)];
  for (const text of [...events.map(({ id }) => id), ...names])
    if (text.startsWith(OWN_PREFIX)) throw refused(text, `what begins with ${OWN_PREFIX} is of this installation`);
  for (const text of names)
    if (text === '' || text.length > LONGEST_TEXT) throw refused(text, 'a name has 1 to 500 characters');
  const known = new Set(names);
  for (const event of events) {
    if (event.id === '' || event.id.length > LONGEST_ID) throw refused(event.id, 'an id has 1 to 150 characters');
    if (event.at.to > addMs(now, MOST_AHEAD_DAYS * DAY_MS).getTime())
      throw refused(event.id, 'its time reaches into the future');
    if (!Number.isInteger(event.at.from) || !Number.isInteger(event.at.to))
      throw refused(event.id, 'a time has no part of a millisecond');
    for (const text of Object.values(event).filter(
      (value) => typeof value === 'string' && !known.has(value),
    ) as string[])
      if (isReserved(text) || text.length > LONGEST_TEXT)
        throw refused(event.id, 'a text is too long, or names a person by number');
  }
}

function refused(where: string, reason: string): SnapshotMalformedError {
  return new SnapshotMalformedError(FILE, where.slice(0, LONGEST_ID), reason);
}
