import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { BUILD } from '../probes/build.js';
import { documentErrors, errorTable } from './error-documentation.js';

/** The OpenAPI 3.1 description of an application. */
export function describeApi(application: NestFastifyApplication, title: string, about: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(`${about}\n\n## Errors\n\n${errorTable()}`)
    .setVersion(BUILD.version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: `rad_…`' }, 'key')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'x-api-key' }, 'x-api-key')
    .build();
  const document = SwaggerModule.createDocument(application, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  documentErrors(document);
  return document;
}

/** Serves the description at `/openapi.json` and Swagger UI at `/docs`, both without credentials. */
export function serveApiDescription(application: NestFastifyApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', application, document, {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: document.info.title,
  });
}
