import { Controller, Get, NotFoundException, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { StatementFiles, type FileFormat, type StatementFile } from '#libs/statements';
import { UnauthenticatedError, isAllowed, operator, person } from '#platform/graphql';
import { ANONYMOUS, type PersonPrincipal } from '#platform/kernel';
import { PagePoints } from './page-points.js';
import type { IdentifiedRequest } from './principal.hook.js';

const TYPES: Readonly<Record<FileFormat, string>> = { csv: 'text/csv; charset=utf-8', pdf: 'application/pdf' };
/** A file costs as much as a full page of a list. */
const POINTS = 100;

/** Receipts, statements and the journal as files, for people who are signed in. Nothing of it is kept by a cache. */
@Controller('statements')
export class StatementsController {
  constructor(
    private readonly files: StatementFiles,
    private readonly points: PagePoints,
  ) {}

  @Get('receipts/:file')
  async receipt(
    @Param('file') file: string,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.reader(request, reply);
    const { name, format } = parsed(file, ['csv', 'pdf']);
    await send(reply, await this.files.receipt(reader, name, format));
  }

  @Get('receipts-of/:file')
  async receipts(
    @Param('file') file: string,
    @Query('from') from: string | undefined,
    @Query('to') to: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.reader(request, reply);
    await send(reply, await this.files.receiptList(reader, parsed(file, ['csv']).name, days(from, to)));
  }

  @Get('payers/:file')
  async payer(
    @Param('file') file: string,
    @Query('from') from: string | undefined,
    @Query('to') to: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.reader(request, reply);
    const { name, format } = parsed(file, ['csv', 'pdf']);
    await send(reply, await this.files.payer(reader, name, days(from, to), format));
  }

  @Get('payees/:file')
  async payee(
    @Param('file') file: string,
    @Query('from') from: string | undefined,
    @Query('to') to: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.reader(request, reply);
    const { name, format } = parsed(file, ['csv', 'pdf']);
    await send(reply, await this.files.payee(reader, name, days(from, to), format));
  }

  @Get('journal.csv')
  async journal(
    @Query('from') from: string | undefined,
    @Query('to') to: string | undefined,
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.reader(request, reply, operator('finance_operator'));
    await send(reply, await this.files.journal(days(from, to)));
  }

  /** A person whom the rule lets read it, and who pays for the file with points. */
  private async reader(request: IdentifiedRequest, reply: FastifyReply, rule = person): Promise<PersonPrincipal> {
    const principal = request.principal ?? ANONYMOUS;
    if (!isAllowed(rule, principal)) throw new UnauthenticatedError();
    await this.points.take(request, reply, POINTS);
    return principal as PersonPrincipal;
  }
}

function parsed(file: string, formats: readonly FileFormat[]): { readonly name: string; readonly format: FileFormat } {
  const at = file.lastIndexOf('.');
  const format = formats.find((known) => known === file.slice(at + 1));
  if (at < 0 || format === undefined) throw new NotFoundException();
  return { name: file.slice(0, at), format };
}

/** What is left out or given twice is no day, and is refused as one. */
function days(from: unknown, to: unknown): { readonly from: string; readonly to: string } {
  return { from: typeof from === 'string' ? from : '', to: typeof to === 'string' ? to : '' };
}

async function send(reply: FastifyReply, { name, format, content }: StatementFile): Promise<void> {
  await reply
    .type(TYPES[format])
    .header('Content-Disposition', `attachment; filename="${name}.${format}"`)
    .header('Cache-Control', 'private, no-store')
    .send(content);
}
