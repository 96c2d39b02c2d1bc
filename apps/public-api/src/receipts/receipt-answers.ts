import { ApiProperty } from '@nestjs/swagger';
import { contentFields, type Checkpoint } from '@radiant/audit';
import { RECEIPT_OUTCOMES, type ChainLink, type FoundReceipt } from '@radiant/inference';

const SHA256 = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';
const counts = { type: 'object', additionalProperties: { type: 'integer' } } as const;

export class CheckpointAnswer {
  @ApiProperty({ example: 1207 })
  readonly sequence!: number;

  @ApiProperty({ example: SHA256 })
  readonly hash!: string;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty({ example: 'audit-signing:1' })
  readonly keyId!: string;

  @ApiProperty({ description: 'Ed25519 over `tenant|sequence|hash|moment`, base64.' })
  readonly signature!: string;
}

export class ReceiptAnswer {
  @ApiProperty({ format: 'uuid', description: "The reply's `x-radiant-receipt`." })
  readonly id!: string;

  @ApiProperty({ format: 'uuid' })
  readonly tenantId!: string;

  @ApiProperty({ format: 'uuid', description: "The reply's `x-request-id`." })
  readonly requestId!: string;

  @ApiProperty({ example: 'demo' })
  readonly providerId!: string;

  @ApiProperty({ example: 'demo-chat-small' })
  readonly modelId!: string;

  @ApiProperty({ enum: ['auto', 'manual', 'disabled'] })
  readonly policy!: string;

  @ApiProperty({ type: [String], example: ['EMAIL', 'NAME', 'SSN'], description: 'Categories that were to be hidden.' })
  readonly hidden!: readonly string[];

  @ApiProperty({ example: 'rules-2.4f49eb2e' })
  readonly detectorVersion!: string;

  @ApiProperty({ ...counts, example: { NAME: 1, MEDICAL_RECORD: 1 }, description: 'Stretches that were replaced.' })
  readonly categories!: Readonly<Record<string, number>>;

  @ApiProperty({ ...counts, example: {}, description: 'Identifiers that the policy let leave in the clear.' })
  readonly exposed!: Readonly<Record<string, number>>;

  @ApiProperty({ example: SHA256, description: 'SHA-256 of the exact bytes that left.' })
  readonly outboundSha256!: string;

  @ApiProperty({ example: 2, description: 'Placeholders of the answer that became originals again.' })
  readonly restored!: number;

  @ApiProperty({ enum: [...RECEIPT_OUTCOMES] })
  readonly outcome!: string;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly closedAt!: string;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Its place in the audit chain; null for about half a second.',
  })
  readonly sequence!: number | null;

  @ApiProperty({ type: String, nullable: true, example: SHA256, description: 'Over the row before and this one.' })
  readonly hash!: string | null;

  @ApiProperty({ type: CheckpointAnswer, nullable: true, description: 'The first that was signed at or after it.' })
  readonly checkpoint!: CheckpointAnswer | null;
}

export class ReceiptProofAnswer {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The row of the audit trail, as exports have it.',
  })
  readonly row!: object;

  @ApiProperty({ type: String, nullable: true, description: 'The hash of the row before.' })
  readonly previousHash!: string | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'The places of the chain from the row to the checkpoint, both ends; empty without one.',
  })
  readonly links!: readonly object[];
}

export class OneReceiptAnswer {
  @ApiProperty()
  readonly receipt!: ReceiptAnswer;

  @ApiProperty()
  readonly proof!: ReceiptProofAnswer;
}

export const presentReceipt = ({ receipt, row, previousHash, checkpoint, links }: FoundReceipt): OneReceiptAnswer => ({
  receipt: {
    id: receipt.id,
    tenantId: receipt.tenantId,
    requestId: receipt.requestId,
    providerId: receipt.providerId,
    modelId: receipt.modelId,
    policy: receipt.policy,
    hidden: receipt.hidden,
    detectorVersion: receipt.detectorVersion,
    categories: receipt.categories,
    exposed: receipt.exposed,
    outboundSha256: receipt.outboundSha256,
    restored: receipt.restored,
    outcome: receipt.outcome,
    startedAt: new Date(receipt.startedAt).toISOString(),
    closedAt: new Date(receipt.closedAt).toISOString(),
    sequence: row.sequence ?? null,
    hash: row.hash ?? null,
    checkpoint: checkpoint ? presentCheckpoint(checkpoint) : null,
  },
  proof: {
    row: {
      tenantId: row.tenantId,
      id: row.id,
      occurredAt: new Date(row.occurredAt).toISOString(),
      retentionClass: row.retentionClass,
      contentHash: row.contentHash,
      sequence: row.sequence ?? null,
      hash: row.hash ?? null,
      content: row.content ? contentFields(row.content) : null,
    },
    previousHash: previousHash ?? null,
    links: links.map(presentLink),
  },
});

const presentCheckpoint = ({ sequence, hash, at, keyId, signature }: Checkpoint): CheckpointAnswer => ({
  sequence,
  hash,
  at: new Date(at).toISOString(),
  keyId,
  signature,
});

const presentLink = ({ sequence, occurredAt, retentionClass, contentHash, hash }: ChainLink): object => ({
  sequence,
  occurredAt: new Date(occurredAt).toISOString(),
  retentionClass,
  contentHash,
  hash,
});
