import { ApiPropertyOptional } from '@nestjs/swagger';
import type { ApiKeyLimits } from '@radiant/identity';
import {
  FlagField,
  MomentField,
  OptionalNested,
  PatternField,
  TextField,
  TextListField,
  WholeNumberField,
} from '@radiant/nest-kit';

const MOST = Number.MAX_SAFE_INTEGER;
const LIMIT = { optional: true, nullable: true, description: 'Null, or left out: no such limit.' } as const;
const SCOPES = {
  optional: true,
  example: ['inference.call', 'model:demo-chat-small'],
  description: '`*` for everything that a key may do, permissions, and `model:<id>` to confine it to models.',
} as const;

export class ApiKeyLimitsBody {
  @WholeNumberField(1, MOST, LIMIT)
  readonly requests_per_minute?: number | null;

  @WholeNumberField(1, MOST, LIMIT)
  readonly tokens_per_day?: number | null;

  @WholeNumberField(1, MOST, LIMIT)
  readonly concurrent_streams?: number | null;
}

export class NewApiKeyBody {
  @TextField(1, 200, { example: 'Charting, ward 3' })
  readonly name!: string;

  @TextListField(100, SCOPES)
  readonly scopes?: string[];

  @MomentField({
    optional: true,
    nullable: true,
    example: '2030-01-01T00:00:00Z',
    description: 'Null, or left out: it does not expire.',
  })
  readonly expires_at?: string | null;

  @ApiPropertyOptional({ type: ApiKeyLimitsBody })
  @OptionalNested(() => ApiKeyLimitsBody)
  readonly limits?: ApiKeyLimitsBody;

  @FlagField({ optional: true, description: 'Whether `X-OpenWebUI-User-*` of its requests is believed.' })
  readonly trusted_forwarder?: boolean;

  @PatternField(/^[a-z][a-z0-9-]{0,62}$/, 'the id of an app', {
    optional: true,
    description: "The tenant's by default.",
  })
  readonly app_id?: string;
}

export class ApiKeyChangeBody {
  @TextField(1, 200, { optional: true })
  readonly name?: string;

  @TextListField(100, SCOPES)
  readonly scopes?: string[];

  @MomentField({ optional: true, nullable: true, description: 'Null: it does not expire.' })
  readonly expires_at?: string | null;

  @ApiPropertyOptional({ type: ApiKeyLimitsBody, description: 'All of them: what is left out is without limit.' })
  @OptionalNested(() => ApiKeyLimitsBody)
  readonly limits?: ApiKeyLimitsBody;

  @FlagField({ optional: true })
  readonly trusted_forwarder?: boolean;
}

export class RotationBody {
  @WholeNumberField(0, 604_800, { optional: true, description: 'How long the old key stays good; an hour by default.' })
  readonly overlap_seconds?: number;
}

export const limitsOf = (body: ApiKeyLimitsBody | undefined): ApiKeyLimits | undefined =>
  body && {
    requestsPerMinute: body.requests_per_minute ?? undefined,
    tokensPerDay: body.tokens_per_day ?? undefined,
    concurrentStreams: body.concurrent_streams ?? undefined,
  };
