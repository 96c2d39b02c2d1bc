export { runFuzz, type FuzzOptions } from './run-fuzz.js';
