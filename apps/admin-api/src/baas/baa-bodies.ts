import type { AgreementChange } from '@radiant/governance';
import { MomentField, Text, TextField, TextListField } from '@radiant/nest-kit';
import { optionalInstant } from '../moments.js';
import { SliceQuery } from '../registry-paging.js';

const SERVICES = {
  example: ['chat', 'embeddings'],
  description: '`chat`, `embeddings`, `moderations`, `rerank`: what it covers.',
} as const;
const REGION = {
  optional: true,
  nullable: true,
  example: 'us-east-1',
  description: 'Null: wherever the provider computes. A region covers only a provider that says it computes there.',
} as const;

export class BaasQuery extends SliceQuery {
  @Text()
  readonly provider_id?: string;
}

export class BaaChangeBody {
  @TextField(1, 63, REGION)
  readonly region?: string | null;

  @TextField(1, 300, { optional: true, example: 'Contract 2026/17' })
  readonly document_reference?: string;

  @TextListField(10, { optional: true, ...SERVICES })
  readonly services?: string[];

  @MomentField({ optional: true })
  readonly effective_from?: string;

  @MomentField({ optional: true, description: 'In force until just before.' })
  readonly expires_at?: string;
}

export class NewBaaBody {
  @TextField(1, 200, { example: 'demo' })
  readonly provider_id!: string;

  @TextField(1, 200, { optional: true, description: 'Without it: every model of the provider.' })
  readonly model_id?: string;

  @TextField(1, 63, REGION)
  readonly region?: string | null;

  @TextField(1, 300, { example: 'Contract 2026/17', description: 'Where the signed document is found.' })
  readonly document_reference!: string;

  @TextListField(10, SERVICES)
  readonly services!: string[];

  @MomentField({ example: '2026-01-01T00:00:00Z' })
  readonly effective_from!: string;

  @MomentField({ example: '2028-01-01T00:00:00Z', description: 'In force until just before.' })
  readonly expires_at!: string;
}

export const agreementChange = (body: BaaChangeBody): AgreementChange => ({
  region: body.region,
  documentReference: body.document_reference,
  services: body.services,
  effectiveFrom: optionalInstant(body.effective_from),
  expiresAt: optionalInstant(body.expires_at),
});
