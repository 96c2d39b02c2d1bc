import { DomainError } from '@radiant/kernel';
import type { ChatRequest, ResponseFormat, Tool, ToolChoice } from './chat-request.js';
import { mapExtra } from './extra-fields.js';
import { mapMessage } from './message-texts.js';
import { mapSchema } from './schema-texts.js';
import type { TextSlot, Visit } from './text-slot.js';

/** Texts that a request may have: a message, a part, a name, a key or value of a schema is one each. */
const MOST_TEXTS = 20_000;

/** Every text of the request, in order. @throws DomainError `payload_too_large` for more than MOST_TEXTS, naming a field. */
export function textSlots(request: ChatRequest): readonly TextSlot[] {
  const slots: TextSlot[] = [];
  mapTexts(request, (slot) => {
    if (slots.length >= MOST_TEXTS) throw tooManyTexts(slot.path);
    slots.push(slot);
    return slot.text;
  });
  return slots;
}

/** A path within a schema holds the caller's own keys, which are not repeated. */
function tooManyTexts(path: string): DomainError {
  const field = path.startsWith('messages[') ? path : (path.split(/[.[]/)[0] ?? '');
  return new DomainError(
    'payload_too_large',
    `${field} is one text too many: a request must have at most ${MOST_TEXTS}, and each part, name, key and value of a schema is one`,
    { field },
  );
}

/** The same request with `texts` in the places of `textSlots(request)`, in that order. */
export function withTexts(request: ChatRequest, texts: readonly string[]): ChatRequest {
  let next = 0;
  return mapTexts(request, () => {
    const text = texts[next];
    if (text === undefined) throw new RangeError('there are fewer texts than places');
    next += 1;
    return text;
  });
}

/** One walk serves for reading and for writing, so that the two can't disagree. */
function mapTexts(request: ChatRequest, visit: Visit): ChatRequest {
  const prompt = (path: string, text: string): string =>
    visit({ path, role: undefined, destination: 'prompt', escaping: 'none', text });
  return {
    model: request.model,
    messages: request.messages.map((message, i) => mapMessage(message, `messages[${i}]`, visit)),
    tools: request.tools.map((tool, i) => mapTool(tool, `tools[${i}].function`, visit)),
    toolChoice: mapToolChoice(request.toolChoice, visit),
    callsFunctions: request.callsFunctions,
    responseFormat: mapResponseFormat(request.responseFormat, visit),
    stop: request.stop.map((text, i) =>
      visit({ path: `stop[${i}]`, role: undefined, destination: 'stop', escaping: 'none', text }),
    ),
    prediction: mapPrediction(request.prediction, prompt),
    user: request.user,
    sampling: request.sampling,
    thinking: request.thinking,
    store: request.store,
    extra: mapExtra(request.extra, visit),
    stream: request.stream,
    includeUsage: request.includeUsage,
  };
}

function mapTool(tool: Tool, path: string, visit: Visit): Tool {
  return {
    name: mapToolName(tool.name, `${path}.name`, visit),
    description: tool.description === undefined ? undefined : define(visit, `${path}.description`, tool.description),
    parameters: tool.parameters && mapSchema(tool.parameters, `${path}.parameters`, 'tool_definition', visit),
    strict: tool.strict,
    cache: tool.cache,
  };
}

const define = (visit: Visit, path: string, text: string): string =>
  visit({ path, role: undefined, destination: 'tool_definition', escaping: 'none', text });

const mapToolName = (text: string, path: string, visit: Visit): string =>
  visit({ path, role: undefined, destination: 'tool_definition', escaping: 'identifier', text });

const mapToolChoice = (choice: ToolChoice | undefined, visit: Visit): ToolChoice | undefined =>
  typeof choice === 'object' ? { name: mapToolName(choice.name, 'tool_choice.function.name', visit) } : choice;

function mapPrediction(
  prediction: ChatRequest['prediction'],
  prompt: (path: string, text: string) => string,
): ChatRequest['prediction'] {
  if (typeof prediction === 'string') return prompt('prediction.content', prediction);
  return prediction?.map(({ text }, i) => ({ type: 'text', text: prompt(`prediction.content[${i}].text`, text) }));
}

function mapResponseFormat(format: ResponseFormat | undefined, visit: Visit): ResponseFormat | undefined {
  if (format?.type !== 'json_schema') return format;
  const slot = { role: undefined, destination: 'response_format' } as const;
  const path = 'response_format.json_schema';
  const { name, description, schema } = format;
  return {
    type: 'json_schema',
    name: visit({ ...slot, path: `${path}.name`, escaping: 'identifier', text: name }),
    description:
      description === undefined
        ? undefined
        : visit({ ...slot, path: `${path}.description`, escaping: 'none', text: description }),
    schema: schema && mapSchema(schema, `${path}.schema`, 'response_format', visit),
    strict: format.strict,
  };
}
