import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { testDynamoEndpoint } from '@radiant/embedded/testing';
import { appId, mappingId, tenantId, type MappingId, type TenantId } from '@radiant/kernel';
import type { PhiMapping } from '@radiant/phi';
import { randomUUID } from 'node:crypto';
import { createDynamoClient } from '../src/client.js';
import { ensureTables } from '../src/ensure-tables.js';

export const CLINIC: TenantId = tenantId('11111111-1111-4111-8111-111111111111');
export const HOSPITAL: TenantId = tenantId('22222222-2222-4222-8222-222222222222');
export const HOUR_MS = 3_600_000;

export const testClient = (
  over: { endpoint?: string; requestMs?: number; maxSockets?: number; waitMs?: number } = {},
): DynamoDBDocumentClient =>
  createDynamoClient({
    endpoint: testDynamoEndpoint(),
    region: 'us-east-1',
    maxSockets: 16,
    ...over,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

/** An empty table of the test's own. */
export async function emptyTable(client: DynamoDBDocumentClient): Promise<string> {
  const cacheTable = `test-cache-${randomUUID()}`;
  await ensureTables(client, { cacheTable, sessionsTable: 'test-sessions' });
  return cacheTable;
}

/** Notes the name of each command sent, and lets `before` answer in the store's place. */
export function watch(
  client: DynamoDBDocumentClient,
  before: (command: string, input: object) => object | undefined = () => undefined,
): string[] {
  const sent: string[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const command = String(context.commandName);
      sent.push(command);
      const output = before(command, args.input);
      return output ? { output: { $metadata: {}, ...output }, response: undefined } : next(args);
    },
    { step: 'initialize' },
  );
  return sent;
}

export const randomMappingId = (): MappingId => mappingId(randomUUID());

export const mapping = (now: number, over: Partial<PhiMapping> = {}): PhiMapping => ({
  id: randomMappingId(),
  app: appId('charting'),
  entries: [
    { placeholder: '[PHI_NAME_48213]', category: 'NAME', original: 'Zoë O’Brien' },
    { placeholder: '[PHI_SSN_48214]', category: 'SSN', original: '123-45-6789' },
  ],
  ranges: [{ from: 48_213, next: 48_215 }],
  version: 1,
  expiresAt: now + HOUR_MS,
  retainUntil: now + 2 * HOUR_MS,
  ...over,
});
