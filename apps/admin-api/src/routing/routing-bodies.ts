import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, EachNested, FlagField, TextField, UuidField, WholeNumberField } from '@radiant/nest-kit';
import type { ToldReplica } from '@radiant/postgres';
import {
  BREAKER_STATES,
  ROUTE_REFUSALS,
  SERVICES,
  TARGET_PREFERENCES,
  type Consideration,
  type RoutingRule,
  type Service,
} from '@radiant/registry';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { shown } from '../moments.js';

export class TargetBody {
  @TextField(1, 200, { example: 'demo-chat-small' })
  readonly model_id!: string;

  @WholeNumberField(0, 100, { optional: true, description: '0 comes first; a higher number is a fallback.' })
  readonly priority?: number;

  @WholeNumberField(1, 1_000, { optional: true, description: 'Share among targets of the same priority.' })
  readonly weight?: number;
}

export class RuleBody {
  @ApiProperty({ type: [TargetBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @EachNested(() => TargetBody)
  readonly targets!: TargetBody[];

  @ChoiceField(TARGET_PREFERENCES, {
    optional: true,
    description:
      'Among targets of the same priority. `share` (the default): as often as the weight says. `quick`: by weight, and ' +
      'who begins a streamed answer twice as late gets a quarter of that.',
  })
  readonly prefer?: string;
}

export class ExplainBody {
  @TextField(1, 200, { optional: true, example: 'demo-chat-small', description: "Without it: the tenant's default." })
  readonly model?: string;

  @UuidField({ optional: true, description: 'Whose settings apply; without it none do.' })
  readonly tenant_id?: string;

  @UuidField({
    optional: true,
    description: 'Of a session: its calls go the same way each time. Without it: drawn anew.',
  })
  readonly session_id?: string;

  @ChoiceField(SERVICES, { optional: true, description: '`chat` unless it says otherwise.' })
  readonly service?: Service;

  @FlagField({ optional: true, description: 'Whether the policy lets PHI leave in the clear; false by default.' })
  readonly exposes_phi?: boolean;
}

export class TargetAnswer {
  @ApiProperty({ example: 'demo-chat-small' })
  readonly modelId!: string;

  @ApiProperty({ example: 0 })
  readonly priority!: number;

  @ApiProperty({ example: 1 })
  readonly weight!: number;
}

export class RuleAnswer {
  @ApiProperty({ example: 'fast' })
  readonly name!: string;

  @ApiProperty({ type: [TargetAnswer] })
  readonly targets!: readonly TargetAnswer[];

  @ApiProperty({ enum: TARGET_PREFERENCES })
  readonly prefer!: string;

  @ApiProperty({ example: 1, description: 'Counts its changes; the ETag.' })
  readonly revision!: number;
}

export class OneRuleAnswer {
  @ApiProperty()
  readonly rule!: RuleAnswer;
}

export class RulesAnswer {
  @ApiProperty({ type: [RuleAnswer] })
  readonly rules!: readonly RuleAnswer[];
}

export class RemovedRuleAnswer {
  @ApiProperty({ example: 'fast' })
  readonly name!: string;
}

class BreakerAnswer {
  @ApiProperty({ format: 'uuid', description: 'The run of a replica.' })
  readonly replica!: string;

  @ApiProperty({ type: String, nullable: true, example: 'us-east-1' })
  readonly region!: string | null;

  @ApiProperty({ enum: BREAKER_STATES, description: '`half_open`: one call may try.' })
  readonly breaker!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly since!: string | null;
}

export class ConsiderationAnswer {
  @ApiProperty({ example: 'demo-chat-small' })
  readonly modelId!: string;

  @ApiProperty({ example: 'demo' })
  readonly providerId!: string;

  @ApiProperty({ description: 'Whether it may take the call.' })
  readonly taken!: boolean;

  @ApiProperty({ enum: ROUTE_REFUSALS, nullable: true, type: String, description: 'Why it may not.' })
  readonly refusal!: string | null;

  @ApiProperty({
    type: [BreakerAnswer],
    description: 'Replicas whose breaker of the provider is not closed: they keep calls from it.',
  })
  readonly breakers!: readonly BreakerAnswer[];
}

export class ExplanationAnswer {
  @ApiProperty({ type: String, nullable: true, example: 'demo-chat-small', description: 'What was asked for.' })
  readonly model!: string | null;

  @ApiProperty({
    type: [ConsiderationAnswer],
    description: 'In the order in which they are tried: the first that is taken, then its fallbacks.',
  })
  readonly targets!: readonly ConsiderationAnswer[];
}

export const presentRule = ({ name, targets, prefer, revision }: RoutingRule): RuleAnswer => ({
  name,
  targets: targets.map(({ modelId, priority, weight }) => ({ modelId, priority, weight })),
  prefer,
  revision,
});

export const presentConsideration = (
  { model, refusal }: Consideration,
  told: readonly Pick<ToldReplica<unknown>, 'id' | 'breakers'>[],
): ConsiderationAnswer => ({
  modelId: model.id,
  providerId: model.providerId,
  taken: refusal === undefined,
  refusal: refusal ?? null,
  breakers: told.flatMap(({ id, breakers }) =>
    breakers
      .filter(({ providerId, breaker }) => providerId === model.providerId && breaker !== 'closed')
      .map(({ region, breaker, since }) => ({
        replica: id,
        region,
        breaker,
        since: since === null ? null : shown(since),
      })),
  ),
});
