import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, Money } from '@radiant/kernel';
import { Settlements } from './ports/settlements.js';
import { TokenCounter } from './ports/token-counter.js';
import { RecordUsage, type MeteredCall } from './record-usage.js';
import type { Settlement } from './settlement.js';
import { NOON, reserved } from './testing/usage-entries.js';

class ListSettlements extends Settlements {
  readonly settled: Settlement[] = [];

  async settle(settlement: Settlement): Promise<void> {
    this.settled.push(settlement);
  }

  async ready(): Promise<void> {}
}

/** One token per character. */
class CharacterCounter extends TokenCounter {
  counted = 0;

  async count(texts: readonly string[]): Promise<number> {
    this.counted += 1;
    return texts.join('').length;
  }
}

const RESERVATION = reserved(1, '2');
const CALL: MeteredCall = {
  reservation: RESERVATION,
  price: {
    version: 7,
    inputPicos: 150_000n,
    cachedInputPicos: 75_000n,
    outputPicos: 600_000n,
    reasoningPicos: 600_000n,
    markupBasisPoints: 4_000,
  },
  reported: { inputTokens: 100, cachedInputTokens: 20, outputTokens: 30, reasoningTokens: 4 },
  sentTexts: ['Summarise [PHI_NAME_48213]', '!'],
  receivedTexts: ['[PHI_NAME_48213]', ' rests'],
  latencyMs: 250,
};

describe('RecordUsage', () => {
  let settlements: ListSettlements;
  let counter: CharacterCounter;
  let recordUsage: RecordUsage;

  beforeEach(() => {
    settlements = new ListSettlements();
    counter = new CharacterCounter();
    recordUsage = new RecordUsage(settlements, counter);
  });

  it('prices what the provider counted, pins the price and counts nothing itself', async () => {
    const entry = await recordUsage.execute(CALL);
    expect(entry).toEqual({
      tenantId: RESERVATION.tenantId,
      requestId: RESERVATION.requestId,
      appId: RESERVATION.appId,
      apiKeyId: RESERVATION.apiKeyId,
      userId: RESERVATION.userId,
      sessionId: RESERVATION.sessionId,
      modelId: RESERVATION.modelId,
      providerId: RESERVATION.providerId,
      requestType: 'chat.completion',
      tags: RESERVATION.tags,
      usage: CALL.reported,
      cost: Money.ofPicos(36_900_000n),
      billedAmount: Money.ofPicos(51_660_000n),
      estimated: false,
      priceVersion: 7,
      latencyMs: 250,
      createdAt: NOON,
    });
    expect(settlements.settled).toEqual([{ kind: 'usage', entry }]);
    expect(counter.counted).toBe(0);
  });

  it('counts what was sent and received where the provider said nothing, and says that it did', async () => {
    const entry = await recordUsage.execute({ ...CALL, reported: undefined });
    expect(entry.usage).toEqual({ inputTokens: 27, cachedInputTokens: 0, outputTokens: 22, reasoningTokens: 0 });
    expect(entry.estimated).toBe(true);
    expect(entry.cost.picos).toBe(27n * 150_000n + 22n * 600_000n);
  });

  it('believes a provider that counted nothing', async () => {
    const reported = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    const entry = await recordUsage.execute({ ...CALL, reported });
    expect(entry).toMatchObject({ usage: reported, estimated: false });
  });

  it('keeps no word of what was said', async () => {
    await recordUsage.execute({ ...CALL, reported: undefined });
    expect(
      JSON.stringify(settlements.settled, (_, value: unknown) => (typeof value === 'bigint' ? '' : value)),
    ).not.toMatch(/Summarise|PHI_NAME|rests/);
  });

  it('frees what is reserved when nothing was consumed', async () => {
    await recordUsage.release(RESERVATION);
    const { tenantId, requestId } = RESERVATION;
    expect(settlements.settled).toEqual([{ kind: 'release', tenantId, requestId }]);
  });

  it('passes on that the settlement could not be kept', async () => {
    settlements.settle = () => Promise.reject(new DomainError('service_unavailable', 'down'));
    await expect(recordUsage.execute(CALL)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
