export { DEFAULT_DEADLINES, type Deadlines } from './deadlines.js';
export { UndiciModelProvider, type UndiciModelProviderOptions } from './undici-model-provider.js';
