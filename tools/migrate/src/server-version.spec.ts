import { describe, expect, it } from '@jest/globals';
import { MigrationError } from './migration-error.js';
import { assertServerVersion } from './server-version.js';

describe('the version of the server', () => {
  it.each([160_000, 160_013, 180_004])('may be %s', (number) => {
    expect(() => assertServerVersion(number)).not.toThrow();
  });

  it.each([90_624, 150_018])('may not be %s, and that is said', (number) => {
    expect(() => assertServerVersion(number)).toThrow(MigrationError);
    expect(() => assertServerVersion(number)).toThrow(
      `PostgreSQL 16 or later is needed, and this is PostgreSQL ${Math.floor(number / 10_000)}.`,
    );
  });
});
