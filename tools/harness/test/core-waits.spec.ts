import { describe, expect, it } from '@jest/globals';
import { instant, spent } from '../src/world/core-waits.js';

describe('what lies between two moments', () => {
  it('is without the longest wait for a core, and with all others', () => {
    const from = { at: 100, waited: [10, 500] };
    expect(spent(from, { at: 300, waited: [90, 530] })).toBe(120);
    expect(spent(from, { at: 300, waited: [10, 500] })).toBe(200);
  });

  it('is as long as the clock says where nobody knows of waits', () => {
    const unknown = 0x7fffffff; // no process has this id
    const [from, to] = [instant([unknown]), instant([unknown])];
    expect(spent(from, to)).toBe(to.at - from.at);
  });
});
