import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '@radiant/kernel';
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { Sockets } from './sockets.js';

export interface DynamoOptions {
  /** Of a compatible store; undefined means AWS. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly maxSockets: number;
  /** How long one try may take; 2,000 ms unless told. */
  readonly requestMs?: number;
  /** Undefined means those of the AWS environment. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const CONNECT_MS = 1_000;
const REQUEST_MS = 2_000;
const ATTEMPTS = 3;

/**
 * A client with connections kept open, which gives up after three tries, each with a deadline. Waiting for a connection
 * is no try.
 */
export function createDynamoClient(options: DynamoOptions): DynamoDBDocumentClient {
  const { endpoint, region, maxSockets, requestMs = REQUEST_MS, credentials } = options;
  const client = new DynamoDBClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: requestMs,
      throwOnRequestTimeout: true, // without it the SDK warns and waits on
      httpAgent: new Agent({ keepAlive: true, maxSockets }),
      httpsAgent: new SecureAgent({ keepAlive: true, maxSockets }),
    },
  });
  const sockets = new Sockets(maxSockets);
  client.middlewareStack.add((next) => (args) => sockets.use(() => next(args)), {
    step: 'initialize',
    priority: 'low',
  });
  return DynamoDBDocumentClient.from(client);
}

/** Runs a command. @throws DomainError `service_unavailable` for whatever the SDK throws; its text is not passed on. */
export async function stored<Result>(command: () => Promise<Result>): Promise<Result> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError(
      'service_unavailable',
      'the store of PHI mappings and sessions is not available',
      { retryAfterSeconds: 1 },
      { cause: error },
    );
  }
}
