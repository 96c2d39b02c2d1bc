export { start, type Started, type StartOptions } from './start.js';
