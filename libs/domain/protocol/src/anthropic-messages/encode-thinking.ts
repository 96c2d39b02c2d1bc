import type { ChatRequest, Message } from '../chat-request.js';

/** Tokens of thinking for an effort, from a model that is told a budget of them. */
const BUDGETS: ReadonlyMap<string, number> = new Map([
  ['low', 4_096],
  ['medium', 16_384],
  ['high', 32_768],
  ['xhigh', 32_768],
]);
/** The API takes no smaller budget. */
const LEAST_BUDGET = 1_024;
/** The API takes no smaller one with thinking. */
const LEAST_TOP_P = 0.95;

/**
 * How the model is to think: as the caller says in Anthropic's own words, else by the effort that a caller of another
 * shape asks for, where the model thinks and nothing else that is asked stands against it.
 * @param maxTokens that the request asks for: thinking is a part of them.
 */
export function thinkingField(request: ChatRequest, thinks: boolean, maxTokens: number): object | undefined {
  const { thinking } = request;
  const unfinished = lacksThoughts(request.messages);
  switch (thinking?.mode) {
    case 'disabled':
    case 'adaptive':
      return { type: thinking.mode };
    case 'enabled':
      return unfinished ? undefined : { type: 'enabled', budget_tokens: thinking.budget };
    case undefined: {
      const budget = thinking || !thinks || unfinished ? undefined : budgetOf(request, maxTokens);
      return budget === undefined ? undefined : { type: 'enabled', budget_tokens: budget };
    }
  }
}

function budgetOf({ sampling, toolChoice }: ChatRequest, maxTokens: number): number | undefined {
  const { reasoningEffort = '', temperature = 1, topP = 1, topK } = sampling;
  const forced = toolChoice === 'required' || typeof toolChoice === 'object';
  if (temperature !== 1 || topP < LEAST_TOP_P || topK !== undefined || forced) return undefined;
  const wanted = BUDGETS.get(reasoningEffort);
  const budget = wanted === undefined ? undefined : Math.min(wanted, Math.floor(maxTokens / 2)); // the other half is for the answer
  return budget !== undefined && budget >= LEAST_BUDGET ? budget : undefined;
}

/**
 * Whether the turn under way called tools and nothing of what was thought before is there: the API then refuses to think on.
 */
function lacksThoughts(messages: readonly Message[]): boolean {
  const isResult = (message: Message | undefined): boolean => message?.role === 'tool' || message?.role === 'function';
  const asked = messages.findLastIndex(({ role }, i) => role === 'user' && !isResult(messages[i - 1]));
  const answers = messages.slice(asked + 1).filter(({ role }) => role === 'assistant');
  return answers.length > 0 && answers.every((answer) => encodeThoughts(answer).length === 0);
}

/** What the model thought, as it signed it. A thought that was changed on its way is not what was signed, and stays here. */
export const encodeThoughts = ({ thoughts = [] }: Message): readonly object[] =>
  thoughts.flatMap((thought): object[] => {
    if (thought.kind === 'sealed') return [{ type: 'redacted_thinking', data: thought.data }];
    const { text: thinking, signature } = thought;
    return signature === undefined ? [] : [{ type: 'thinking', thinking, signature }];
  });
