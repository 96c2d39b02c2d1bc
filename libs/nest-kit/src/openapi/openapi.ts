import type { InjectionToken, Provider, Type } from '@nestjs/common';
import { SELF_DECLARED_DEPS_METADATA } from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { BUILD } from '../probes/build.js';
import { writeNullAsType } from './nullable.js';
import { documentErrors, errorTable } from './error-documentation.js';

/** What an API says of itself at the head of its description. */
export interface ApiTitle {
  readonly title: string;
  /** Markdown. */
  readonly about: string;
}

/** The OpenAPI 3.1 description of an application. */
function describeApi(application: NestFastifyApplication, { title, about }: ApiTitle): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(`${about}\n\n## Errors\n\n${errorTable()}`)
    .setVersion(BUILD.version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key (`rad_…`) or a token.' }, 'key')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of your identity provider (JWT).' }, 'token')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'x-api-key' }, 'x-api-key')
    .build();
  const document = SwaggerModule.createDocument(application, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  documentErrors(document);
  writeNullAsType(document.components);
  return document;
}

/** The same description from the controllers alone: nothing behind them is built, so no store is needed. */
export async function describeControllers(controllers: Type[], title: ApiTitle): Promise<OpenAPIObject> {
  const application = await NestFactory.create<NestFastifyApplication>(
    { module: class {}, controllers, providers: controllers.flatMap(stoodIn) },
    new FastifyAdapter(),
    { preview: true, logger: false, abortOnError: false },
  );
  const document = describeApi(application, title);
  await application.close();
  return document;
}

/** Nothing in the place of everything that a controller asks for by `@Inject`. */
function stoodIn(controller: Type): Provider[] {
  const asked = Reflect.getMetadata(SELF_DECLARED_DEPS_METADATA, controller) as { param: InjectionToken }[] | undefined;
  return (asked ?? []).map(({ param }) => ({ provide: param, useValue: undefined }));
}

/**
 * Serves the description at `/openapi.json` and Swagger UI at `/docs` (`page-policy.ts` names its address too), both
 * without credentials; it is made when first asked for.
 */
export function serveApiDescription(application: NestFastifyApplication, title: ApiTitle): void {
  SwaggerModule.setup('docs', application, () => describeApi(application, title), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: title.title,
    swaggerOptions: { validatorUrl: null }, // it would tell a service elsewhere where this one is
  });
}
