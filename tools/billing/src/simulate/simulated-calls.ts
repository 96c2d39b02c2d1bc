import type { AskedCall, AskedRoute, MeteredCall, Price, Reservation } from '@radiant/billing';
import { TokenCounter } from '@radiant/billing';
import { appId, modelId, providerId, requestId, tenantId, userId, type ModelId, type TenantId } from '@radiant/kernel';
import type { Random } from '../random-rows.js';

export const TENANTS: readonly TenantId[] = ['1', '2'].map((digit) =>
  tenantId(`${digit.repeat(8)}-1111-4111-8111-111111111111`),
);
export const APPS = ['charting', 'billing'].map((name) => appId(name));
const USERS = ['ann', 'ben'].map((name) => userId(name));

const priceOf = (input: bigint, markupBasisPoints: number): Price => ({
  version: 1,
  rates: { input_tokens: input, cached_input_tokens: input / 2n, output_tokens: input * 4n },
  tiers: [{ aboveInputTokens: 150, rates: { input_tokens: input * 2n } }],
  markupBasisPoints,
});
const MODELS = new Map<ModelId, Price>([
  [modelId('small'), priceOf(150_001n, 2_000)],
  [modelId('large'), priceOf(2_500_003n, 3_333)],
]);

export const priceAt = (model: ModelId, version: number): Price | undefined =>
  version === 1 ? MODELS.get(model) : undefined;

/** A call with one route or two. */
export function randomCall(random: Random, number: number): AskedCall {
  const body = 'x'.repeat(20 + random.below(200));
  const [first, second] = [...MODELS].map(([id, price]): AskedRoute => ({
    model: { id, contextWindow: 8_000, maxOutputTokens: 4_000 },
    providerId: providerId('acme'),
    price,
    body,
  }));
  const routes = random.chance(50) ? [first, second] : [second, first];
  const [preferred, fallback] = routes;
  if (!preferred || !fallback) throw new TypeError('there are two models');
  return {
    tenantId: oneOf(random, TENANTS),
    requestId: requestId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`),
    appId: oneOf(random, APPS),
    apiKeyId: undefined,
    userId: random.chance(30) ? undefined : oneOf(random, USERS),
    sessionId: undefined,
    requestType: 'chat.completion',
    tags: random.chance(30) ? ['unit=er'] : [],
    routes: random.chance(40) ? [preferred, fallback] : [preferred],
    size: { attachments: false, predicted: false, maxTokens: 1 + random.below(300), choices: 1 },
  };
}

/** How the upstream answered: with usage, without, or cut off; never more than was reserved. */
export function randomAnswer(random: Random, asked: AskedCall, reservation: Reservation): MeteredCall {
  const route = oneOf(random, asked.routes);
  const input = random.below(asked.routes[0].body.length + 1);
  const output = random.below((asked.size.maxTokens ?? 0) + 1);
  return {
    reservation: { ...reservation, modelId: route.model.id, providerId: route.providerId },
    price: route.price,
    reported: random.chance(70)
      ? {
          form: 'openai',
          fields: {
            prompt_tokens: input,
            completion_tokens: output,
            prompt_tokens_details: { cached_tokens: random.below(input + 1) },
          },
        }
      : undefined,
    sentTexts: ['x'.repeat(input)],
    receivedTexts: ['x'.repeat(output)],
    latencyMs: random.below(1_000),
  };
}

/** A character is a token. */
export class CountCharacters extends TokenCounter {
  async count(texts: readonly string[]): Promise<number> {
    return texts.reduce((sum, { length }) => sum + length, 0);
  }
}

export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new RangeError('there is none');
  return item;
}
