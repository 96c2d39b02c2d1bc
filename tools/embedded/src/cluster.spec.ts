import { describe, expect, it } from '@jest/globals';
import { cannotStart } from './cluster.js';

describe('cannotStart', () => {
  it.each([
    'could not write to file "pg_wal/xlogtemp.7": No space left on device',
    'could not map anonymous shared memory: Cannot allocate memory',
  ])('does not advise to throw data away when the machine is full: %s', (reason) => {
    const { message } = cannotStart('/data', reason, undefined);
    expect(message).toContain(reason);
    expect(message).toContain('free memory and disk space');
    expect(message).not.toContain('--reset');
  });

  it('names the broken folder and both ways out otherwise', () => {
    expect(cannotStart('/data', 'could not read pg_control', undefined).message).toMatch(
      /^The database in \/data is broken \(could not read pg_control\): bring back a copy.*npm start -- --reset/,
    );
  });
});
