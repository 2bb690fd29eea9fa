/** The properties card JSON 2.0 knows, by component. Any other one is an error there (feishu.md 5). */

const everywhere = ['tag', 'element_id', 'margin'];
const layout = [
  'direction',
  'padding',
  'horizontal_spacing',
  'horizontal_align',
  'vertical_spacing',
  'vertical_align',
];
const interactive = [
  'name',
  'behaviors',
  'confirm',
  'disabled',
  'disabled_tips',
  'hover_tips',
  'width',
  'value',
];
const choice = ['type', 'required', 'placeholder', 'options'];

function component(...own: (string | string[])[]): ReadonlySet<string> {
  return new Set([...everywhere, ...own.flat()]);
}

export const cardProperties = names('schema', 'config', 'card_link', 'header', 'body');
export const bodyProperties = names(...layout, 'elements');
export const configProperties = names(
  'update_multi',
  'width_mode',
  'wide_screen_mode',
  'enable_forward',
  'enable_forward_interaction',
  'summary',
  'streaming_mode',
  'streaming_config',
  'locales',
  'style',
  'use_custom_translation',
);
export const headerProperties = names(
  'title',
  'subtitle',
  'text_tag_list',
  'i18n_text_tag_list',
  'template',
  'icon',
  'padding',
);
export const textProperties = names(
  'tag',
  'element_id',
  'content',
  'i18n_content',
  'text_size',
  'text_align',
  'text_color',
  'lines',
  'icon',
);
export const columnProperties = component(
  layout,
  'elements',
  'width',
  'weight',
  'background_style',
  'action',
);
export const optionProperties = names('text', 'value', 'icon', 'multi_url', 'img_key');
export const tableColumnProperties = names(
  'name',
  'display_name',
  'width',
  'data_type',
  'vertical_align',
  'horizontal_align',
  'format',
  'date_format',
);
export const tableDataTypes = names('text', 'lark_md', 'options', 'number', 'persons', 'date', 'markdown');

function names(...own: string[]): ReadonlySet<string> {
  return new Set(own);
}

/** Components a person can act on: in a form each needs a name. */
export const interactiveTags = names(
  'button',
  'input',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
  'select_img',
);

/** Components that hold others; five may be nested. */
export const containerTags = names('form', 'column_set', 'interactive_container', 'collapsible_panel');

export const componentProperties: Readonly<Record<string, ReadonlySet<string>>> = {
  markdown: component('content', 'text_size', 'text_align', 'text_color', 'icon', 'i18n_content'),
  div: component('text', 'icon', 'width', 'fields', 'extra'),
  hr: component(),
  img: component(
    'img_key',
    'alt',
    'title',
    'corner_radius',
    'scale_type',
    'size',
    'transparent',
    'preview',
    'mode',
    'custom_width',
    'compact_width',
  ),
  img_combination: component('combination_mode', 'combination_transparent', 'corner_radius', 'img_list'),
  person: component('user_id', 'size', 'show_avatar', 'show_name', 'style'),
  person_list: component(
    'persons',
    'size',
    'show_avatar',
    'show_name',
    'lines',
    'drop_invalid_user_id',
    'icon',
    'ud_icon',
  ),
  chart: component('chart_spec', 'aspect_ratio', 'color_theme', 'preview', 'height'),
  table: component(
    'page_size',
    'row_height',
    'row_max_height',
    'freeze_first_column',
    'header_style',
    'columns',
    'rows',
  ),
  button: component(
    interactive,
    'text',
    'type',
    'size',
    'icon',
    'form_action_type',
    'action_type',
    'url',
    'multi_url',
    'required',
  ),
  input: component(
    interactive,
    'required',
    'placeholder',
    'default_value',
    'max_length',
    'input_type',
    'rows',
    'auto_resize',
    'max_rows',
    'show_icon',
    'label',
    'label_position',
    'fallback',
  ),
  select_static: component(interactive, choice, 'initial_option', 'initial_index'),
  multi_select_static: component(interactive, choice, 'selected_values'),
  select_person: component(interactive, choice, 'initial_option'),
  multi_select_person: component(interactive, choice, 'selected_values'),
  date_picker: component(interactive, 'required', 'placeholder', 'initial_date'),
  picker_time: component(interactive, 'required', 'placeholder', 'initial_time'),
  picker_datetime: component(interactive, 'required', 'placeholder', 'initial_datetime'),
  overflow: component(interactive, 'options'),
  checker: component(
    interactive,
    'checked',
    'text',
    'overall_checkable',
    'button_area',
    'checked_style',
    'padding',
  ),
  select_img: component(
    interactive,
    'multi_select',
    'layout',
    'required',
    'can_preview',
    'aspect_ratio',
    'options',
  ),
  column_set: component(
    'flex_mode',
    'background_style',
    'horizontal_spacing',
    'horizontal_align',
    'columns',
    'action',
  ),
  form: component(layout, 'name', 'elements', 'fallback'),
  interactive_container: component(
    interactive,
    layout,
    'height',
    'background_style',
    'has_border',
    'border_color',
    'corner_radius',
    'elements',
  ),
  collapsible_panel: component(layout, 'expanded', 'background_color', 'header', 'border', 'elements'),
};
