import type { ApiKeyLimits, TenantSettings } from '@radiant/identity';
import { DomainError } from '@radiant/kernel';

// Settings and limits are stored under the specification's names, in snake case. What can't be read refuses: a rule
// that was left out would allow what it forbids.

/** As `tenants.settings` stores them. */
export function settingsColumn(settings: TenantSettings): string {
  const { cache, rateLimit } = settings;
  return JSON.stringify({
    default_model: settings.defaultModel,
    allowed_providers: settings.allowedProviders,
    max_tokens_per_request: settings.maxTokensPerRequest,
    tag_keys: settings.tagKeys,
    cache: cache && { enabled: cache.enabled, ttl_seconds: cache.ttlSeconds },
    rate_limit: rateLimit && {
      requests_per_minute: rateLimit.requestsPerMinute,
      tokens_per_day: rateLimit.tokensPerDay,
    },
  });
}

/** @throws DomainError `service_unavailable` when it is not what `settingsColumn` writes. */
export function storedSettings(stored: unknown): TenantSettings {
  const fields = fieldsOf(stored);
  const defaultModel = optional(fields.get('default_model'), text);
  const allowedProviders = optional(fields.get('allowed_providers'), texts);
  const maxTokensPerRequest = optional(fields.get('max_tokens_per_request'), count);
  const tagKeys = optional(fields.get('tag_keys'), texts);
  const cache = optional(fields.get('cache'), storedCache);
  const rateLimit = optional(fields.get('rate_limit'), storedRateLimit);
  return {
    ...(defaultModel !== undefined && { defaultModel }),
    ...(allowedProviders && { allowedProviders }),
    ...(maxTokensPerRequest !== undefined && { maxTokensPerRequest }),
    ...(tagKeys && { tagKeys }),
    ...(cache && { cache }),
    ...(rateLimit && { rateLimit }),
  };
}

/** As `api_keys.limits` stores them. */
export const limitsColumn = (limits: ApiKeyLimits): string =>
  JSON.stringify({
    requests_per_minute: limits.requestsPerMinute,
    tokens_per_day: limits.tokensPerDay,
    concurrent_streams: limits.concurrentStreams,
  });

/** @throws DomainError `service_unavailable` when it is not what `limitsColumn` writes. */
export function storedLimits(stored: unknown): ApiKeyLimits {
  const fields = fieldsOf(stored);
  const requestsPerMinute = optional(fields.get('requests_per_minute'), count);
  const tokensPerDay = optional(fields.get('tokens_per_day'), count);
  const concurrentStreams = optional(fields.get('concurrent_streams'), count);
  return {
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(tokensPerDay !== undefined && { tokensPerDay }),
    ...(concurrentStreams !== undefined && { concurrentStreams }),
  };
}

function storedCache(stored: unknown): NonNullable<TenantSettings['cache']> {
  const fields = fieldsOf(stored);
  const enabled = fields.get('enabled');
  return { enabled: typeof enabled === 'boolean' ? enabled : invalid(), ttlSeconds: count(fields.get('ttl_seconds')) };
}

function storedRateLimit(stored: unknown): NonNullable<TenantSettings['rateLimit']> {
  const fields = fieldsOf(stored);
  return {
    requestsPerMinute: count(fields.get('requests_per_minute')),
    tokensPerDay: count(fields.get('tokens_per_day')),
  };
}

/** @throws DomainError `service_unavailable` when it is not an object. */
export const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map<string, unknown>(Object.entries(value))
    : invalid();

const optional = <Value>(value: unknown, read: (value: unknown) => Value): Value | undefined =>
  value === undefined || value === null ? undefined : read(value);

const text = (value: unknown): string => (typeof value === 'string' ? value : invalid());

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(text) : invalid());

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : invalid();

function invalid(): never {
  throw new DomainError('service_unavailable', 'a stored row is not valid');
}
