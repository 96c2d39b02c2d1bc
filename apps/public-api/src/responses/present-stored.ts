import type { StoredResponse } from '@radiant/inference';
import { encodeResponse, inputItems, responseId, type InputItemBody } from '@radiant/protocol';

const idOf = ({ request, session }: StoredResponse): string => responseId(request, session);

/** A kept response as it was answered, but for what the model thought and the metadata, which are kept nowhere. */
export const presentStored = (stored: StoredResponse): object =>
  encodeResponse(
    {
      id: idOf(stored),
      createdAt: Math.floor(stored.createdAt / 1000),
      asked: stored.asked,
      instructions: stored.instructions,
      previous: stored.previous,
      store: true,
      truncates: stored.truncates,
      metadata: {},
    },
    {
      model: stored.model,
      finishReason: stored.finishReason,
      reasoning: undefined,
      content: typeof stored.reply.content === 'string' ? stored.reply.content : null,
      refusal: stored.reply.refusal ?? null,
      toolCalls: stored.reply.toolCalls,
      usage: stored.usage,
    },
  );

/** OpenAI's list of items. */
export interface ItemList {
  readonly object: 'list';
  readonly data: readonly InputItemBody[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}

/** The conversation that a kept response answered, its latest first unless told. */
export function presentInputs(
  stored: StoredResponse,
  { limit, order, after }: { readonly limit: number; readonly order: 'asc' | 'desc'; readonly after?: string },
): ItemList {
  const items = inputItems(idOf(stored), stored.messages);
  const ordered = order === 'asc' ? items : items.toReversed();
  const from = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1;
  const data = ordered.slice(from, from + limit);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: from + limit < ordered.length,
  };
}
