import { beforeEach, describe, expect, it } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import { model, price, provider } from '../../test/entries.js';
import { ProviderStandings } from './provider-standings.js';

describe('what a process knows of its providers', () => {
  let clock: FixedClock;
  let standings: ProviderStandings;
  beforeEach(() => {
    clock = new FixedClock();
    standings = new ProviderStandings(clock);
  });
  const east = provider('acme', { region: 'us-east-1' });
  const west = provider('acme', { region: 'us-west-2' });

  it('is known by region: what fails in one is still asked in the other', () => {
    for (let n = 0; n < 5; n += 1) standings.admit(east)?.failed();
    expect(standings.admit(east)).toBeUndefined();
    expect(standings.admit(west)).toBeDefined();
    expect(standings.closedForMs(east)).toBe(10_000);
    expect(standings.all()).toEqual([
      { providerId: 'acme', region: 'us-east-1', breaker: 'open', since: clock.now(), firstByteMs: undefined },
      { providerId: 'acme', region: 'us-west-2', breaker: 'closed', firstByteMs: undefined },
    ]);
  });

  it('a model rests for as long as its provider asked, and no other with it', () => {
    const route = (id: string) => ({ model: model(id), provider: east, price: price() });
    standings.rest(route('a'), 2_000);
    expect([standings.isResting(route('a')), standings.isResting(route('b'))]).toEqual([true, false]);
    clock.advance(2_000);
    expect(standings.isResting(route('a'))).toBe(false);
  });

  it('the time to the first byte moves by a fifth of each new difference', () => {
    expect(standings.firstByteMs(east)).toBeUndefined();
    for (const ms of [100, 200]) standings.measured(east, ms);
    expect(standings.firstByteMs(east)).toBe(120);
    expect(standings.firstByteMs(west)).toBeUndefined();
  });
});
