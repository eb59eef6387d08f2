import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ReportFiles } from '#libs/statements';
import { FileReaders, days, parsedFile, sendFile } from './file-readers.js';
import type { IdentifiedRequest } from './principal.hook.js';

/** What a company shows its management and auditors, as files. */
@Controller('statements')
export class ReportsController {
  constructor(
    private readonly files: ReportFiles,
    private readonly readers: FileReaders,
  ) {}

  @Get('compliance/:file')
  async compliance(
    @Param('file') file: string,
    @Query('from') from: string | undefined,
    @Query('to') to: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.readers.reader(request, reply);
    const { name, format } = parsedFile(file, ['csv', 'json']);
    const asked = days(from, to);
    const made =
      format === 'json' ? this.files.compliance(reader, name, asked) : this.files.componentList(reader, name, asked);
    await sendFile(reply, await made);
  }

  @Get('open-source-pledge/:file')
  async openSourcePledge(
    @Param('file') file: string,
    @Query('year') year: string | undefined,
    @Query('developers') developers: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.readers.reader(request, reply);
    const { name } = parsedFile(file, ['json']);
    await sendFile(
      reply,
      await this.files.pledge(reader, name, { year: Number(year), developers: Number(developers) }),
    );
  }
}
