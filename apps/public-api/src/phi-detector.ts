import { existsSync } from 'node:fs';
import { RuleDetector } from '@radiant/phi';
import { WorkerPhiDetector } from '@radiant/workers';
import { nextTurn } from './token-counter.js';

/** As the build lays it beside this file. */
const WORKER = new URL('./detection-worker.js', import.meta.url);

/** Ordinary texts are read in place, long ones in a thread. From source, where no worker is built, all are read in place. */
export function openPhiDetector(): { readonly detector: RuleDetector | WorkerPhiDetector; close(): Promise<void> } {
  const inPlace = new RuleDetector(nextTurn);
  if (!existsSync(WORKER)) return { detector: inPlace, close: async () => undefined };
  const detector = new WorkerPhiDetector(inPlace, WORKER);
  return { detector, close: () => detector.close() };
}
