import type { WireObject } from '../types.ts';
import { type FormErrors, isRecord } from './errors.ts';

/** Component types (Discord reference, "Component Types"); 9 and above need the Components V2 flag. */
const ACTION_ROW = 1;
const BUTTON = 2;
const TEXT_INPUT = 4;
const SELECTS = [3, 5, 6, 7, 8];
const LINK_STYLE = 5;

type Path = readonly (string | number)[];

/** Checks the rows of a message and numbers each component, as Discord's answer does. */
export function readComponents(errors: FormErrors, input: unknown, componentsV2: boolean): WireObject[] {
  const customIds = new Set<string>();
  let nextId = 1;
  return errors.list(['components'], input, 0, componentsV2 ? 40 : 5).map((entry, index) => {
    const path = ['components', index];
    const row = errors.object(path, entry);
    const id = nextId++;
    if (row.type !== ACTION_ROW) {
      if (!componentsV2) errors.add([...path, 'type'], 'BASE_TYPE_CHOICES', 'Value must be one of {1}.');
      return { ...row, id };
    }
    const children = errors.list([...path, 'components'], row.components, 1, 5).map((child, position) => {
      const at = [...path, 'components', position];
      const component = errors.object(at, child);
      if (component.type === BUTTON) checkButton(errors, at, component);
      else if (SELECTS.includes(Number(component.type))) checkSelect(errors, at, component);
      else errors.add([...at, 'type'], 'BASE_TYPE_CHOICES', 'Value must be one of {2, 3, 5, 6, 7, 8}.');
      const customId = component.custom_id;
      if (typeof customId === 'string') {
        if (customIds.has(customId)) {
          const message = 'Component custom id cannot be duplicated';
          errors.add([...at, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', message);
        }
        customIds.add(customId);
      }
      return { ...component, id: nextId++ };
    });
    return { type: ACTION_ROW, id, components: children };
  });
}

function checkButton(errors: FormErrors, path: Path, button: Record<string, unknown>): void {
  const style = errors.integer([...path, 'style'], button.style, 1, 6);
  if (style === null) errors.required([...path, 'style']);
  errors.text([...path, 'label'], button.label, 1, 80);
  if (!button.label && !isRecord(button.emoji)) errors.required([...path, 'label']);
  if (style === LINK_STYLE) {
    if (button.url === undefined || button.url === null) errors.required([...path, 'url']);
    errors.url([...path, 'url'], button.url);
    errors.text([...path, 'url'], button.url, 1, 512);
    if (button.custom_id) {
      const message = 'A custom id and url cannot both be specified';
      errors.add(path, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', message);
    }
    return;
  }
  errors.requiredText([...path, 'custom_id'], button.custom_id, 1, 100);
}

function checkSelect(errors: FormErrors, path: Path, select: Record<string, unknown>): void {
  errors.requiredText([...path, 'custom_id'], select.custom_id, 1, 100);
  errors.text([...path, 'placeholder'], select.placeholder, 0, 150);
  if (select.type !== 3) return;
  errors.list([...path, 'options'], select.options, 1, 25).forEach((entry, index) => {
    const option = errors.object([...path, 'options', index], entry);
    errors.requiredText([...path, 'options', index, 'label'], option.label, 1, 100);
    errors.requiredText([...path, 'options', index, 'value'], option.value, 1, 100);
  });
}

/** Checks a modal that answers an interaction: title 45, custom id 100, 1-5 components. */
export function readModal(errors: FormErrors, data: Record<string, unknown>): WireObject {
  const title = errors.requiredText(['data', 'title'], data.title, 1, 45);
  const customId = errors.requiredText(['data', 'custom_id'], data.custom_id, 1, 100);
  const rows = errors.list(['data', 'components'], data.components, 1, 5);
  rows.forEach((entry, index) => {
    const path = ['data', 'components', index];
    const row = errors.object(path, entry);
    if (row.type !== ACTION_ROW) return;
    errors.list([...path, 'components'], row.components, 1, 1).forEach((child, position) => {
      const at = [...path, 'components', position];
      const input = errors.object(at, child);
      if (input.type !== TEXT_INPUT) {
        errors.add([...at, 'type'], 'BASE_TYPE_CHOICES', 'Value must be one of {4}.');
      }
      errors.requiredText([...at, 'custom_id'], input.custom_id, 1, 100);
      errors.requiredText([...at, 'label'], input.label, 1, 45);
    });
  });
  return { title, custom_id: customId, components: rows };
}
