import { allows } from '@radiant/identity';
import { DomainError, type Instant } from '@radiant/kernel';
import { AUTH_TYPES, PROVIDER_STATUSES, PROVIDER_TYPES, type AuthType, type Provider } from '@radiant/registry';
import type { Actor } from '../actor.js';
import type { Told } from '../audit-details.js';
import { checkedChoice, checkedName, invalid, replaced } from '../validation.js';
import { checkedConfig } from './checked-config.js';
import { checkedConnection, checkedReference, toldOfConnection, type ConnectionFields } from './checked-connection.js';
import { checkedWords } from './checked-words.js';

/** Without `/v1`, credentials, query or fragment. */
const BASE_URL = /^https?:\/\/(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:\/[A-Za-z0-9._~%-]+)*\/?$/;
const LONGEST_URL = 500;
const REGION = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Fields that are undefined stay as they are; null takes a value away. */
export interface ProviderChange {
  readonly name?: string;
  readonly type?: string;
  readonly status?: string;
  readonly draining?: boolean;
  readonly hipaaCompliant?: boolean;
  readonly baaAvailable?: boolean;
  readonly baseUrl?: string | null;
  readonly authType?: string;
  readonly region?: string | null;
  readonly credential?: string | null;
  /** All of it. */
  readonly connection?: ConnectionFields;
  readonly capabilities?: readonly string[];
  /** All of it. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The provider after the change, its next revision. @throws DomainError `validation_error` naming the field. */
export function changedProvider(before: Provider, change: ProviderChange, now: Instant): Provider {
  const provider: Provider = {
    id: before.id,
    name: change.name === undefined ? before.name : checkedName('name', change.name),
    type: change.type === undefined ? before.type : checkedChoice('type', change.type, PROVIDER_TYPES),
    status: change.status === undefined ? before.status : checkedChoice('status', change.status, PROVIDER_STATUSES),
    draining: change.draining ?? before.draining,
    hipaaCompliant: change.hipaaCompliant ?? before.hipaaCompliant,
    baaAvailable: change.baaAvailable ?? before.baaAvailable,
    baseUrl: replaced(before.baseUrl, change.baseUrl, checkedBaseUrl),
    authType: change.authType === undefined ? before.authType : checkedAuthType(change.authType),
    region: replaced(before.region, change.region, (value) => checkedRegion('region', value)),
    credential: replaced(before.credential, change.credential, (value) => checkedReference('credential', value)),
    connection: change.connection === undefined ? before.connection : checkedConnection(change.connection),
    capabilities:
      change.capabilities === undefined ? before.capabilities : checkedWords('capabilities', change.capabilities),
    config: change.config === undefined ? before.config : checkedConfig('config', change.config),
    revision: before.revision + 1,
    createdAt: before.createdAt,
    updatedAt: now,
  };
  checkAddressed(provider);
  checkKeyStays(before, provider, change);
  return provider;
}

/** The specification knows `iam`, but no call is signed with it: better refused here than at every call. */
function checkedAuthType(value: string): AuthType {
  const authType = checkedChoice('auth_type', value, AUTH_TYPES);
  if (authType !== 'iam') return authType;
  throw invalid('auth_type', 'api_key, oauth or none: calls are not signed for AWS, and Amazon Bedrock takes API keys');
}

/** What is said of an address needs one: the default upstream has its own key and speaks OpenAI's dialect. */
function checkAddressed({ baseUrl, credential, connection }: Provider): void {
  if (baseUrl !== undefined) return;
  if (credential !== undefined) {
    throw invalid('credential', 'null where there is no base_url: the default upstream has a key of its own');
  }
  const { dialect, ca, clientCertificate } = connection;
  if (dialect !== 'openai' || ca !== undefined || clientCertificate !== undefined) {
    throw invalid('connection', 'that of the default upstream, {}, where there is no base_url');
  }
}

/** A key belongs to the origin that it was registered for: nobody moves it elsewhere by changing the address alone. */
function checkKeyStays(before: Provider, after: Provider, change: ProviderChange): void {
  if (after.credential === undefined || change.credential !== undefined || before.credential === undefined) return;
  if (originOf(before.baseUrl) !== originOf(after.baseUrl)) {
    throw invalid('credential', 'given again, or null, when base_url names another origin');
  }
}

const originOf = (address: string | undefined): string | undefined => address?.toLowerCase().split('/', 3).join('/');

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

/** What the trail tells of a provider. */
export const toldOfProvider = (provider: Provider): Told => ({
  name: provider.name,
  type: provider.type,
  status: provider.status,
  draining: provider.draining,
  hipaa_compliant: provider.hipaaCompliant,
  baa_available: provider.baaAvailable,
  base_url: provider.baseUrl,
  auth_type: provider.authType,
  region: provider.region,
  credential: provider.credential,
  connection: toldOfConnection(provider.connection),
  capabilities: provider.capabilities,
  config: provider.config,
});
