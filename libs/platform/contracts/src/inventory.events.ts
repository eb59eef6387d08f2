import { topic } from './topic.js';

/** All bytes of an upload are stored; the job that reads it takes over. */
export const uploadReceived = topic<{ uploadId: string; purpose: string }>('inventory.upload_received', 1);
