import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Api, Operation } from '../description/api.js';
import { asText, at, isObject } from '../description/json.js';
import { mediaType, type Reply } from '../run/reply.js';
import { closed } from './closed.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const SERVER_FAULT = 500;
const REFUSAL = 400;
/** What a probe is there to say, when a machine is too busy for its stores to answer in time. */
const NOT_READY = /^\/(health|api\/v2)\/ready 503$/;

/** What is wrong with a reply, in one line; undefined when nothing is. */
export type Fault = string | undefined;

/** Holds replies against the description of the API that sent them. */
export class Checker {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly api: Api) {
    this.ajv.addFormat('uuid', UUID);
    this.ajv.addFormat('date-time', MOMENT);
    this.ajv.addFormat('date', /^\d{4}-\d{2}-\d{2}$/);
    this.ajv.addFormat('uri', (text) => URL.canParse(text));
    this.ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/);
    this.ajv.addSchema(closed(api.document), 'api');
  }

  /** A reply of an operation of the description. */
  declared({ path, method, responses }: Operation, address: string, reply: Reply): Fault {
    const status = String(reply.status);
    const fault = NOT_READY.test(`${path} ${status}`) ? this.identified(reply) : this.anyReply(reply);
    if (fault !== undefined) return fault;
    const declared = Object.hasOwn(responses, status) ? status : 'default';
    if (declared === 'default' && reply.status < REFUSAL) return `status ${status} is not declared`;
    const content = at(responses, declared, 'content');
    if (content === undefined)
      return reply.body.length > 0 ? `status ${status} has a body, which is not declared` : undefined;
    const type = mediaType(reply);
    if (!isObject(content) || !Object.hasOwn(content, type)) return `"${type}" is not declared for status ${status}`;
    const place = ['paths', path, method.toLowerCase(), 'responses', declared, 'content', type, 'schema'];
    if (type !== 'application/json') return streamFault(reply);
    return this.json(reply, place) ?? (declared === 'default' ? this.refusal(reply, address) : undefined);
  }

  /** A reply to a request that no operation of the description may have received. */
  elsewhere(address: string, method: string, reply: Reply): Fault {
    const fault = this.anyReply(reply);
    if (fault !== undefined || reply.status < REFUSAL || method === 'HEAD' || method === 'OPTIONS') return fault;
    return this.refusal(reply, address);
  }

  private anyReply(reply: Reply): Fault {
    if (reply.status >= SERVER_FAULT) return `status ${reply.status}`;
    return this.identified(reply);
  }

  private identified(reply: Reply): Fault {
    return UUID.test(reply.headers['x-request-id'] ?? '') ? undefined : `status ${reply.status} has no x-request-id`;
  }

  private json({ status, body }: Reply, place: readonly string[]): Fault {
    let value: unknown;
    try {
      value = JSON.parse(body.toString());
    } catch {
      return `status ${status} has a body that is not JSON`;
    }
    const validate = this.schema(place);
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return `status ${status} is off its schema: ${error?.instancePath} ${error?.message} ${JSON.stringify(error?.params)}`;
  }

  /** The form of an error is that of its address, and its code has the status of the table. */
  private refusal(reply: Reply, address: string): Fault {
    const { status } = reply;
    const form = this.json(reply, ['components', 'schemas', formOf(address)]);
    if (form !== undefined) return form;
    const code = at(JSON.parse(reply.body.toString()), 'error', 'code');
    if (code === undefined) return undefined; // Anthropic's form has none
    const expected = this.api.statuses.get(asText(code).toLowerCase());
    return expected === status ? undefined : `code ${asText(code)} has status ${status}, and ${expected} in the table`;
  }

  private schema(place: readonly string[]): ValidateFunction {
    const pointer = place.map((part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/');
    const known = this.compiled.get(pointer) ?? this.ajv.compile({ $ref: `api#/${pointer}` });
    this.compiled.set(pointer, known);
    return known;
  }
}

/** The form of errors at an address. */
function formOf(address: string): string {
  if (/^\/v1\/messages(?:[/?]|$)/.test(address)) return 'AnthropicError';
  return /^\/v1(?:[/?]|$)/.test(address) ? 'OpenAiError' : 'Error';
}

/** A stream that broke for a reason that a reply in one piece would have told with 5xx. */
function streamFault(reply: Reply): Fault {
  if (mediaType(reply) !== 'text/event-stream') return undefined;
  const broken =
    /"(?:code|type)":"(internal_error|provider_error|service_unavailable|provider_timeout|api_error)"/.exec(
      reply.body.toString(),
    );
  return broken ? `the stream broke with ${broken[1]}` : undefined;
}
