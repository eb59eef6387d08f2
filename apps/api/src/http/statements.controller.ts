import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { StatementFiles } from '#libs/statements';
import { operator } from '#platform/graphql';
import { FileReaders, days, parsedFile, sendFile } from './file-readers.js';
import type { IdentifiedRequest } from './principal.hook.js';

/** Receipts, statements and the journal as files, for people who are signed in. Nothing of it is kept by a cache. */
@Controller('statements')
export class StatementsController {
  constructor(
    private readonly files: StatementFiles,
    private readonly readers: FileReaders,
  ) {}

  @Get('receipts/:file')
  async receipt(
    @Param('file') file: string,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.readers.reader(request, reply);
    const { name, format } = parsedFile(file, ['csv', 'pdf']);
    await sendFile(reply, await this.files.receipt(reader, name, format));
  }

  @Get('receipts-of/:file')
  async receipts(
    @Param('file') file: string,
    @Query('from') from: string | undefined,
    @Query('to') to: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.readers.reader(request, reply);
    await sendFile(reply, await this.files.receiptList(reader, parsedFile(file, ['csv']).name, days(from, to)));
  }

  @Get('payers/:file')
  async payer(
    @Param('file') file: string,
    @Query('from') from: string | undefined,
    @Query('to') to: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.readers.reader(request, reply);
    const { name, format } = parsedFile(file, ['csv', 'pdf']);
    await sendFile(reply, await this.files.payer(reader, name, days(from, to), format));
  }

  @Get('payees/:file')
  async payee(
    @Param('file') file: string,
    @Query('from') from: string | undefined,
    @Query('to') to: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.readers.reader(request, reply);
    const { name, format } = parsedFile(file, ['csv', 'pdf']);
    await sendFile(reply, await this.files.payee(reader, name, days(from, to), format));
  }

  @Get('journal.csv')
  async journal(
    @Query('from') from: string | undefined,
    @Query('to') to: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.readers.reader(request, reply, operator('finance_operator'));
    await sendFile(reply, await this.files.journal(days(from, to)));
  }
}
