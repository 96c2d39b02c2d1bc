import { beforeEach, describe, expect, it } from '@jest/globals';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { ProviderStandings, Registry, RegistryStore, type Model, type Provider } from '@radiant/registry';
import { BROKEN, model, provider } from '../../test/asking.js';
import { ModelProvider } from '../ports/model-provider.js';
import { CheckProviders } from './check-providers.js';

const AWAKE = { thermalState: undefined, thermalConfig: undefined };

/** Answers whoever is not down. */
class Pinged extends ModelProvider {
  readonly asked: string[] = [];
  readonly down = new Set<string>();
  async complete(): Promise<string> {
    throw new Error('not here');
  }
  async stream(): Promise<AsyncIterable<string>> {
    throw new Error('not here');
  }
  async ping({ id }: Provider): Promise<void> {
    this.asked.push(id);
    if (this.down.has(id)) throw BROKEN;
  }
}

describe('looking whether providers answer', () => {
  let clock: FixedClock;
  let standings: ProviderStandings;
  let pinged: Pinged;
  beforeEach(() => {
    clock = new FixedClock();
    standings = new ProviderStandings(clock);
    pinged = new Pinged();
  });
  const look = (providers: readonly Provider[], models: readonly Model[]): Promise<void> => {
    const store = new (class extends RegistryStore {
      async load() {
        return { providers, models, agreements: [], rules: [] };
      }
    })();
    return new CheckProviders(new Registry(store, clock, new SequentialIds()), pinged, standings).execute();
  };
  const A = provider('a');

  it('opens the breaker of one that is down before any call meets it, and only a call closes it again', async () => {
    pinged.down.add('a');
    for (let n = 0; n < 5; n += 1) await look([A], [model('m', 'a', AWAKE)]);
    expect(standings.admit(A)).toBeUndefined();
    pinged.down.clear();
    clock.advance(60_000);
    await look([A], [model('m', 'a', AWAKE)]);
    expect(pinged.asked).toHaveLength(5);
    standings.admit(A)?.answered();
    expect(standings.isClosed(A)).toBe(true);
  });

  it('takes a good answer for nothing: calls may fail all the same', async () => {
    for (let n = 0; n < 5; n += 1) {
      standings.admit(A)?.failed();
      await look([A], [model('m', 'a', AWAKE)]);
    }
    expect(standings.isClosed(A)).toBe(false);
  });

  it('asks nobody who is switched off or drained, nor one whose models may be asleep', async () => {
    const providers = [
      A,
      provider('off', { status: 'inactive' }),
      provider('drained', { draining: true }),
      provider('asleep'),
      provider('hot'),
      provider('empty'),
    ];
    const models = [
      model('m1', 'a', AWAKE),
      model('m2', 'off', AWAKE),
      model('m3', 'drained', AWAKE),
      model('m4', 'asleep', { thermalState: 'COLD', thermalConfig: undefined }),
      model('m5', 'hot', { thermalState: 'HOT', thermalConfig: undefined }),
      model('m6', 'empty', { ...AWAKE, status: 'inactive' }),
    ];
    await look(providers, models);
    expect(pinged.asked.sort()).toEqual(['a', 'hot']);
  });
});
