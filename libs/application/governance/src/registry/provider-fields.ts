import { allows } from '@radiant/identity';
import { DomainError, type Instant } from '@radiant/kernel';
import { AUTH_TYPES, PROVIDER_STATUSES, PROVIDER_TYPES, type Provider } from '@radiant/registry';
import type { Actor } from '../actor.js';
import type { Told } from '../audit-details.js';
import { checkedChoice, checkedName, invalid, replaced } from '../validation.js';
import { checkedConfig } from './checked-config.js';
import { checkedWords } from './checked-words.js';

/** Without `/v1`, credentials, query or fragment. */
const BASE_URL = /^https?:\/\/(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:\/[A-Za-z0-9._~%-]+)*\/?$/;
const LONGEST_URL = 500;
const REGION = /^[a-z0-9][a-z0-9-]{0,62}$/;
const CREDENTIAL = /^(?:env:[A-Z][A-Z0-9_]{0,127}|secret:arn:aws[a-z-]*:secretsmanager:\S{1,400})$/;

/** Fields that are undefined stay as they are; null takes a value away. */
export interface ProviderChange {
  readonly name?: string;
  readonly type?: string;
  readonly status?: string;
  readonly hipaaCompliant?: boolean;
  readonly baaAvailable?: boolean;
  readonly baseUrl?: string | null;
  readonly authType?: string;
  readonly region?: string | null;
  readonly credential?: string | null;
  readonly capabilities?: readonly string[];
  /** All of it. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The provider after the change, its next revision. @throws DomainError `validation_error` naming the field. */
export function changedProvider(before: Provider, change: ProviderChange, now: Instant): Provider {
  return {
    id: before.id,
    name: change.name === undefined ? before.name : checkedName('name', change.name),
    type: change.type === undefined ? before.type : checkedChoice('type', change.type, PROVIDER_TYPES),
    status: change.status === undefined ? before.status : checkedChoice('status', change.status, PROVIDER_STATUSES),
    hipaaCompliant: change.hipaaCompliant ?? before.hipaaCompliant,
    baaAvailable: change.baaAvailable ?? before.baaAvailable,
    baseUrl: replaced(before.baseUrl, change.baseUrl, checkedBaseUrl),
    authType: change.authType === undefined ? before.authType : checkedChoice('auth_type', change.authType, AUTH_TYPES),
    region: replaced(before.region, change.region, (value) => checkedRegion('region', value)),
    credential: replaced(before.credential, change.credential, checkedCredential),
    capabilities:
      change.capabilities === undefined ? before.capabilities : checkedWords('capabilities', change.capabilities),
    config: change.config === undefined ? before.config : checkedConfig('config', change.config),
    revision: before.revision + 1,
    createdAt: before.createdAt,
    updatedAt: now,
  };
}

/**
 * Where every tenant's calls go, and with which secret, is the platform's to say.
 * @throws DomainError `forbidden` naming the field.
 */
export function checkGoverned(actor: Actor, fields: Readonly<Record<string, unknown>>): void {
  if (allows(actor.principal.roles, 'registry.govern')) return;
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) throw new DomainError('forbidden', `${field} is for super administrators`, { field });
  }
}

export function checkedRegion(field: string, value: string): string {
  if (!REGION.test(value)) throw invalid(field, 'the name of a region in lower case, e.g. us-east-1');
  return value;
}

function checkedBaseUrl(value: string): string {
  if (value.length > LONGEST_URL || !BASE_URL.test(value)) {
    throw invalid(
      'base_url',
      'an http or https address without credentials, query and fragment, e.g. https://host/path',
    );
  }
  const address = value.replace(/\/$/, '');
  if (/\/v1$/.test(address)) throw invalid('base_url', 'an address without /v1 at its end: the gateway adds it');
  return address;
}

function checkedCredential(value: string): string {
  if (!CREDENTIAL.test(value)) {
    throw invalid('credential', 'a reference, env:NAME or secret:ARN of AWS Secrets Manager, and never the secret');
  }
  return value;
}

/** What the trail tells of a provider. */
export const toldOfProvider = (provider: Provider): Told => ({
  name: provider.name,
  type: provider.type,
  status: provider.status,
  hipaa_compliant: provider.hipaaCompliant,
  baa_available: provider.baaAvailable,
  base_url: provider.baseUrl,
  auth_type: provider.authType,
  region: provider.region,
  credential: provider.credential,
  capabilities: provider.capabilities,
  config: provider.config,
});
