import type { AskedMarkup } from '@radiant/governance';
import { MomentField, TextField, WholeNumberField } from '@radiant/nest-kit';
import { optionalInstant } from '../moments.js';

export class MarkupBody {
  @TextField(1, 200, {
    optional: true,
    example: 'demo-chat-small',
    description: 'Without it: every model that has none of its own.',
  })
  readonly model_id?: string;

  @WholeNumberField(0, 1_000_000, {
    nullable: true,
    example: 1500,
    description: "Added to the cost, in the place of the price's own; 1500 is 15 %. Null ends what was set.",
  })
  readonly basis_points!: number | null;

  @MomentField({ optional: true, description: 'Now without it; never in the past.' })
  readonly effective_from?: string;
}

export const askedMarkup = (body: MarkupBody): AskedMarkup => ({
  modelId: body.model_id,
  basisPoints: body.basis_points,
  effectiveFrom: optionalInstant(body.effective_from),
});
