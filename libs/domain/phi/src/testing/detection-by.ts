import { PolicyDetection } from '../policy/policy-detection.js';
import type { PhiDetector } from '../ports/phi-detector.js';

/** Detection by `detector` that never lets other work run. */
export const detectionBy = (detector: PhiDetector): PolicyDetection =>
  new PolicyDetection(detector, async () => undefined);
