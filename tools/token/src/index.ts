export { readOptions, USAGE, type TokenOptions } from './options.js';
