/** The made-up identifiers in every prompt: what a masking gateway has to find. */
export const IDENTIFIERS: readonly string[] = [
  'Jane Doe',
  '04/12/1961',
  '00482913',
  '219-09-9999',
  '(555) 201-4477',
  'jane.doe@example.org',
  'XQJ918273645',
];

const [name, birth, record, social, phone, email, insurance] = IDENTIFIERS;
const OPENING = `Patient ${name}, DOB ${birth}, MRN: ${record}, SSN ${social}, phone ${phone}, email ${email}, insurance member ID ${insurance}. `;
const FILLER =
  'Patient reports mild chest discomfort after walking uphill, no fever, no cough, sleeping well, and asks whether the current medication should be changed before the next visit. ';

/** Length of the user's message in bytes (it is ASCII). */
const PROMPT_BYTES = 2048;

/** A chat request of about 2.2 KB that looks clinical; the model's name steers the fake upstream. */
export function chatBody(model: string, stream = false): string {
  const content = (OPENING + FILLER.repeat(Math.ceil(PROMPT_BYTES / FILLER.length))).slice(0, PROMPT_BYTES);
  return JSON.stringify({
    model,
    messages: [
      { role: 'system', content: 'You are a careful assistant.' },
      { role: 'user', content },
    ],
    max_tokens: 256,
    temperature: 0.2,
    ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
  });
}
