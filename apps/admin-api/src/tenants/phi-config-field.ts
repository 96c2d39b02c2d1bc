import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional } from 'class-validator';

/** A tenant's PHI policy, checked where it is put to use. @param without what its absence means. */
export const PhiConfigField = (without: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: true,
      nullable: true,
      description:
        "The specification's `phi_config`, whole: what is left out is as in the platform's default. Besides `mode` and " +
        '`reidentification` it may hold `sensitivity` (balanced, strict, structured-only), `unscannable` (block, strip, ' +
        'allow), `second_opinion_down` (refuse, rules_only), `transformation` (placeholder, safe_harbor), `date_shift`, ' +
        '`custom_recognisers` ({name, category, words} or {name, category, pattern} in the syntax of RE2) and ' +
        '`allow_list` (phrases that are never hidden). `reidentification.tool_arguments: false` keeps originals out of ' +
        `the arguments of tool calls. ${without}`,
      example: {
        mode: 'auto',
        categories: { DIAGNOSIS: true },
        reidentification: { allowed: true, requires_approval: true, mapping_ttl_hours: 24 },
        sensitivity: 'balanced',
        custom_recognisers: [{ name: 'chart-number', category: 'MEDICAL_RECORD', pattern: 'PT-\\d{6}' }],
        allow_list: ['Mayo Clinic'],
      },
    }),
    IsOptional(),
    IsObject(),
  );
