import type { IncomingMessage } from 'node:http';

/** `/api/{app}/…`, where {app} is not a version of the API. */
const APP_PATH = /^\/api\/(?!v\d+(?:[/?]|$))[a-z][a-z0-9-]{0,62}(\/v\d+)?(?=[/?]|$)/;

/** An id of a model may hold `/`, and clients write it there as it is or encoded. */
const MODEL_PATH = /^(\/v1\/models\/)([^?#]+)/;

/**
 * The route behind an app's own address: `/api/{app}/chat/completions` and `/api/{app}/v2/chat/completions` are
 * `/api/v2/chat/completions`, `/api/{app}/v1/chat/completions` is `/v1/chat/completions`. The id of a
 * model becomes one part of it: `/v1/models/openai/gpt-4o` is `/v1/models/openai%2Fgpt-4o`.
 */
export function routeAddress({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  return url
    .replace(APP_PATH, (_, version: string | undefined) => (version === '/v1' ? '/v1' : '/api/v2'))
    .replace(MODEL_PATH, (_, path: string, id: string) => path + id.replace(/\/(?=.)/g, '%2F'));
}
