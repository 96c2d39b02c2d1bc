import type { IncomingMessage } from 'node:http';

/** `/api/{app}/…`, where {app} is not a version of the API. */
const APP_PATH = /^\/api\/(?!v\d+(?:[/?]|$))[a-z][a-z0-9-]{0,62}(\/v\d+)?(?=[/?]|$)/;

/**
 * The route behind an app's own address: `/api/{app}/chat/completions` and `/api/{app}/v2/chat/completions` are
 * `/api/v2/chat/completions`, `/api/{app}/v1/chat/completions` is `/v1/chat/completions`.
 */
export function rewriteAppAddress({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  return url.replace(APP_PATH, (_, version: string | undefined) => (version === '/v1' ? '/v1' : '/api/v2'));
}
