export { fuzzIsolation, type IsolationFuzzOptions, type IsolationFuzzReport } from './isolation-fuzz.js';
