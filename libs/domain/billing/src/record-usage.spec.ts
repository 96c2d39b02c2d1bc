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
    rates: { input_tokens: 150_000n, cached_input_tokens: 75_000n, output_tokens: 600_000n },
    tiers: [],
    markupBasisPoints: 4_000,
  },
  reported: {
    form: 'openai',
    fields: {
      prompt_tokens: 120,
      completion_tokens: 34,
      total_tokens: 154,
      prompt_tokens_details: { cached_tokens: 20 },
      completion_tokens_details: { reasoning_tokens: 4 },
    },
  },
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
      usage: { inputTokens: 100, cachedInputTokens: 20, outputTokens: 30, reasoningTokens: 4 },
      cost: Money.ofPicos(36_900_000n),
      billedAmount: Money.ofPicos(51_660_000n),
      estimated: false,
      priceVersion: 7,
      markupBasisPoints: 4_000,
      latencyMs: 250,
      createdAt: NOON,
    });
    expect(settlements.settled).toEqual([{ kind: 'usage', entry }]);
    expect(counter.counted).toBe(0);
  });

  it('bills of an answer that broke off what had arrived at least, and says that it may be more', async () => {
    const atFirst = { form: 'openai' as const, fields: { prompt_tokens: 120, completion_tokens: 0 } };
    const broken = { ...CALL, brokenOff: true };
    const received = CALL.receivedTexts.join('').length;
    expect(await recordUsage.execute({ ...broken, reported: atFirst })).toMatchObject({
      usage: { inputTokens: 120, outputTokens: received },
      estimated: true,
    });
    expect(await recordUsage.execute(broken)).toMatchObject({
      usage: { inputTokens: 100, cachedInputTokens: 20, outputTokens: 30, reasoningTokens: 4 },
      estimated: true,
    });
  });

  it('counts tokens that were sent as numbers with the texts', async () => {
    const { usage } = await recordUsage.execute({ ...CALL, reported: undefined, sentTexts: ['ab'], sentTokens: 3 });
    expect(usage).toMatchObject({ inputTokens: 5 });
  });

  it('counts what was sent and received where the provider said nothing, and says that it did', async () => {
    const entry = await recordUsage.execute({ ...CALL, reported: undefined });
    expect(entry.usage).toEqual({ inputTokens: 27, cachedInputTokens: 0, outputTokens: 22, reasoningTokens: 0 });
    expect(entry.estimated).toBe(true);
    expect(entry.cost.picos).toBe(27n * 150_000n + 22n * 600_000n);
  });

  it('believes a provider that counted nothing', async () => {
    const reported = { form: 'openai', fields: { prompt_tokens: 0, completion_tokens: 0 } } as const;
    const entry = await recordUsage.execute({ ...CALL, reported });
    expect(entry).toMatchObject({ usage: { inputTokens: 0, outputTokens: 0 }, estimated: false });
  });

  it.each([
    [
      'contradicts itself',
      { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 11 } },
      0,
    ],
    ['says half', { prompt_tokens: 10 }, 2],
    ['is no count', { prompt_tokens: -5, completion_tokens: 1.5 }, 2],
    ['was never asked for', { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { audio_tokens: 3 } }, 0],
  ])('says that it did not only believe usage that %s', async (_, fields, counted) => {
    const entry = await recordUsage.execute({ ...CALL, reported: { form: 'openai', fields } });
    expect(entry.estimated).toBe(true);
    expect(entry.cost.picos).toBeGreaterThan(0n);
    expect(counter.counted).toBe(counted);
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
