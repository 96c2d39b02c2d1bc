import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest } from '@radiant/protocol';
import { DIALECTS, PLAIN_CONNECTION } from '@radiant/registry';
import { BARE_MODEL, BARE_PROVIDER } from '@radiant/registry/testing';
import { chatDialectOf } from './chat-dialect.js';
import { tellsLength } from './tells-length.js';

const NAMES = ['max_tokens', 'max_completion_tokens'];
/** None, each alone, and both. */
const SUBSETS = [[], ...NAMES.map((name) => [name]), NAMES];
const CASES = DIALECTS.flatMap((dialect) =>
  SUBSETS.filter((omit) => dialect !== 'anthropic' || omit.length === 0).flatMap((omit) =>
    SUBSETS.filter((asked) => asked.length > 0).map((asked) => ({ dialect, omit, asked })),
  ),
);

describe('how long an answer may be', () => {
  it.each(CASES)('is told by $dialect without $omit where $asked is asked for, as what is sent says', (one) => {
    const { dialect, omit, asked } = one;
    const request = decodeChatRequest({
      model: 'm',
      messages: [{ role: 'user', content: 'hi' }],
      ...Object.fromEntries(asked.map((name) => [name, 7])),
    });
    const connection = { ...PLAIN_CONNECTION, dialect, omit };
    const sent = chatDialectOf({ ...BARE_PROVIDER, connection }).encode(request, BARE_MODEL, undefined);
    expect(tellsLength(connection, request.sampling)).toBe(sent.includes(':7'));
  });
});
