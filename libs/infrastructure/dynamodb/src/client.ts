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
  /** How long a command may wait for a connection; 10,000 ms unless told. */
  readonly waitMs?: number;
  /** Undefined means those of the AWS environment. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const CONNECT_MS = 1_000;
const REQUEST_MS = 2_000;
const ATTEMPTS = 3;
/** A store that is only busy frees a connection long before. */
const WAIT_MS = 10_000;

/**
 * A client with connections kept open, which gives up after three tries, each with a deadline. Waiting for a connection
 * is no try, and has a deadline of its own: behind a store that answers nobody callers would queue up for hours.
 */
export function createDynamoClient(options: DynamoOptions): DynamoDBDocumentClient {
  const { endpoint, region, maxSockets, requestMs = REQUEST_MS, waitMs = WAIT_MS, credentials } = options;
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
  const sockets = new Sockets(maxSockets, waitMs);
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

/**
 * Runs a command that nobody waits for any longer than so many ms, for a connection or an answer. @throws DomainError
 * `service_unavailable`.
 */
export async function storedWithin<Result>(
  milliseconds: number,
  command: (options: { readonly abortSignal: AbortSignal }) => Promise<Result>,
): Promise<Result> {
  const abortSignal = AbortSignal.timeout(milliseconds);
  const late = new Promise<never>((_, reject) => {
    abortSignal.addEventListener('abort', () => reject(new Error('the deadline has passed')), { once: true }); // also while it waits
  });
  return stored(() => Promise.race([command({ abortSignal }), late]));
}
