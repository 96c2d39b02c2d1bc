import { SageMakerClient } from '@aws-sdk/client-sagemaker';

export interface SageMakerOptions {
  readonly region: string;
  /** Of a compatible service, or of a VPC endpoint; undefined means AWS. */
  readonly endpoint?: string;
  /** Undefined means those of the AWS environment. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const CONNECT_MS = 1_000;
const REQUEST_MS = 4_000;
const ATTEMPTS = 2;

/** A client that gives up after two tries, each with a deadline: calls wait for what it answers. */
export const createSageMakerClient = ({ region, endpoint, credentials }: SageMakerOptions): SageMakerClient =>
  new SageMakerClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true, // without it the SDK warns and waits on
    },
  });
