import type { LogLevel } from '../logging/log.js';
import type { Egress } from './egress.js';
import type { Tier } from './features.js';
import type { ModelRuntimeSettings } from './model-runtime.js';
import type { TokenIssuer } from './tokens.js';

export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

/** The environment of a RADIANT process, read once at start. `.env.example` describes each variable. */
export interface Environment {
  readonly appId: string;
  readonly name: EnvironmentName;
  readonly tier: Tier;
  readonly logLevel: LogLevel;
  readonly awsRegion: string;
  /** The default upstream, without `/v1`. */
  readonly litellmUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  /** Credentials of the database in Secrets Manager, in place of a DATABASE_URL. */
  readonly databaseSecret: { readonly arn: string; readonly host: string } | undefined;
  readonly dynamodbEndpoint: string | undefined;
  readonly cacheTable: string;
  readonly sessionsTable: string;
  /** The platform's keys, `version:base64` separated by commas; they wrap the tenants' data keys. */
  readonly keyring: string | undefined;
  /** An AWS KMS key in the place of the keyring. */
  readonly kmsKeyId: string | undefined;
  /** Undefined: no tokens, API keys only. */
  readonly tokenIssuer: TokenIssuer | undefined;
  /** Whether administrators' changes need a sign-in with a second factor. */
  readonly requireSecondFactor: boolean;
  /** Minutes after which an administrator's unused session ends. */
  readonly adminIdleMinutes: number;
  /** Whether somebody else approves break-glass access before it begins, or looks at it afterwards. */
  readonly breakGlassApproval: 'before' | 'after';
  /** Who invoices the tenants, as it stands on invoices. */
  readonly invoiceIssuer: string;
  /** JSON of what every tenant's PHI policy is held to at least. */
  readonly phiFloor: string | undefined;
  /** A Presidio analyzer that gives a second opinion on every text, without `/analyze`. */
  readonly presidioUrl: string | undefined;
  /** The language that the analyzer is told, e.g. `en`. */
  readonly presidioLanguage: string;
  /** A folder with a token classifier that gives a second opinion on every text. */
  readonly phiModelDirectory: string | undefined;
  /** What Prometheus shows to scrape admin-api, in the place of a token of a person. */
  readonly metricsToken: string | undefined;
  /** Where audit events are also sent as syslog, e.g. `tcp://siem.example.org:6514`. */
  readonly syslogUrl: string | undefined;
  /** Proxies whose `x-forwarded-for` is believed: addresses or ranges. */
  readonly trustedProxies: readonly string[];
  /** The address that the process listens on. */
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  readonly dataDirectory: string;
  readonly corsOrigins: readonly string[];
  /** Origins of providers that may be at addresses of this machine or of private networks. */
  readonly allowedUpstreams: readonly string[];
  /** Origins of webhooks that may be at such addresses: a tenant's administrator chooses the path. */
  readonly allowedWebhooks: readonly string[];
  readonly egress: Egress;
  readonly modelRuntime: ModelRuntimeSettings;
  /** What a variable says that is not ours, e.g. one that holds a provider's key. A function, so that printing shows none. */
  readonly variable: (name: string) => string | undefined;
  /** Seconds between two looks at whether providers answer; 0: never. */
  readonly providerCheckSeconds: number;
  /** Seconds that running calls may go on after the process is told to stop. */
  readonly stopSeconds: number;
  /** Whether the engines of `npm start` are in use. */
  readonly embedded: boolean;
}
