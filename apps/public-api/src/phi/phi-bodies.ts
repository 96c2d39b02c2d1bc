import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { DomainError } from '@radiant/kernel';
import { PatternField, TextField } from '@radiant/nest-kit';
import { PHI_CATEGORIES, type PhiCategory } from '@radiant/phi';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsString } from 'class-validator';

/** As many as a body of 4 MiB can hold. */
const LONGEST_TEXT = 4 * 1024 * 1024;
const MOST_TEXTS = 1_000;
const MOST_NAMES = 100;
const UUID = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

const CategoriesField = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'array',
      items: { type: 'string', enum: [...PHI_CATEGORIES] },
      nullable: true,
      description: "Looked for besides what the tenant's policy names.",
    }),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(MOST_NAMES),
    IsIn(PHI_CATEGORIES, { each: true, message: '$property must name PHI categories such as NAME or SSN' }),
  );

const TextsField = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'array',
      items: { type: 'string' },
      minItems: 1,
      maxItems: MOST_TEXTS,
      nullable: true,
      description: 'Read as one document: a name found in one is hidden in all.',
    }),
    IsOptional(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(MOST_TEXTS),
    IsString({ each: true }),
  );

export class DetectBody {
  @TextField(0, LONGEST_TEXT, { example: 'Patient Jane Doe, SSN 219-09-9999' })
  readonly text!: string;

  @CategoriesField()
  readonly phi_categories?: readonly PhiCategory[] | null;
}

export class SanitizeBody {
  @TextField(0, LONGEST_TEXT, {
    optional: true,
    nullable: true,
    example: 'Patient Jane Doe',
    description: 'Or `texts`.',
  })
  readonly text?: string | null;

  @TextsField()
  readonly texts?: readonly string[] | null;

  @PatternField(UUID, 'a UUID', {
    optional: true,
    nullable: true,
    example: '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10',
    description: 'Of the conversation whose placeholders are to be used again; also the mapping id then.',
  })
  readonly session_id?: string | null;

  @CategoriesField()
  readonly phi_categories?: readonly PhiCategory[] | null;
}

export class ReidentifyBody {
  @PatternField(UUID, 'a UUID', {
    example: '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10',
    description: 'Of `/phi/sanitize`, or `x-radiant-phi-mapping-id` of a call.',
  })
  readonly mapping_id!: string;

  @TextField(1, LONGEST_TEXT, { example: 'Dear [PHI_NAME_48213]', description: 'With placeholders of the mapping.' })
  readonly text!: string;

  @TextField(1, 500, { example: 'Letter of discharge to the patient', description: 'Kept sealed.' })
  readonly reason!: string;
}

/** The one text, or the list. @throws DomainError `validation_error` when there is neither or both. */
export function textsOf({ text, texts }: SanitizeBody): { readonly texts: readonly string[]; readonly one: boolean } {
  if (typeof text === 'string' && !texts) return { texts: [text], one: true };
  if (texts && typeof text !== 'string') return { texts, one: false };
  throw new DomainError('validation_error', 'either text or texts must be given', { field: 'text' });
}
