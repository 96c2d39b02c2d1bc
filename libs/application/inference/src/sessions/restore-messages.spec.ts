import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest } from '@radiant/protocol';
import { TextRestoration } from '../text-restoration.js';
import { restoreMessages } from './restore-messages.js';

const P = '[PHI_NAME_48213]';
const LINK = `see https://host.example/${P}`;
const originals = new Map([[P, 'Jane']]);

describe('messages of a session', () => {
  it('have the originals in what the caller wrote, and not in addresses that a model wrote', () => {
    const { messages } = decodeChatRequest({
      model: 'm',
      messages: [
        { role: 'user', content: LINK },
        { role: 'assistant', content: `${P}: ${LINK}` },
      ],
    });
    const restoration = new TextRestoration({ texts: originals, toolArguments: originals });
    expect(restoreMessages(messages, restoration).map(({ content }) => content)).toEqual([
      'see https://host.example/Jane',
      `Jane: ${LINK}`,
    ]);
  });
});
