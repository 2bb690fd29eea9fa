/** A form in a card: what is filled in stays in the page until it is submitted. */

import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Draw } from './draw.ts';
import { fieldTags, initialOf } from './form-field.ts';
import type { Filled, FormState } from './form-state.ts';
import { list, record, words } from './read.ts';

/** Every field below an element, containers looked into. */
export function fieldsIn(elements: unknown[]): Record<string, unknown>[] {
  return elements
    .map(record)
    .flatMap((element) =>
      fieldTags.has(words(element.tag))
        ? [element]
        : fieldsIn([...list(element.elements), ...list(element.columns)]),
    );
}

const startOf = (fields: Record<string, unknown>[]): Filled =>
  Object.fromEntries(fields.map((field) => [words(field.name), initialOf(field)]));

export function Form({
  element,
  draw,
  inside,
}: {
  element: Record<string, unknown>;
  draw: Draw;
  inside: (state: FormState) => ComponentChildren;
}): VNode {
  const fields = fieldsIn(list(element.elements));
  const [values, keep] = useState<Filled>(() => startOf(fields));
  const [missing, tell] = useState(new Set<string>());
  const state: FormState = {
    values,
    missing,
    fill: (name, value) => {
      keep((before) => ({ ...before, [name]: value }));
      tell((before) => new Set([...before].filter((one) => one !== name)));
    },
    complain: () => {
      const empty = fields.filter(
        (field) => field.required === true && values[words(field.name)]?.length === 0,
      );
      tell(new Set(empty.map((field) => words(field.name))));
      return empty.length > 0;
    },
    submit: (label) => draw.press(label, values),
    reset: () => {
      keep(startOf(fields));
      tell(new Set());
    },
  };
  return html`<div class="card-form" role="form">${inside(state)}</div>`;
}
