import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { InventoryQueries, UploadFiles } from '#libs/inventory';
import { projectHistoryReceived } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { DomainError, clearanceOf, newId, systemActor, type Id, type PersonPrincipal } from '#platform/kernel';
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
import { OWN_PREFIX, namesOf } from './stored-events.js';

const READER = systemActor('vetting.read-history');
const MOST_EVENTS = 100_000;
/** How refusals call what was sent. */
const FILE = 'file';
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
      assertOthers(file);
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

/** What happens here has ids and names of its own, which no file can take. @throws SnapshotMalformedError */
function assertOthers({ events, people }: EventsFile): void {
  const texts = [...events.map(({ id }) => id), ...namesOf(events), ...people.flatMap(({ names }) => names)];
  const taken = texts.find((text) => text.startsWith(OWN_PREFIX));
  if (taken !== undefined)
    throw new SnapshotMalformedError(
      FILE,
      taken,
      `ids and names that begin with ${OWN_PREFIX} are those of this installation`,
    );
}
