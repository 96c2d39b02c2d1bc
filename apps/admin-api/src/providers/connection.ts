import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ConnectionFields } from '@radiant/governance';
import { ChoiceField, TextField, TextListField } from '@radiant/nest-kit';
import { DIALECTS, type Connection } from '@radiant/registry';
import { IsObject, ValidateIf } from 'class-validator';

const TAKEN_AWAY = { optional: true, nullable: true } as const;
const REFERENCE = { ...TAKEN_AWAY, example: 'env:EXAMPLE_CA' };

/** How an upstream is spoken to. */
export class ConnectionBody {
  @ChoiceField(DIALECTS, {
    optional: true,
    description:
      '`openai` unless told. `openai_responses` calls its models by `POST /v1/responses`, and tells it to keep nothing.',
  })
  readonly dialect?: string;

  @TextField(1, 30, { ...TAKEN_AWAY, example: '2024-10-21', description: 'Of `azure_openai`, which needs it.' })
  readonly api_version?: string | null;

  @TextField(1, 64, {
    ...TAKEN_AWAY,
    example: 'api-key',
    description:
      'The header that carries the key: `authorization` as a bearer token, any other as it is. Unless told: ' +
      '`authorization`, for `azure_openai` `api-key`, for `anthropic` `x-api-key`.',
  })
  readonly key_header?: string | null;

  @TextListField(30, { optional: true, example: ['seed'], description: 'Fields that it does not take.' })
  readonly omit?: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { max_completion_tokens: 'max_tokens' },
    description: 'Fields that it takes under another name.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  readonly rename?: Record<string, unknown>;

  @TextListField(30, {
    optional: true,
    example: ['verbosity'],
    description: 'Fields of chat requests that the gateway does not handle and this provider is sent.',
  })
  readonly extra_fields?: string[];

  @TextField(1, 500, { ...REFERENCE, description: 'Certificates (PEM) that are believed of it, and no others.' })
  readonly ca?: string | null;

  @TextField(1, 500, { ...REFERENCE, example: 'env:EXAMPLE_CERTIFICATE', description: 'PEM, for mutual TLS.' })
  readonly client_certificate?: string | null;

  @TextField(1, 500, { ...REFERENCE, example: 'env:EXAMPLE_PRIVATE_KEY', description: 'PEM, of that certificate.' })
  readonly client_key?: string | null;
}

/** A provider's connection as administrators see it. */
export class ConnectionAnswer {
  @ApiProperty({ enum: DIALECTS })
  readonly dialect!: string;

  @ApiProperty({ nullable: true, type: String, example: '2024-10-21' })
  readonly apiVersion!: string | null;

  @ApiProperty({ nullable: true, type: String, example: 'api-key' })
  readonly keyHeader!: string | null;

  @ApiProperty({ example: ['seed'] })
  readonly omit!: readonly string[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  readonly rename!: object;

  @ApiProperty({ example: ['verbosity'] })
  readonly extraFields!: readonly string[];

  @ApiProperty({ nullable: true, type: String, example: 'env:EXAMPLE_CA', description: 'A reference.' })
  readonly ca!: string | null;

  @ApiProperty({ nullable: true, type: String, example: 'env:EXAMPLE_CERTIFICATE', description: 'A reference.' })
  readonly clientCertificate!: string | null;

  @ApiProperty({ nullable: true, type: String, example: 'env:EXAMPLE_PRIVATE_KEY', description: 'A reference.' })
  readonly clientKey!: string | null;
}

/** Field by field, under the names of the use cases. */
export const connectionFields = (body: ConnectionBody): ConnectionFields => ({
  dialect: body.dialect,
  apiVersion: body.api_version,
  keyHeader: body.key_header,
  omit: body.omit,
  rename: body.rename,
  extraFields: body.extra_fields,
  ca: body.ca,
  clientCertificate: body.client_certificate,
  clientKey: body.client_key,
});

export const presentConnection = (connection: Connection): ConnectionAnswer => ({
  dialect: connection.dialect,
  apiVersion: connection.apiVersion ?? null,
  keyHeader: connection.keyHeader ?? null,
  omit: connection.omit,
  rename: connection.rename,
  extraFields: connection.extraFields,
  ca: connection.ca ?? null,
  clientCertificate: connection.clientCertificate ?? null,
  clientKey: connection.clientKey ?? null,
});
