export { readEventsFile, writeEventsFile } from './events/events-file.js';
