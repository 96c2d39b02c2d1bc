import type { MappingId } from '@radiant/kernel';
import type { Completion } from '@radiant/protocol';

/** A whole answer, ready to be shown. */
export interface CompletedChat {
  readonly completion: Completion;
  /** The id under which callers know the model. */
  readonly model: string;
  readonly mappingId: MappingId | undefined;
  /** Time spent here and not at the upstream, in ms. */
  readonly overheadMs: number;
}
