import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  abandonedFilesDue,
  catalogChanged,
  conformanceDue,
  inventoryRefreshDue,
  personErased,
  uploadReceived,
} from '#platform/contracts';
import { HOUR_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { ConformanceService } from './conformance/conformance.service.js';
import { InventoryReaderService } from './inventory-reader.service.js';
import { UploadFiles } from './upload-files.js';

@Injectable()
export class InventoryJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly jobs: RecurringJobs,
    private readonly reader: InventoryReaderService,
    private readonly files: UploadFiles,
    private readonly conformance: ConformanceService,
  ) {}

  onModuleInit(): void {
    this.consumers.repeatable('inventory.read-upload', uploadReceived, ({ uploadId, organisationId }) =>
      this.reader.read(asId(uploadId), asId(organisationId)),
    );
    this.consumers.inTransaction('inventory.announce-refresh', catalogChanged, (tx) => this.reader.announceRefresh(tx));
    this.consumers.repeatable('inventory.refresh', inventoryRefreshDue, ({ organisationId }) =>
      this.reader.refresh(asId(organisationId)),
    );
    this.consumers.repeatable('inventory.check-conformance', conformanceDue, ({ inventoryId, organisationId }) =>
      this.conformance.check(asId(inventoryId), asId(organisationId)),
    );
    this.consumers.repeatable('inventory.forget-files', personErased, async ({ uploadIds }) => {
      for (const uploadId of uploadIds) await this.files.remove(asId(uploadId));
    });
    this.jobs.recurring('inventory.drop-abandoned-files', abandonedFilesDue, HOUR_MS, () => this.files.dropAbandoned());
  }
}
