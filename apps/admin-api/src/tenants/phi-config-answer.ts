import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DomainError } from '@radiant/kernel';
import {
  PHI_CATEGORIES,
  PHI_MODES,
  PHI_SENSITIVITIES,
  readPhiConfig,
  SECOND_OPINION_RULES,
  TRANSFORMATIONS,
  UNSCANNABLE_RULES,
  type PhiPolicy,
} from '@radiant/phi';

class ReidentificationRuleAnswer {
  @ApiProperty()
  readonly allowed!: boolean;

  @ApiProperty()
  readonly requiresApproval!: boolean;

  @ApiProperty({ example: 24 })
  readonly mappingTtlHours!: number;

  @ApiProperty({ description: 'whether originals go into the arguments of tool calls too' })
  readonly toolArguments!: boolean;
}

class CustomRecogniserAnswer {
  @ApiProperty({ example: 'chart-number' })
  readonly name!: string;

  @ApiProperty({ enum: [...PHI_CATEGORIES] })
  readonly category!: string;

  @ApiPropertyOptional({ type: [String] })
  readonly words?: readonly string[];

  @ApiPropertyOptional({ example: 'PT-\\d{6}' })
  readonly pattern?: string;
}

/** The policy in full: also what the stored `phi_config` leaves to the platform's default. */
export class PhiConfigAnswer {
  @ApiProperty({ enum: [...PHI_MODES] })
  readonly mode!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'boolean' }, example: { NAME: true } })
  readonly categories!: Readonly<Record<string, boolean>>;

  @ApiProperty()
  readonly reidentification!: ReidentificationRuleAnswer;

  @ApiProperty({ enum: [...PHI_SENSITIVITIES] })
  readonly sensitivity!: string;

  @ApiProperty({ enum: [...UNSCANNABLE_RULES] })
  readonly unscannable!: string;

  @ApiProperty({ enum: [...SECOND_OPINION_RULES] })
  readonly secondOpinionDown!: string;

  @ApiProperty({ enum: [...TRANSFORMATIONS] })
  readonly transformation!: string;

  @ApiProperty()
  readonly dateShift!: boolean;

  @ApiProperty({ type: [CustomRecogniserAnswer] })
  readonly customRecognisers!: readonly CustomRecogniserAnswer[];

  @ApiProperty({ type: [String] })
  readonly allowList!: readonly string[];
}

/** @returns undefined when what is stored is no policy. */
export function presentPhiConfig(stored: Readonly<Record<string, unknown>>): PhiConfigAnswer | undefined {
  const policy = readStored(stored);
  if (!policy) return undefined;
  const { allowed, requiresApproval, mappingTtlHours, toolArguments } = policy.reidentification;
  return {
    mode: policy.mode,
    categories: policy.categories,
    reidentification: { allowed, requiresApproval, mappingTtlHours, toolArguments },
    sensitivity: policy.sensitivity,
    unscannable: policy.unscannable,
    secondOpinionDown: policy.secondOpinionDown,
    transformation: policy.transformation,
    dateShift: policy.dateShift,
    customRecognisers: policy.customRecognisers.map((recogniser) => ({
      name: recogniser.name,
      category: recogniser.category,
      ...('words' in recogniser ? { words: recogniser.words } : { pattern: recogniser.pattern }),
    })),
    allowList: policy.allowList,
  };
}

function readStored(stored: unknown): PhiPolicy | undefined {
  try {
    return readPhiConfig(stored);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
