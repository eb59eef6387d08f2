import { Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { FileFormat, StatementFile } from '#libs/statements';
import { UnauthenticatedError, isAllowed, person } from '#platform/graphql';
import { ANONYMOUS, type PersonPrincipal } from '#platform/kernel';
import { PagePoints } from './page-points.js';
import type { IdentifiedRequest } from './principal.hook.js';

const TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  pdf: 'application/pdf',
};
/** A file costs as much as a full page of a list. */
const POINTS = 100;

/** Who may have a file that is made. */
@Injectable()
export class FileReaders {
  constructor(private readonly points: PagePoints) {}

  /** A person whom the rule lets read it, and who pays for the file with points. */
  async reader(request: IdentifiedRequest, reply: FastifyReply, rule = person): Promise<PersonPrincipal> {
    const principal = request.principal ?? ANONYMOUS;
    if (!isAllowed(rule, principal)) throw new UnauthenticatedError();
    await this.points.take(request, reply, POINTS);
    return principal as PersonPrincipal;
  }
}

/** The name and the format of a file that is asked for. @throws NotFoundException */
export function parsedFile(
  file: string,
  formats: readonly FileFormat[],
): { readonly name: string; readonly format: FileFormat } {
  const at = file.lastIndexOf('.');
  const format = formats.find((known) => known === file.slice(at + 1));
  if (at < 0 || format === undefined) throw new NotFoundException();
  return { name: file.slice(0, at), format };
}

/** What is left out or given twice is no day, and is refused as one. */
export function days(from: unknown, to: unknown): { readonly from: string; readonly to: string } {
  return { from: typeof from === 'string' ? from : '', to: typeof to === 'string' ? to : '' };
}

/** Nothing of it is kept by a cache. */
export async function sendFile(reply: FastifyReply, { name, format, content }: StatementFile): Promise<void> {
  await reply
    .type(TYPES[format])
    .header('Content-Disposition', `attachment; filename="${name}.${format}"`)
    .header('Cache-Control', 'private, no-store')
    .send(content);
}
