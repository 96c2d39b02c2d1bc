import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

export interface AwsOptions {
  readonly region: string;
  /** Of a compatible service, or of a VPC endpoint; undefined means AWS. */
  readonly endpoint?: string;
  /** How long one try may take; 2,000 ms unless told. */
  readonly requestMs?: number;
  /** Undefined means those of the AWS environment. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const CONNECT_MS = 1_000;
const REQUEST_MS = 2_000;
const ATTEMPTS = 3;

/** A client that gives up after three tries, each with a deadline. */
export const createKmsClient = (options: AwsOptions): KMSClient => new KMSClient(configuration(options));

/** A client that gives up after three tries, each with a deadline. */
export const createSecretsClient = (options: AwsOptions): SecretsManagerClient =>
  new SecretsManagerClient(configuration(options));

const configuration = ({ region, endpoint, requestMs = REQUEST_MS, credentials }: AwsOptions) => ({
  region,
  ...(endpoint !== undefined && { endpoint }),
  ...(credentials && { credentials }),
  maxAttempts: ATTEMPTS,
  requestHandler: {
    connectionTimeout: CONNECT_MS,
    requestTimeout: requestMs,
    throwOnRequestTimeout: true, // without it the SDK warns and waits on
  },
});
