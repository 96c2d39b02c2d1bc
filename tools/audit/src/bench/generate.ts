import {
  chainHash,
  checkpointText,
  contentHash,
  FIRST_PREVIOUS_HASH,
  RETENTION_CLASS_OF,
  toJsonLine,
  type AuditContent,
  type SealedAuditRow,
} from '@radiant/audit';
import { AUDIT_ACTIONS, tenantId, type AuditAction } from '@radiant/kernel';
import { Sha256Digest } from '@radiant/security';
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CHAIN_FILE } from '../verify/bundle-files.js';
import { CHECKPOINTS_FILE, PUBLIC_KEYS_FILE, toCheckpointLine } from '../verify/checkpoints.js';

const TENANT = tenantId('11111111-1111-4111-8111-111111111111');
const BEGINNING = Date.UTC(2026, 0, 1);
const WRITTEN_AT_ONCE = 2_000;
/** A checkpoint a minute at about a hundred rows a second. */
const CHECKPOINT_EVERY = 6_000;

const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** Nine calls, then something of the administration, as in a gateway that is used. */
const actionOf = (n: number): AuditAction =>
  n % 10 === 0 ? (AUDIT_ACTIONS[(n / 10) % AUDIT_ACTIONS.length] ?? 'audit.read') : 'inference.call';

const contentOf = (n: number, action: AuditAction): AuditContent => ({
  action,
  outcome: 'success',
  actorKind: 'user',
  userId: `person-${n % 500}@clinic.example`,
  adminId: null,
  apiKeyId: uuid(n % 50),
  appId: 'charting',
  crossTenant: false,
  resourceType: 'model',
  resourceId: 'chat-small',
  requestId: uuid(n),
  providerId: 'acme',
  modelId: 'chat-small',
  phi: { MEDICAL_RECORD: 1, NAME: 2, SSN: 1 },
  phiDisclosed: n % 3 === 0,
  subjects: [
    createHash('sha256')
      .update(String(n % 5_000))
      .digest('hex'),
  ],
  body: createHash('sha512').update(String(n)).digest('base64'),
});

/** Writes a chain of `rows` with checkpoints and keys into an empty folder. */
export async function generateChain(directory: string, rows: number): Promise<void> {
  const digest = new Sha256Digest();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keyId = idOf(publicKey);
  const chain = await open(path.join(directory, CHAIN_FILE), 'wx');
  const checkpoints: string[] = [];
  let previous = FIRST_PREVIOUS_HASH;
  let lines: string[] = [];
  for (let sequence = 1; sequence <= rows; sequence += 1) {
    const action = actionOf(sequence);
    const content = contentOf(sequence, action);
    const bare = {
      tenantId: TENANT,
      id: uuid(sequence),
      occurredAt: BEGINNING + sequence * 10,
      retentionClass: RETENTION_CLASS_OF[action],
      content,
    };
    const place = { ...bare, contentHash: contentHash(bare, digest), sequence };
    previous = chainHash(previous, place, digest);
    const row: SealedAuditRow = { ...place, hash: previous };
    lines.push(toJsonLine(row, { ip: '192.0.2.7', userAgent: 'openai-node/6', details: { restored: true } }));
    if (sequence % CHECKPOINT_EVERY === 0 || sequence === rows)
      checkpoints.push(checkpointLine(row, keyId, privateKey));
    if (lines.length === WRITTEN_AT_ONCE || sequence === rows) {
      await chain.writeFile(lines.join(''));
      lines = [];
    }
  }
  await chain.close();
  await writeFile(path.join(directory, CHECKPOINTS_FILE), checkpoints.join(''));
  const pem = publicKey.export({ format: 'pem', type: 'spki' });
  await writeFile(path.join(directory, PUBLIC_KEYS_FILE), `${JSON.stringify({ [keyId]: pem })}\n`);
}

/** As the platform names its keys. */
const idOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, 16);

function checkpointLine(
  { tenantId: tenant, sequence, hash, occurredAt }: SealedAuditRow,
  keyId: string,
  key: KeyObject,
) {
  const head = { tenantId: tenant, sequence, hash, at: occurredAt };
  return toCheckpointLine({
    ...head,
    keyId,
    signature: sign(null, Buffer.from(checkpointText(head)), key).toString('base64'),
  });
}
