import type { Credentials } from './credentials.js';

const PROMPT = 'Patient Jane Doe, MRN 00482913, phone (555) 201-4477, asks whether ibuprofen is safe.';

/** What a newcomer reads after a start: addresses, and three commands that work when pasted. */
export function banner(credentials: Credentials, demoUrl: string | undefined, seconds: number): string {
  const { publicUrl, adminUrl, tenants } = credentials;
  const lines = [
    '',
    `RADIANT is ready (${seconds.toFixed(1)} s)`,
    '',
    `  Public API   ${publicUrl}        docs ${publicUrl}/docs`,
    `  Admin API    ${adminUrl}        docs ${adminUrl}/docs`,
    ...(demoUrl === undefined ? [] : [`  Demo model   ${demoUrl}        not a real model`]),
    ...tenants.map(({ name, apiKey }) => `  Key of ${name.padEnd(16)} ${apiKey}`),
  ];
  const [tenant] = tenants;
  if (tenant) {
    const body = JSON.stringify({ model: 'demo-chat-small', messages: [{ role: 'user', content: PROMPT }] });
    lines.push(
      '',
      'Send a prompt with patient data; the reply holds the name again:',
      '',
      `curl -s ${publicUrl}/v1/chat/completions -H 'authorization: Bearer ${tenant.apiKey}' -H 'content-type: application/json' -d '${body}'`,
    );
    if (demoUrl !== undefined) lines.push('', 'What the model saw:', '', `curl -s ${demoUrl}/demo/requests/last`);
    lines.push(
      '',
      'What it cost:',
      '',
      `curl -s ${publicUrl}/api/v2/usage/records -H 'authorization: Bearer ${tenant.apiKey}'`,
    );
  }
  return [...lines, '', 'Ctrl-C stops everything.', ''].join('\n');
}
