import type { ApiHeaderOptions } from '@nestjs/swagger';

export const IDEMPOTENCY_KEY: ApiHeaderOptions = {
  name: 'Idempotency-Key',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: '6f1c6c1e-6a0d-4f53-9a53-0c1f4a6f3b7e',
  description:
    'Of your choice, one for each call that you mean. A repeated request gets the exact reply of the first, streams ' +
    'included, with `idempotent-replayed: true`, and is neither sent nor billed again. 409 while the first is under way; ' +
    '422 `idempotency_key_reused` for another request under the same key, 422 `idempotency_reply_expired` when the reply ' +
    'is not kept any more (24 hours, or as long as the originals of its PHI). A call that cost nothing frees its key.',
};
