import { parentPort, type MessagePort } from 'node:worker_threads';
import { RuleDetector, type PhiDetector } from '@radiant/phi';
import type { DetectionRequest } from './messages.js';
import { packed, type PackedMatches } from './packed-matches.js';
import { serve } from './serve.js';

const uninterrupted = async (): Promise<void> => undefined;

/** What a worker thread does: answers detection requests of its parent, one after the other. */
export function serveDetection(
  detector: PhiDetector = new RuleDetector(uninterrupted),
  port: MessagePort | null = parentPort,
): void {
  serve<DetectionRequest, PackedMatches>(port, async ({ texts, categories, sensitivity }) =>
    packed(await detector.detect(texts, new Set(categories), sensitivity)),
  );
}
