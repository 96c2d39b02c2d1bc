export { serveCounting } from './serve-counting.js';
export { serveDetection } from './serve-detection.js';
export { DEFAULT_WORKER_LIMITS, LARGE_TEXT, WorkerPhiDetector, type WorkerLimits } from './worker-phi-detector.js';
export { WorkerTokenCounter } from './worker-token-counter.js';
