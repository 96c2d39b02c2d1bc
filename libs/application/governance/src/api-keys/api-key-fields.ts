import { parseScopes, type ApiKeyLimits, type ManagedApiKey } from '@radiant/identity';
import { modelId, type Instant } from '@radiant/kernel';
import { moment, type Told } from '../audit-details.js';
import { checkedId, checkedInteger, invalid } from '../validation.js';

const MOST_SCOPES = 100;
const MODEL = 'model:';

type Limits = { -readonly [Field in keyof ApiKeyLimits]: ApiKeyLimits[Field] };

export function checkedScopes(scopes: readonly string[]): readonly string[] {
  if (scopes.length < 1 || scopes.length > MOST_SCOPES) throw invalid('scopes', `1 to ${MOST_SCOPES} scopes`);
  parseScopes(scopes);
  for (const scope of scopes) {
    if (scope.startsWith(MODEL)) checkedId('scopes', scope.slice(MODEL.length), modelId);
  }
  return [...new Set(scopes)];
}

export function checkedLimits({ requestsPerMinute, tokensPerDay, concurrentStreams }: ApiKeyLimits): ApiKeyLimits {
  const limits: Limits = {};
  const checked = (name: string, value: number): number => checkedInteger(`limits.${name}`, value, 1);
  if (requestsPerMinute !== undefined) limits.requestsPerMinute = checked('requests_per_minute', requestsPerMinute);
  if (tokensPerDay !== undefined) limits.tokensPerDay = checked('tokens_per_day', tokensPerDay);
  if (concurrentStreams !== undefined) limits.concurrentStreams = checked('concurrent_streams', concurrentStreams);
  return limits;
}

/** Whether the key is refused from now on, by revocation. */
export const isRevoked = (key: ManagedApiKey, now: Instant): boolean =>
  key.revokedAt !== undefined && key.revokedAt <= now;

/** What the trail tells of a key: neither it nor its hash. */
export const toldOfApiKey = (key: ManagedApiKey): Told => ({
  app_id: key.appId,
  name: key.name,
  prefix: key.prefix,
  scopes: key.scopes,
  limits: {
    requests_per_minute: key.limits.requestsPerMinute,
    tokens_per_day: key.limits.tokensPerDay,
    concurrent_streams: key.limits.concurrentStreams,
  },
  trusted_forwarder: key.trustedForwarder,
  expires_at: moment(key.expiresAt),
  revoked_at: moment(key.revokedAt),
  replaced_by: key.replacedBy,
});
