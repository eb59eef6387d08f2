import { register } from 'node:module';

// Lets a test start a process from the TypeScript sources: node --conditions=source --import this-file main.ts
register('./typescript-hooks.mjs', import.meta.url);
