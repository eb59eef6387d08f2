import { arrayPage } from '../../http/pagination.js';
import { changedMetadata, filled, given, page } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import { z } from 'zod';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import { change } from '../change.js';
import { retrieve } from '../lookup.js';
import { PLAIN, Resource } from '../resource.js';
import { createNote, voidNote } from './credit-note-effects.js';
import { creditedInvoice, draftNote } from './credit-note-object.js';
import { createNoteParameters, previewLinesParameters, updateNoteParameters } from './credit-note-parameters.js';

const BASE = '/v1/credit_notes';
const notes = new Resource(BASE, 'credit_note', 'credit note');

export const creditNoteRoutes: readonly Route[] = [
  notes.create(createNoteParameters, createNote),
  notes.list({ equal: { customer: filled(), invoice: filled() }, within: ['created'] }),
  notes.retrieve(),
  notes.update(updateNoteParameters, (operation, note, { memo, metadata }) => {
    const fields = { ...given({ memo }), metadata: changedMetadata(note.metadata ?? {}, metadata) };
    const changed = change(operation, 'credit_note', note, fields);
    emitEvent(operation, 'credit_note.updated', changed, previousAttributes(note, changed));
    return changed;
  }),
  notes.action('void', PLAIN, voidNote),
  route({
    method: 'GET',
    path: `${BASE}/{id}/lines`,
    parameters: z.strictObject(page),
    handle: (operation, parameters, { id }) => {
      const { data, url } = retrieve(operation, 'credit_note', 'credit note', id!).lines;
      return arrayPage(parameters, { data, kind: 'credit_note_line_item', url });
    },
  }),
  route({
    method: 'GET',
    path: `${BASE}/preview`,
    parameters: createNoteParameters,
    handle: (operation, parameters) => draftNote(operation, creditedInvoice(operation, parameters.invoice), parameters),
  }),
  route({
    method: 'GET',
    path: `${BASE}/preview/lines`,
    parameters: previewLinesParameters,
    handle: (operation, parameters) => {
      const { lines } = draftNote(operation, creditedInvoice(operation, parameters.invoice), parameters);
      return arrayPage(parameters, { data: lines.data, kind: 'credit_note_line_item', url: `${BASE}/preview/lines` });
    },
  }),
];
