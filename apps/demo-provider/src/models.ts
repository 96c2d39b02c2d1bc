import { CREATED } from './completion.js';
import type { JsonObject } from './json.js';

const MODELS = ['demo-chat-small', 'demo-chat-large', 'demo-embed', 'demo-moderation', 'demo-rerank'];

export function listModels(): JsonObject {
  return { object: 'list', data: MODELS.map(modelObject) };
}

/** Undefined for a name outside the list, although such a name is answered as well. */
export function findModel(id: string): JsonObject | undefined {
  return MODELS.includes(id) ? modelObject(id) : undefined;
}

function modelObject(id: string): JsonObject {
  return { id, object: 'model', created: CREATED, owned_by: 'radiant-demo' };
}
