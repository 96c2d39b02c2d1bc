import { Body, Controller, Get, Inject, Param, Patch, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { AddApp, APP_STATUSES, ChangeApp } from '@radiant/governance';
import { AppDirectory, type App } from '@radiant/identity';
import { appId } from '@radiant/kernel';
import {
  ApiEnvelope,
  BodyExample,
  ChoiceField,
  type Envelope,
  envelope,
  PatternField,
  Permit,
  TextField,
  validated,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';

export class NewAppBody {
  @PatternField(
    /^(?!v\d+$)[a-z][a-z0-9-]{0,62}$/,
    '1 to 63 lower-case letters, digits or -, and not a version such as v2',
    {
      example: 'careplan',
    },
  )
  readonly id!: string;

  @TextField(1, 200, { example: 'Care Plan' })
  readonly name!: string;
}

export class AppChangeBody {
  @TextField(1, 200, { optional: true })
  readonly name?: string;

  @ChoiceField(APP_STATUSES, { optional: true })
  readonly status?: string;
}

export class AppAnswer {
  @ApiProperty({ example: 'careplan', description: 'Also its subdomain and its segment in `/api/{app}/`.' })
  readonly id!: string;

  @ApiProperty({ example: 'Care Plan' })
  readonly name!: string;

  @ApiProperty({ enum: [...APP_STATUSES] })
  readonly status!: string;
}

export class OneAppAnswer {
  @ApiProperty()
  readonly app!: AppAnswer;
}

export class AppsAnswer {
  @ApiProperty({ type: [AppAnswer] })
  readonly apps!: readonly AppAnswer[];
}

@ApiTags('Apps')
@ApiBearerAuth('token')
@Controller('api/v2/apps')
@UsePipes(validated())
export class AppsController {
  constructor(
    @Inject(AppDirectory) private readonly directory: AppDirectory,
    @Inject(AddApp) private readonly add: AddApp,
    @Inject(ChangeApp) private readonly change: ChangeApp,
  ) {}

  @Get()
  @Permit('app.read')
  @ApiOperation({ summary: 'The apps of the platform' })
  @ApiEnvelope(AppsAnswer)
  async list(@Res({ passthrough: true }) reply: FastifyReply): Promise<Envelope<AppsAnswer>> {
    return envelope(reply, { apps: (await this.directory.all()).map(present) });
  }

  @Post()
  @Permit('app.change')
  @ApiOperation({ summary: 'Take in an app; its addresses work after five seconds at most' })
  @ApiEnvelope(OneAppAnswer, 201)
  @BodyExample(NewAppBody, { id: 'careplan', name: 'Care Plan' })
  async create(
    @Body() body: NewAppBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneAppAnswer>> {
    const app = await this.add.execute(actorOf(request), { id: appId(body.id, 'id'), name: body.name });
    return envelope(reply, { app: present(app) });
  }

  @Patch(':id')
  @Permit('app.change')
  @ApiOperation({
    summary: 'Rename an app, or put it out of service',
    description:
      'Its addresses are gone then, and whoever shows a key or token of it is refused (403) everywhere, after five ' +
      'seconds at most; super administrators are not.',
  })
  @ApiEnvelope(OneAppAnswer)
  @BodyExample(AppChangeBody, { status: 'inactive' })
  async update(
    @Param('id') id: string,
    @Body() body: AppChangeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneAppAnswer>> {
    const app = await this.change.execute(actorOf(request), appId(id), { name: body.name, status: body.status });
    return envelope(reply, { app: present(app) });
  }
}

const present = ({ id, name, status }: App): AppAnswer => ({ id, name, status });
