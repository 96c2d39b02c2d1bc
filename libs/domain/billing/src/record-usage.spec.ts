import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  apiKeyId,
  appId,
  DomainError,
  modelId,
  providerId,
  requestId,
  sessionId,
  tenantId,
  userId,
} from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { TokenCounter } from './ports/token-counter.js';
import { UsageLedger, type UsageEntry } from './ports/usage-ledger.js';
import { RecordUsage, type MeteredCall } from './record-usage.js';

class ListLedger extends UsageLedger {
  readonly entries = new Map<string, UsageEntry>();

  async append(entry: UsageEntry): Promise<void> {
    const key = `${entry.tenantId} ${entry.requestId}`;
    const known = this.entries.get(key);
    if (known && !known.billedAmount.equals(entry.billedAmount)) throw new DomainError('conflict', 'another amount');
    if (!known) this.entries.set(key, entry);
  }
}

/** One token per character. */
class CharacterCounter extends TokenCounter {
  counted = 0;

  async count(texts: readonly string[]): Promise<number> {
    this.counted += 1;
    return texts.join('').length;
  }
}

const CALL: MeteredCall = {
  tenantId: tenantId('11111111-1111-4111-8111-111111111111'),
  requestId: requestId('00000000-0000-4000-8000-000000000001'),
  appId: appId('charting'),
  apiKeyId: apiKeyId('33333333-3333-4333-8333-333333333333'),
  userId: userId('dr.jones'),
  sessionId: sessionId('44444444-4444-4444-8444-444444444444'),
  modelId: modelId('chat-small'),
  providerId: providerId('acme'),
  requestType: 'chat.completion.stream',
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
  let ledger: ListLedger;
  let counter: CharacterCounter;
  let clock: FixedClock;
  let recordUsage: RecordUsage;

  beforeEach(() => {
    ledger = new ListLedger();
    counter = new CharacterCounter();
    clock = new FixedClock();
    recordUsage = new RecordUsage(ledger, counter, clock);
  });

  it('prices what the provider counted, pins the price and counts nothing itself', async () => {
    const entry = await recordUsage.execute(CALL);
    expect(entry).toEqual({
      tenantId: CALL.tenantId,
      requestId: CALL.requestId,
      appId: CALL.appId,
      apiKeyId: CALL.apiKeyId,
      userId: CALL.userId,
      sessionId: CALL.sessionId,
      modelId: CALL.modelId,
      providerId: CALL.providerId,
      requestType: 'chat.completion.stream',
      usage: CALL.reported,
      cost: expect.objectContaining({ picos: 36_900_000n }),
      billedAmount: expect.objectContaining({ picos: 51_660_000n }),
      estimated: false,
      priceVersion: 7,
      latencyMs: 250,
      createdAt: clock.now(),
    });
    expect([...ledger.entries.values()]).toEqual([entry]);
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
    const [entry] = ledger.entries.values();
    expect(JSON.stringify(entry)).not.toMatch(/Summarise|PHI_NAME|rests/);
  });

  it('may be repeated for one request, and one row remains', async () => {
    const first = await recordUsage.execute(CALL);
    clock.advance(1_000);
    const second = await recordUsage.execute(CALL);
    expect(second.billedAmount.equals(first.billedAmount)).toBe(true);
    expect([...ledger.entries.values()]).toEqual([first]);
  });

  it('passes on that the request is there with another amount, or that the ledger is down', async () => {
    await recordUsage.execute(CALL);
    const dearer = { ...CALL, price: { ...CALL.price, outputPicos: 1n } };
    await expect(recordUsage.execute(dearer)).rejects.toMatchObject({ code: 'conflict' });
    ledger.append = () => Promise.reject(new DomainError('service_unavailable', 'down'));
    await expect(recordUsage.execute(CALL)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
