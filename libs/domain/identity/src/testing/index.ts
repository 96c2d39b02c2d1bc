export { describeApiKeyDirectory } from './api-key-directory.laws.js';
