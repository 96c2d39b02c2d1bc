export { serveCounting } from './serve-counting.js';
export { serveDetection } from './serve-detection.js';
export { WorkerPhiDetector } from './worker-phi-detector.js';
export { WorkerTokenCounter } from './worker-token-counter.js';
