/**
 * Whether the platform would take a card (feishu.md 5). Sub-codes: 200621 JSON or
 * structure, 200861 component not in 2.0, 200530 nameless form child, 200550 chart,
 * 200570 image key, 200914/200915 table, 300305 too many elements, 11310 too many tables.
 */
import type { Refusal } from '../answers.ts';
import { isRecord, type Json, list, record } from '../json.ts';
import { checkComponent } from './component.ts';
import { CardFault } from './fault.ts';
import {
  bodyProperties,
  cardProperties,
  configProperties,
  headerProperties,
  textProperties,
} from './schema.ts';
import { type Place, Walk } from './walk.ts';

const maxHeaderTags = 3;

/** `1.0` for every card without a schema. */
export function cardVersion(card: unknown): '1.0' | '2.0' {
  return isRecord(card) && card.schema === '2.0' ? '2.0' : '1.0';
}

/** Undefined when the card is good. `hasImage` says whether an image key was uploaded by this app. */
export function checkCard(card: unknown, hasImage: (key: string) => boolean): Refusal | undefined {
  try {
    if (!isRecord(card)) throw new CardFault(200621, 'parse card json err');
    if ('schema' in card && card.schema !== '2.0')
      throw new CardFault(200621, `schema ${String(card.schema)} is not supported`);
    if (card.schema === '2.0') checkSecond(card, hasImage);
    else checkFirst(card);
    return undefined;
  } catch (fault) {
    if (fault instanceof CardFault) return fault.refusal;
    throw fault;
  }
}

/** 1.0 ignores what it does not know; only the frame is looked at. */
function checkFirst(card: Json): void {
  if (isRecord(card.body)) throw new CardFault(200621, 'body needs schema 2.0');
  if (!Array.isArray(card.elements) && !isRecord(card.i18n_elements)) {
    throw new CardFault(200621, 'parse card json err, elements is missing');
  }
}

function checkSecond(card: Json, hasImage: (key: string) => boolean): void {
  const walk = new Walk(hasImage);
  walk.knownOnly(card, cardProperties, []);
  checkConfig(walk, card.config);
  checkHeader(walk, card.header);
  if (!isRecord(card.body)) throw new CardFault(200621, 'body is missing');
  walk.knownOnly(card.body, bodyProperties, ['body']);
  if (!Array.isArray(card.body.elements)) throw new CardFault(200621, 'body.elements must be an array');
  const place: Place = { path: ['elements'], depth: 0, root: true, form: undefined };
  card.body.elements.forEach((element, index) => {
    checkComponent(walk, element, { ...place, path: [...place.path, `[${index}]`] });
  });
}

function checkConfig(walk: Walk, config: unknown): void {
  if (config === undefined) return;
  if (!isRecord(config)) throw new CardFault(200621, 'config must be an object');
  walk.knownOnly(config, configProperties, ['config']);
  if (config.update_multi === false) throw new CardFault(200621, 'update_multi must be true in schema 2.0');
}

function checkHeader(walk: Walk, header: unknown): void {
  if (header === undefined) return;
  if (!isRecord(header)) throw new CardFault(200621, 'header must be an object');
  walk.knownOnly(header, headerProperties, ['header']);
  walk.textObject(header.title, ['header', 'title'], textProperties);
  if (header.subtitle !== undefined) walk.textObject(header.subtitle, ['header', 'subtitle'], textProperties);
  const tags = list(header.text_tag_list);
  if (tags.length > maxHeaderTags) throw new CardFault(200621, 'text_tag_list holds at most 3');
  for (const tag of tags) {
    walk.element();
    walk.textObject(record(tag).text, ['header', 'text_tag_list'], textProperties);
  }
}
