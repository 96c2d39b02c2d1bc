import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, MomentField, TextField, TextListField } from '@radiant/nest-kit';
import { IsObject } from 'class-validator';

export class PriceFileBody {
  @TextField(1, 200, { example: 'model_prices_and_context_window.json', description: 'What the file is called.' })
  readonly source!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: "Its JSON, in LiteLLM's form: models by name.",
  })
  @IsObject({ message: '$property must be the JSON object of a price file' })
  readonly file!: object;
}

export class PriceImportDecisionBody {
  @ChoiceField(['approve', 'reject'])
  readonly decision!: string;

  @TextListField(1_000, {
    optional: true,
    example: ['openai/gpt-4o'],
    description: 'Ids of the models whose price is taken over; without it those of all that are new or changed.',
  })
  readonly models?: string[];

  @MomentField({ optional: true, description: 'From when the new prices hold. Now without it; never in the past.' })
  readonly effective_from?: string;
}
