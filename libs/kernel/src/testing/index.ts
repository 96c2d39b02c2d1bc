export { describeDataKeyStore } from './data-key-store.laws.js';
export { FixedClock } from './fixed-clock.js';
export { SequentialIds } from './sequential-ids.js';
