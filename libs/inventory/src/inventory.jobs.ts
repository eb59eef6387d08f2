import { Injectable, type OnModuleInit } from '@nestjs/common';
import { uploadReceived } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { InventoryReaderService } from './inventory-reader.service.js';

@Injectable()
export class InventoryJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly reader: InventoryReaderService,
  ) {}

  onModuleInit(): void {
    this.consumers.repeatable('inventory.read-upload', uploadReceived, ({ uploadId, organisationId }) =>
      this.reader.read(asId(uploadId), asId(organisationId)),
    );
  }
}
