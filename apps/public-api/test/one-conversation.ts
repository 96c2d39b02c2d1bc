export const WHO = 'Jane Doe';
export const ASKED = `call lookup {"who":"${WHO}","record":"MRN 00482913"}`;
export const FOUND = 'Patient John Smith, MRN 00482913, takes warfarin.';
export const IMAGE = 'iVBORw0KGgo=';
export const PARAMETERS = { type: 'object', properties: { who: { type: 'string' }, record: { type: 'string' } } };
const GIVEN = { who: WHO };

/** One conversation with a picture, a call and its result, in each shape. */
export const SHAPES = {
  chat: {
    path: '/v1/chat/completions',
    body: {
      messages: [
        { role: 'system', content: `You help the nurse of ${WHO}.` },
        {
          role: 'user',
          content: [
            { type: 'text', text: `Who is ${WHO}?` },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${IMAGE}` } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'lookup', arguments: JSON.stringify(GIVEN) } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: FOUND },
        { role: 'user', content: ASKED },
      ],
      tools: [{ type: 'function', function: { name: 'lookup', parameters: PARAMETERS } }],
      stream_options: { include_usage: true },
    },
  },
  messages: {
    path: '/v1/messages',
    body: {
      max_tokens: 500,
      system: `You help the nurse of ${WHO}.`,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: `Who is ${WHO}?` },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: IMAGE } },
          ],
        },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'lookup', input: GIVEN }] },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: FOUND },
            { type: 'text', text: ASKED },
          ],
        },
      ],
      tools: [{ name: 'lookup', input_schema: PARAMETERS }],
    },
  },
  responses: {
    path: '/v1/responses',
    body: {
      store: false,
      instructions: `You help the nurse of ${WHO}.`,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: `Who is ${WHO}?` },
            { type: 'input_image', image_url: `data:image/png;base64,${IMAGE}` },
          ],
        },
        { type: 'function_call', call_id: 'c1', name: 'lookup', arguments: JSON.stringify(GIVEN) },
        { type: 'function_call_output', call_id: 'c1', output: FOUND },
        { role: 'user', content: ASKED },
      ],
      tools: [{ type: 'function', name: 'lookup', parameters: PARAMETERS, strict: false }],
    },
  },
  completions: {
    path: '/v1/completions',
    body: { prompt: `Who is ${WHO}? ${FOUND} MRN 00482913`, stream_options: { include_usage: true } },
  },
} as const;
export type Shape = keyof typeof SHAPES;

interface Calls {
  readonly content?: string | null;
  readonly tool_calls?: readonly { readonly function: { readonly arguments?: string } }[];
}
interface Usage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly input_tokens?: number;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly output_tokens?: number;
}
/** A reply, or an event of one, in any shape. */
interface Piece {
  readonly choices?: readonly { readonly delta?: Calls; readonly message?: Calls; readonly text?: string }[];
  readonly type?: string;
  readonly delta?: string | { readonly text?: string; readonly partial_json?: string };
  readonly content?: readonly { readonly text?: string; readonly input?: object }[];
  readonly output?: readonly { readonly content?: readonly { readonly text: string }[]; readonly arguments?: string }[];
  readonly usage?: Usage | null;
  readonly response?: { readonly usage?: Usage | null };
}

/** Every object of a reply, whole or streamed. */
export const piecesOf = (text: string): Piece[] =>
  text.startsWith('{')
    ? [JSON.parse(text)]
    : [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? ''));

/** The words of a piece. */
export const saidIn = ({ choices = [], type, delta, content, output = [] }: Piece): string =>
  [
    ...choices.map((choice) => choice.text ?? (choice.delta ?? choice.message)?.content ?? ''),
    typeof delta === 'object' ? (delta.text ?? '') : type === 'response.output_text.delta' ? delta : '',
    ...(typeof content === 'object' ? content.map(({ text }) => text ?? '') : []),
    ...output.flatMap((item) => (item.content ?? []).map(({ text }) => text)),
  ].join('');
/** The arguments of the calls in a piece. */
export const calledIn = ({ choices = [], type, delta, content = [], output = [] }: Piece): string =>
  [
    ...choices.flatMap(({ delta: part, message }) =>
      ((part ?? message)?.tool_calls ?? []).map((call) => call.function.arguments ?? ''),
    ),
    typeof delta === 'object'
      ? (delta.partial_json ?? '')
      : type === 'response.function_call_arguments.delta'
        ? delta
        : '',
    ...content.map(({ input }) => (input ? JSON.stringify(input) : '')),
    ...output.map((item) => item.arguments ?? ''),
  ].join('');

/** The tokens read and written that a reply tells of. */
export function tokensIn(pieces: readonly Piece[]): [number, number] | undefined {
  const usage = pieces.findLast((piece) => piece.usage ?? piece.response?.usage);
  const told = usage?.usage ?? usage?.response?.usage;
  if (!told) return undefined;
  const { cache_read_input_tokens: read, cache_creation_input_tokens: written } = told;
  return [
    told.prompt_tokens ?? (told.input_tokens ?? 0) + (read ?? 0) + (written ?? 0),
    told.completion_tokens ?? told.output_tokens ?? 0,
  ];
}
