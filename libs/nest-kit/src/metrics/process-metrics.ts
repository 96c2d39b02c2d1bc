import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from './metrics.js';

const NANOSECONDS = 1e9;
/** Each tick wakes a process that has nothing to do. */
const RESOLUTION_MS = 50;

/** What the process itself is like: its event loop since the last look, memory and age. @returns what ends the measuring. */
export function measureProcess(metrics: Metrics): { close(): void } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  metrics.gauge(
    'radiant_event_loop_delay_seconds',
    `Delay of the event loop beyond its tick of ${RESOLUTION_MS} ms since the last look`,
    ['quantile'],
    () => {
      const beyond = (nanoseconds: number): number =>
        Math.max(0, (Number.isFinite(nanoseconds) ? nanoseconds : 0) / NANOSECONDS - RESOLUTION_MS / 1_000);
      const found = [0.5, 0.99, 1].map((quantile) => ({
        labels: [String(quantile)],
        value: beyond(quantile === 1 ? delay.max : delay.percentile(quantile * 100)),
      }));
      delay.reset();
      return found;
    },
  );
  metrics.gauge('process_resident_memory_bytes', 'Resident memory of the process', [], () => [
    { value: process.memoryUsage.rss() },
  ]);
  metrics.gauge('process_uptime_seconds', 'How long the process has run', [], () => [{ value: process.uptime() }]);
  return { close: () => delay.disable() };
}
