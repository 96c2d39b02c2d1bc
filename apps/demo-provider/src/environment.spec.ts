import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './environment.js';

describe('the environment', () => {
  it('has a default for everything, also when a variable is set to nothing', () => {
    const listening = { port: 0, host: '127.0.0.1' };
    expect(readEnvironment({})).toEqual(listening);
    expect(readEnvironment({ PORT: '', HOST: ' ', DEMO_FAULT: '' })).toEqual(listening);
  });

  it('sets the address and every knob', () => {
    const variables = {
      PORT: '4010',
      HOST: '::1',
      DEMO_LATENCY_MS: '50',
      DEMO_CHUNK_CHARACTERS: '4',
      DEMO_CHUNK_INTERVAL_MS: '20',
      DEMO_FAULT: 'reset',
    };
    expect(readEnvironment(variables)).toEqual({
      port: 4010,
      host: '::1',
      latencyMs: 50,
      chunkCharacters: 4,
      chunkIntervalMs: 20,
      fault: 'reset',
    });
  });

  it.each([
    ['PORT', '70000', 'PORT: expected an integer from 0 to 65535'],
    ['PORT', '0x10', 'PORT: expected an integer from 0 to 65535'],
    ['DEMO_LATENCY_MS', '1.5', 'DEMO_LATENCY_MS: expected an integer from 0 to 600000'],
    ['DEMO_CHUNK_CHARACTERS', '0', 'DEMO_CHUNK_CHARACTERS: expected an integer from 1 to 100000'],
    ['DEMO_CHUNK_INTERVAL_MS', '-1', 'DEMO_CHUNK_INTERVAL_MS: expected an integer from 0 to 600000'],
    ['DEMO_FAULT', 'fire', 'DEMO_FAULT: expected one of none, status-400,'],
  ])('refuses %s=%s and names it', (name, value, message) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(message);
  });
});
