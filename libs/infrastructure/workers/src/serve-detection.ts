import { parentPort, type MessagePort } from 'node:worker_threads';
import { RuleDetector, type PhiDetector } from '@radiant/phi';
import type { DetectionAnswer, DetectionRequest } from './messages.js';

const uninterrupted = async (): Promise<void> => undefined;

/** What a worker thread does: answers detection requests of its parent, one after the other. */
export function serveDetection(
  detector: PhiDetector = new RuleDetector(uninterrupted),
  port: MessagePort | null = parentPort,
): void {
  if (!port) throw new Error('a detection worker runs in a worker thread');
  port.on('message', (request: DetectionRequest) => {
    void answer(detector, request).then((reply) => {
      port.postMessage(reply);
    });
  });
}

async function answer(detector: PhiDetector, request: DetectionRequest): Promise<DetectionAnswer> {
  const { id, texts, categories, sensitivity } = request;
  try {
    return { id, matches: await detector.detect(texts, new Set(categories), sensitivity) };
  } catch {
    return { id, matches: undefined };
  }
}
