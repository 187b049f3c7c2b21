import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { cut } from '../../../core/text/graphemes.ts';
import { translate } from '../../../core/wording/command-translations.ts';
import { capitalised } from '../../../core/wording/command-words.ts';
import { reasonLabel } from '../../../core/wording/reason-words.ts';
import type { FormField, Parameter } from '../../../ports/commands/command.ts';
import { cleanLine } from '../wire/text.ts';
import { writeComponentId } from './component-ids.ts';
import { LONGEST, type TextKind } from './wire.ts';

/** Discord's limits for a form, in characters. */
const TITLE = 45;
const LABEL = 45;
const DESCRIPTION = 100;
const FIELDS = 5;

/** The form that asks for what a command still needs. Its fields are named after the parameters. */
export function formFor(
  token: string,
  command: string,
  fields: readonly FormField[],
  language = 'en',
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: writeComponentId({ kind: 'form', token }),
    title: cut(`/${cleanLine(command)}`, TITLE),
    components: fields.slice(0, FIELDS).map(({ parameter, value }) => ({
      type: ComponentType.Label,
      label: cut(labelOf(parameter, language), LABEL),
      description: cut(cleanLine(inLanguage(parameter.description, language)), DESCRIPTION),
      component: {
        type: ComponentType.TextInput,
        custom_id: parameter.name,
        style: isLong(parameter) ? TextInputStyle.Paragraph : TextInputStyle.Short,
        ...(parameter.required && { min_length: 1 }),
        max_length: longest(parameter),
        required: parameter.required,
        ...(value !== undefined && { value: cut(value, longest(parameter)) }),
      },
    })),
  };
}

const labelOf = ({ name, kind }: Parameter, language: string): string =>
  kind === 'reason' ? reasonLabel(language) : capitalised(inLanguage(name, language));

const inLanguage = (english: string, language: string): string => translate(english)[language] ?? english;

const isLong = ({ kind }: Parameter): boolean => kind === 'reason' || kind === 'lines';

const longest = ({ kind }: Parameter): number =>
  Object.hasOwn(LONGEST, kind) ? LONGEST[kind as TextKind] : LONGEST.text;
