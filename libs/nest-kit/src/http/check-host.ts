import type { IncomingMessage } from 'node:http';
import { DomainError } from '@radiant/kernel';

/**
 * RFC 9112, 3.2: a request of HTTP/1.1 names one host, and no request names two. Node takes the first of two; whoever
 * stands in front may have taken the second, and the host names the app. @throws DomainError `validation_error`.
 */
export function checkHost({ rawHeaders, httpVersion }: Pick<IncomingMessage, 'rawHeaders' | 'httpVersion'>): void {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts === 1 || (hosts === 0 && httpVersion !== '1.1')) return;
  const message = hosts === 0 ? 'the request must name its host' : 'the request must name one host alone';
  throw new DomainError('validation_error', message, { field: 'host' });
}
