import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { AuditSink, UnitOfWork } from '#platform/database';
import { SystemClock, newId } from '#platform/kernel';
import { openTestDatabase } from '#platform/testing';
import { ReadingProgress } from './reading-progress.js';
