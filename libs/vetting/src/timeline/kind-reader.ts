import type { EventKind, EventOf } from '../events/project-event.js';
import type { TimelineEntry } from './timeline-file.js';
import type { TimelineRecord } from './timeline-record.js';

export type Body = { [Kind in EventKind]: Omit<EventOf<Kind>, 'id' | 'at' | 'source'> }[EventKind];
/** What had to be taken for granted, as the key of a message. */
export type Assume = (messageKey: string, parameters?: Readonly<Record<string, string | number>>) => void;
export type KindReader = (entry: TimelineEntry, record: TimelineRecord, assume: Assume) => readonly Body[];
