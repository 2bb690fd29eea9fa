/** One component of a card JSON 2.0 and everything inside it. */
import { isRecord, type Json, list, text } from '../json.ts';
import { CardFault } from './fault.ts';
import { checkBehaviors, checkDateTime, checkInput, checkOptions } from './fields.ts';
import {
  columnProperties,
  componentProperties,
  containerTags,
  interactiveTags,
  textProperties,
} from './schema.ts';
import { checkTable, markdownTables } from './table.ts';
import type { FormState, Place, Walk } from './walk.ts';

const maxDepth = 5;

/** Throws CardFault. */
export function checkComponent(walk: Walk, element: unknown, place: Place): void {
  if (!isRecord(element) || typeof element.tag !== 'string')
    throw new CardFault(200621, 'tag is missing', place.path);
  const tag = element.tag;
  const path = [...place.path.slice(0, -1), `${place.path.at(-1) ?? ''}(tag: ${tag})`];
  const known = componentProperties[tag];
  if (!known) throw new CardFault(200861, `unsupported tag ${tag} in schema V2`, path);
  walk.element();
  walk.knownOnly(element, known, path);
  walk.elementId(element.element_id, path);
  if (interactiveTags.has(tag)) checkName(walk, element, { ...place, path });
  checkers[tag]?.(walk, element, { ...place, path });
  if (containerTags.has(tag)) checkInside(walk, element, { ...place, path });
}

/** In a form every interactive child has a name no other component of the card has. */
function checkName(walk: Walk, element: Json, place: Place): void {
  const name = text(element.name);
  if (place.form && !name) throw new CardFault(200530, 'a form item needs a name', place.path);
  if (name) walk.name(name, place.path);
}

const checkers: Readonly<Record<string, (walk: Walk, element: Json, place: Place) => void>> = {
  markdown(walk, element, { path }) {
    if (typeof element.content !== 'string') throw new CardFault(200621, 'content must be a string', path);
    walk.tables(markdownTables(element.content));
  },
  div(walk, element, { path }) {
    if (element.text !== undefined) walk.textObject(element.text, path, textProperties);
  },
  img(walk, element, { path }) {
    if (!walk.hasImage(text(element.img_key) ?? '')) throw new CardFault(200570, 'invalid image key', path);
  },
  chart(_walk, element, { path, form }) {
    if (form) throw new CardFault(200621, 'a chart can not be in a form', path);
    const spec = element.chart_spec;
    if (!isRecord(spec) || typeof spec.type !== 'string')
      throw new CardFault(200550, 'chart spec is invalid', path);
  },
  table: checkTable,
  button: checkButton,
  input: checkInput,
  select_static: checkOptions,
  multi_select_static: checkOptions,
  overflow: checkOptions,
  select_person: checkBehaviors,
  multi_select_person: checkBehaviors,
  checker: checkBehaviors,
  select_img: checkBehaviors,
  date_picker: checkDateTime,
  picker_time: checkDateTime,
  picker_datetime: checkDateTime,
  interactive_container: checkBehaviors,
};

function checkButton(walk: Walk, element: Json, place: Place): void {
  if (element.text !== undefined) walk.textObject(element.text, place.path, textProperties);
  checkBehaviors(walk, element, place);
  const action = element.form_action_type;
  if (action === undefined) return;
  if (action !== 'submit' && action !== 'reset')
    throw new CardFault(200621, 'form_action_type is submit or reset', place.path);
  if (!place.form) throw new CardFault(200621, 'form_action_type is for buttons in a form', place.path);
  if (action === 'submit') place.form.submits += 1;
}

function checkInside(walk: Walk, element: Json, place: Place): void {
  if (place.depth + 1 > maxDepth)
    throw new CardFault(200621, 'containers are nested more than 5 deep', place.path);
  const inside: Place = { ...place, depth: place.depth + 1, root: false };
  if (element.tag === 'form') checkForm(walk, element, inside, place.root);
  else if (element.tag === 'column_set') checkColumns(walk, element, inside);
  else checkChildren(walk, element.elements, inside);
}

function checkForm(walk: Walk, element: Json, inside: Place, root: boolean): void {
  if (inside.form) throw new CardFault(200621, 'a form can not be in a form', inside.path);
  if (!root) throw new CardFault(200621, 'a form can only be at the root of a card', inside.path);
  const name = text(element.name);
  if (!name) throw new CardFault(200530, 'a form needs a name', inside.path);
  walk.name(name, inside.path);
  const form: FormState = { submits: 0 };
  checkChildren(walk, element.elements, { ...inside, form });
  if (form.submits === 0)
    throw new CardFault(200621, 'a form needs a button with form_action_type submit', inside.path);
}

function checkColumns(walk: Walk, element: Json, inside: Place): void {
  list(element.columns).forEach((column, index) => {
    const path = [...inside.path, 'columns', `[${index}]`];
    if (!isRecord(column) || column.tag !== 'column')
      throw new CardFault(200621, 'columns hold column', path);
    walk.element();
    walk.knownOnly(column, columnProperties, path);
    walk.elementId(column.element_id, path);
    checkChildren(walk, column.elements, { ...inside, path });
  });
}

function checkChildren(walk: Walk, elements: unknown, place: Place): void {
  if (elements === undefined) return;
  if (!Array.isArray(elements)) throw new CardFault(200621, 'elements must be an array', place.path);
  elements.forEach((element, index) => {
    checkComponent(walk, element, { ...place, path: [...place.path, 'elements', `[${index}]`] });
  });
}
