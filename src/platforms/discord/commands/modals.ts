import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { cut } from '../../../core/text/graphemes.ts';
import { translate } from '../../../core/wording/command-translations.ts';
import { reasonLabel } from '../../../core/wording/reason-words.ts';
import type { Parameter } from '../../../ports/commands/command.ts';
import { cleanLine } from '../wire/text.ts';
import { writeComponentId } from './component-ids.ts';

/** Discord's limits for a form, in characters. */
const TITLE = 45;
const LABEL = 45;
const DESCRIPTION = 100;
/** Longest reason, as the command port defines it. */
const REASON = 200;

/** The form that asks for a reason. Its field is named after the parameter. */
export function reasonForm(
  token: string,
  command: string,
  parameter: Parameter,
  language = 'en',
): APIModalInteractionResponseCallbackData {
  const { description } = parameter;
  return {
    custom_id: writeComponentId({ kind: 'form', token }),
    title: cut(`/${cleanLine(command)}`, TITLE),
    components: [
      {
        type: ComponentType.Label,
        label: cut(reasonLabel(language), LABEL),
        description: cut(cleanLine(translate(description)[language] ?? description), DESCRIPTION),
        component: {
          type: ComponentType.TextInput,
          custom_id: parameter.name,
          style: TextInputStyle.Paragraph,
          min_length: 1,
          max_length: REASON,
          required: true,
        },
      },
    ],
  };
}
