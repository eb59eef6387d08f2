import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setImmediate as otherWork } from 'node:timers/promises';

/** Latin, Greek, Cyrillic, Arabic, Hebrew and more, in one file that is embedded in part. */
const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const MARGIN = 50;
const SIZE = { title: 16, text: 9, small: 7 } as const;
const LINE = 13;
/** After so many rows whoever else waits gets a turn; a row takes less than a millisecond. */
const ROWS_AT_ONCE = 20;

/** A column of a table: its place and width in points. */
export interface PdfColumn {
  readonly x: number;
  readonly width: number;
  readonly align?: 'right';
}

interface FontFile {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

let font: Promise<Buffer> | null = null;

/** A document of text: titles, fields, and rows of a table. It is a stream from its first row on. */
export class PdfWriter {
  private rows = 0;

  private constructor(private readonly document: PDFKit.PDFDocument) {}

  /** `footer` stands at the end of every page. */
  static async open(title: string, at: Date, footer: string): Promise<PdfWriter> {
    font ??= readFile(FONT);
    // Slow to load, and most processes never write a document.
    const { default: PDFDocument } = await import('pdfkit');
    const document = new PDFDocument({
      size: 'A4',
      margin: MARGIN,
      lang: 'en',
      displayTitle: true,
      info: { Title: title, Producer: 'Mainstay', Creator: 'Mainstay', CreationDate: at },
    });
    document.registerFont('text', await font).font('text');
    const writer = new PdfWriter(document);
    writer.addFooter(footer);
    document.on('pageAdded', () => {
      writer.addFooter(footer);
    });
    writer.write(title, SIZE.title);
    document.moveDown(0.5);
    return writer;
  }

  get stream(): NodeJS.ReadableStream & { destroy(error?: Error): unknown } {
    return this.document;
  }

  paragraph(text: string): void {
    this.write(text, SIZE.text);
    this.document.moveDown(0.3);
  }

  gap(): void {
    this.document.moveDown(0.7);
  }

  /** One row; what does not fit into its column is cut off and marked. */
  async row(columns: readonly PdfColumn[], cells: readonly string[]): Promise<void> {
    if (this.document.y + LINE > this.document.page.height - MARGIN - LINE) this.document.addPage();
    const { y } = this.document;
    this.document.fontSize(SIZE.small);
    for (const [at, { x, width, align }] of columns.entries()) {
      const text = this.printable(cells[at] ?? '');
      this.document.text(text, MARGIN + x, y, {
        width,
        height: LINE,
        ellipsis: true,
        lineBreak: true,
        align: align ?? 'left',
      });
    }
    this.document.x = MARGIN;
    this.document.y = y + LINE;
    this.rows += 1;
    if (this.rows % ROWS_AT_ONCE === 0) await otherWork();
  }

  end(): void {
    this.document.end();
  }

  private write(text: string, size: number): void {
    this.document.fontSize(size).text(this.printable(text), MARGIN, this.document.y);
  }

  private addFooter(text: string): void {
    const { x, y, page } = this.document;
    const { bottom } = page.margins;
    // Text below the margin would begin another page.
    page.margins.bottom = 0;
    this.document
      .fontSize(SIZE.small)
      .text(this.printable(text), MARGIN, page.height - MARGIN + LINE, { lineBreak: false });
    page.margins.bottom = bottom;
    this.document.x = x;
    this.document.y = y;
  }

  /** A character that the font lacks is written as its code point: it can be read and searched, and is never a blank. */
  private printable(text: string): string {
    // The types of PDFKit leave out the font that is in use.
    const { _font: current } = this.document as unknown as { _font: { font: FontFile } };
    return [...text]
      .map((character) => {
        const codePoint = character.codePointAt(0)!;
        if (codePoint < 32) return ' ';
        return current.font.hasGlyphForCodePoint(codePoint)
          ? character
          : `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
      })
      .join('');
  }
}
