export * from './approval.events.js';
export * from './catalog.events.js';
export * from './inventory.events.js';
export * from './milestone.events.js';
export * from './payment.events.js';
export * from './pledge.events.js';
export * from './topic.js';
export { TOPICS } from './topics.js';
export { REFUSAL_CODES } from './refusal-codes.js';
