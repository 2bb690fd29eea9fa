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

function known(...own: (string | string[])[]): ReadonlySet<string> {
  return new Set([...everywhere, ...own.flat()]);
}

export const cardProperties = known2('schema', 'config', 'card_link', 'header', 'body');
export const bodyProperties = known2(...layout, 'elements');
export const configProperties = known2(
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
export const headerProperties = known2(
  'title',
  'subtitle',
  'text_tag_list',
  'i18n_text_tag_list',
  'template',
  'icon',
  'padding',
);
export const textProperties = known2(
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
export const columnProperties = known(layout, 'elements', 'width', 'weight', 'background_style', 'action');
export const optionProperties = known2('text', 'value', 'icon', 'multi_url', 'img_key');
export const tableColumnProperties = known2(
  'name',
  'display_name',
  'width',
  'data_type',
  'vertical_align',
  'horizontal_align',
  'format',
  'date_format',
);
export const tableDataTypes = known2('text', 'lark_md', 'options', 'number', 'persons', 'date', 'markdown');

function known2(...own: string[]): ReadonlySet<string> {
  return new Set(own);
}

/** Components a person can act on: in a form each needs a name. */
export const interactiveTags = known2(
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
export const containerTags = known2('form', 'column_set', 'interactive_container', 'collapsible_panel');

export const componentProperties: Readonly<Record<string, ReadonlySet<string>>> = {
  markdown: known('content', 'text_size', 'text_align', 'text_color', 'icon', 'i18n_content'),
  div: known('text', 'icon', 'width', 'fields', 'extra'),
  hr: known(),
  img: known(
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
  img_combination: known('combination_mode', 'combination_transparent', 'corner_radius', 'img_list'),
  person: known('user_id', 'size', 'show_avatar', 'show_name', 'style'),
  person_list: known(
    'persons',
    'size',
    'show_avatar',
    'show_name',
    'lines',
    'drop_invalid_user_id',
    'icon',
    'ud_icon',
  ),
  chart: known('chart_spec', 'aspect_ratio', 'color_theme', 'preview', 'height'),
  table: known(
    'page_size',
    'row_height',
    'row_max_height',
    'freeze_first_column',
    'header_style',
    'columns',
    'rows',
  ),
  button: known(
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
  input: known(
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
  select_static: known(interactive, choice, 'initial_option', 'initial_index'),
  multi_select_static: known(interactive, choice, 'selected_values'),
  select_person: known(interactive, choice, 'initial_option'),
  multi_select_person: known(interactive, choice, 'selected_values'),
  date_picker: known(interactive, 'required', 'placeholder', 'initial_date'),
  picker_time: known(interactive, 'required', 'placeholder', 'initial_time'),
  picker_datetime: known(interactive, 'required', 'placeholder', 'initial_datetime'),
  overflow: known(interactive, 'options'),
  checker: known(
    interactive,
    'checked',
    'text',
    'overall_checkable',
    'button_area',
    'checked_style',
    'padding',
  ),
  select_img: known(
    interactive,
    'multi_select',
    'layout',
    'required',
    'can_preview',
    'aspect_ratio',
    'options',
  ),
  column_set: known(
    'flex_mode',
    'background_style',
    'horizontal_spacing',
    'horizontal_align',
    'columns',
    'action',
  ),
  form: known(layout, 'name', 'elements', 'fallback'),
  interactive_container: known(
    interactive,
    layout,
    'height',
    'background_style',
    'has_border',
    'border_color',
    'corner_radius',
    'elements',
  ),
  collapsible_panel: known(layout, 'expanded', 'background_color', 'header', 'border', 'elements'),
};
