import { describe, expect, it } from '@jest/globals';
import { statusFailure } from './upstream-failure.js';

describe('the pause that an upstream asks for', () => {
  const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toUTCString();
  it.each([
    ['seconds', '7', 7, 7],
    ['a date', inSeconds(30), 28, 31],
    ['a date that has passed', inSeconds(-30), 1, 1],
    ['more than a minute', '3600', 60, 60],
    ['a date far away', inSeconds(86_400), 60, 60],
    ['nothing', undefined, 1, 1],
    ['what is neither', 'soon', 1, 1],
  ] as const)('as %s becomes seconds, 1 to 60', (_, given, least, most) => {
    for (const status of [429, 503, 529]) {
      const seconds = statusFailure(status, given).facts['retryAfterSeconds'];
      expect(seconds).toBeGreaterThanOrEqual(least);
      expect(seconds).toBeLessThanOrEqual(most);
    }
  });
});

describe('a 4xx of an upstream', () => {
  it.each([401, 403, 404, 408, 409])('%i is known to be one to whoever judges the provider by it', (status) => {
    expect(statusFailure(status, undefined).facts).toEqual({ upstreamStatus: status });
  });
});
