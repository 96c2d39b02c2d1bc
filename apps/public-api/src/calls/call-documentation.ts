import type { ApiHeaderOptions } from '@nestjs/swagger';
import { MOST_TAGS } from '@radiant/billing';
import { TAGS_HEADER } from '@radiant/inference';
import { IDEMPOTENCY_KEY } from '../idempotency/idempotency-documentation.js';

export const TAGS: ApiHeaderOptions = {
  name: TAGS_HEADER,
  required: false,
  schema: { type: 'string' },
  example: 'team=cardiology,project=x',
  description:
    `Marks for reports and budgets, ${MOST_TAGS} at most: \`key=value\` separated by commas. Keys are those of the tenant's ` +
    '`settings.tag_keys` (400). A value that looks like PHI is refused (403): tags are kept as they are.',
};

/** What a call of any shape may ask of the gateway itself. */
export const CONTROL_HEADERS: ApiHeaderOptions[] = [
  IDEMPOTENCY_KEY,
  TAGS,
  {
    name: 'cache-control',
    required: false,
    description:
      'Where the tenant has answers kept (`settings.cache`): `no-store` takes no kept answer and keeps none, `no-cache` takes ' +
      'none. The reply says `x-radiant-cache: hit` or `miss`.',
  },
  {
    name: 'x-radiant-session-id',
    required: false,
    description:
      'A UUID of your choice: one conversation, one set of placeholders, one history. 404 for one of somebody else.',
  },
  {
    name: 'x-radiant-restore',
    required: false,
    enum: ['response', 'none'],
    description: '`none` keeps placeholders in the answer; `response` can not exceed the policy.',
  },
  {
    name: 'x-radiant-phi',
    required: false,
    description: '`on`, or categories separated by commas that are protected in addition. Only tightens.',
  },
];
