import { StreamRestorer } from './restore.js';

/**
 * Where the address of a link or a picture goes on: bare, in Markdown, in angle brackets there, or in an attribute. JSON
 * may write its slashes and quotes with a backslash.
 */
const IN_ADDRESS =
  /(?:https?:(?:\\?\/){2}|[("'=](?:\\?\/){2})[^\s"'<>`]*$|\]\([ \t]?<[^<>\n]*$|\b(?:src|href|srcset|action)\s?=\s?\\?["'][^"'\n]*$/i;

/**
 * Puts originals back into what people are shown, but not into addresses that a model writes: who opens the link, or a
 * page that loads the picture, would send them to a host of the model's choice.
 */
export class AnswerRestorer extends StreamRestorer {
  protected override stays(before: string): boolean {
    return IN_ADDRESS.test(before);
  }
}
