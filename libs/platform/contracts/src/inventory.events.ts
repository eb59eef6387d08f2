import { topic } from './topic.js';

/** All bytes of an SBOM are stored; the job that reads it takes over, for the organisation whose product it describes. */
export const uploadReceived = topic<{ uploadId: string; organisationId: string }>('inventory.upload_received', 1);

/** An inventory is stored; the job that compares its documents with the schemas of their formats takes over. */
export const conformanceDue = topic<{ inventoryId: string; organisationId: string }>('inventory.conformance_due', 1);

/** What an organisation ships, or what is known of it, is not what it was: other projects, depths or weights may count now. */
export const inventoryChanged = topic<{ organisationId: string }>('inventory.changed', 1);

/** The current inventories of an organisation are compared with the catalogue again. */
export const inventoryRefreshDue = topic<{ organisationId: string }>('inventory.refresh_due', 1);
