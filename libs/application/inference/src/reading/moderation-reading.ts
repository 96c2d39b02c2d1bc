import { DomainError } from '@radiant/kernel';
import {
  decodeModeration,
  encodeModerationRequest,
  moderatedImages,
  moderationSlots,
  unscannableName,
  withoutImages,
  type Moderation,
  type ModerationRequest,
} from '@radiant/protocol';
import { plainPath } from '../upstream/paths.js';
import type { Reading } from './reading.js';

/** What a moderation model makes of texts and, where the policy lets them pass, images. */
export const moderationReading = (request: ModerationRequest): Reading<Moderation> => ({
  model: request.model,
  service: 'moderations',
  requestType: 'moderation',
  leaving: (rule) => {
    const images = moderatedImages(request);
    const [first] = images;
    if (first !== undefined && rule === 'block') {
      throw new DomainError(
        'phi_policy_blocked',
        `${first} is ${unscannableName('image')}, which can't be scanned for PHI`,
        { field: first, kind: 'image' },
      );
    }
    const left = rule === 'strip' ? withoutImages(request) : request;
    return {
      slots: moderationSlots(left),
      unscannable: first === undefined ? undefined : { rule, counts: new Map([['image', images.length]]) },
      encode: (texts, upstreamModel) => encodeModerationRequest(left, texts, upstreamModel),
    };
  },
  path: ({ connection }) => plainPath(connection, '/v1/moderations'),
  grammar: (upstreamModel) => ({
    keys: new Set(['model', 'input', 'type', 'text', 'image_url', 'url']),
    words: new Map([
      ['model', new Set([upstreamModel])],
      ['type', new Set(['text', 'image_url'])],
    ]),
  }),
  decode: (text) => ({ answer: decodeModeration(text, request), usage: undefined }),
});
