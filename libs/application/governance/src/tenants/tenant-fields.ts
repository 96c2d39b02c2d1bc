import { isTagKey, MOST_TAG_KEYS, TAG_KEY_FORM } from '@radiant/billing';
import { UNREADABLE, type App, type AppStore, type Tenant, type TenantSettings } from '@radiant/identity';
import { modelId, providerId, type AppId } from '@radiant/kernel';
import type { Told } from '../audit-details.js';
import { toldOfPhiConfig } from './told-of-phi-config.js';
import { checkedId, checkedInteger, invalid } from '../validation.js';

const LONGEST_TIME_ZONE = 64;
const LONGEST_DOMAIN = 253;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Offsets such as `+01:00` have no rules for summer time, so that a day of a period would be wrong. */
const ZONE_NAME = /^[A-Za-z]/;
const MOST_PROVIDERS = 1_000;
/** The specification's cap on `max_tokens`. */
const MOST_TOKENS = 128_000;
/** For how long an answer may be kept, in seconds: a minute to a day. */
export const CACHE_SECONDS = { least: 60, most: 86_400 } as const;

type Settings = { -readonly [Field in keyof TenantSettings]: TenantSettings[Field] };

/** An IANA name of a time zone. */
export function checkedTimeZone(field: string, value: string): string {
  if (value.length > LONGEST_TIME_ZONE || !ZONE_NAME.test(value) || !isTimeZone(value)) {
    throw invalid(field, 'the IANA name of a time zone, e.g. Europe/Berlin');
  }
  return value;
}

/** A name of the Domain Name System with two labels at least, in lower case. */
export function checkedDomain(field: string, value: string): string {
  const domain = value.trim().toLowerCase();
  if (domain.length > LONGEST_DOMAIN || !DOMAIN.test(domain))
    throw invalid(field, 'a domain name, e.g. clinic.example');
  return domain;
}

export function checkedSettings(settings: TenantSettings): TenantSettings {
  const checked: Settings = {};
  const { defaultModel, allowedProviders, maxTokensPerRequest, tagKeys, cache, rateLimit } = settings;
  if (defaultModel !== undefined) checked.defaultModel = checkedId('settings.default_model', defaultModel, modelId);
  if (allowedProviders !== undefined) checked.allowedProviders = checkedProviders(allowedProviders);
  if (maxTokensPerRequest !== undefined) {
    const field = 'settings.max_tokens_per_request';
    checked.maxTokensPerRequest = checkedInteger(field, maxTokensPerRequest, 1, MOST_TOKENS);
  }
  if (tagKeys !== undefined) checked.tagKeys = checkedTagKeys(tagKeys);
  if (cache !== undefined) {
    const { least, most } = CACHE_SECONDS;
    const ttlSeconds = checkedInteger('settings.cache.ttl_seconds', cache.ttlSeconds, least, most);
    checked.cache = { enabled: cache.enabled, ttlSeconds };
  }
  if (rateLimit !== undefined) {
    const { requestsPerMinute, tokensPerDay } = rateLimit;
    checked.rateLimit = {
      requestsPerMinute: checkedInteger('settings.rate_limit.requests_per_minute', requestsPerMinute, 1),
      tokensPerDay: checkedInteger('settings.rate_limit.tokens_per_day', tokensPerDay, 1),
    };
  }
  return checked;
}

function checkedProviders(providers: readonly string[]): readonly string[] {
  const field = 'settings.allowed_providers';
  if (providers.length > MOST_PROVIDERS) throw invalid(field, `${MOST_PROVIDERS} providers at most`);
  return [...new Set(providers.map((provider) => checkedId(field, provider, providerId)))];
}

function checkedTagKeys(keys: readonly string[]): readonly string[] {
  const field = 'settings.tag_keys';
  if (keys.length > MOST_TAG_KEYS) throw invalid(field, `${MOST_TAG_KEYS} keys at most`);
  if (!keys.every(isTagKey)) throw invalid(field, `keys of ${TAG_KEY_FORM}`);
  return [...new Set(keys)];
}

/** An app that is there and active. */
export async function checkedApp(field: string, id: AppId, apps: AppStore): Promise<App> {
  const app = (await apps.all()).find((each) => each.id === id && each.status === 'active');
  if (!app) throw invalid(field, 'an active app');
  return app;
}

/** What the trail tells of a tenant. */
export const toldOfTenant = ({ appId, name, domain, status, timeZone, settings, phiConfig }: Tenant): Told => ({
  app_id: appId,
  name,
  domain,
  status,
  time_zone: timeZone,
  settings: settings === UNREADABLE ? settings : toldOfSettings(settings),
  phi_config: phiConfig && toldOfPhiConfig(phiConfig),
});

const toldOfSettings = (settings: TenantSettings): Told => ({
  default_model: settings.defaultModel,
  allowed_providers: settings.allowedProviders,
  max_tokens_per_request: settings.maxTokensPerRequest,
  tag_keys: settings.tagKeys,
  cache: { enabled: settings.cache?.enabled, ttl_seconds: settings.cache?.ttlSeconds },
  rate_limit: {
    requests_per_minute: settings.rateLimit?.requestsPerMinute,
    tokens_per_day: settings.rateLimit?.tokensPerDay,
  },
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
