export { AdminApi } from './api.js';
export { applyConfig, diffConfig, exportConfig, type Difference } from './config.js';
export { ConfigError } from './json.js';
export type { Step } from './plan.js';
