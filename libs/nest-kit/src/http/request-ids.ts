import { isAnthropicRoute } from '../errors/error-reply.js';

/** Headers that name a request. Anthropic's clients read it under its second name. */
export const requestIds = (id: string, url: string): Record<string, string> =>
  isAnthropicRoute(url) ? { 'x-request-id': id, 'request-id': id } : { 'x-request-id': id };
