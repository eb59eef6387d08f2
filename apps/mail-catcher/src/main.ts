import process from 'node:process';
import { serve } from './serve.js';

await serve(process);
