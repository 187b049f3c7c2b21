import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Reply } from '../../actions/action.ts';
import { act, useMe } from '../store.ts';

type Wire = Readonly<Record<string, unknown>>;
interface Open {
  readonly form: Wire;
  readonly channel: string;
}
let show: (open: Open | undefined) => void = () => undefined;

/** Opens the form that an answer asks to fill in, if it does. */
export function openForm({ form }: Reply, channel: string): void {
  if (form !== undefined) show({ form, channel });
}

interface Field {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly long: boolean;
  readonly required: boolean;
  readonly longest: number;
  readonly placeholder: string;
}

const list = (value: unknown): readonly Wire[] => (Array.isArray(value) ? (value as readonly Wire[]) : []);

/** Text inputs in rows, or in labels as Discord has them lately. */
function fieldsOf(form: Wire): readonly Field[] {
  return list(form.components).flatMap((row) => {
    const inner = row.component === undefined ? list(row.components) : [row.component as Wire];
    return inner.map((input) => ({
      id: String(input.custom_id),
      label: String(input.label ?? row.label ?? ''),
      value: String(input.value ?? ''),
      long: input.style === 2,
      required: input.required !== false,
      longest: Number(input.max_length ?? 4_000),
      placeholder: String(input.placeholder ?? ''),
    }));
  });
}

/** The one form that may be open. */
export function FormDialog(): VNode | null {
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const me = useMe();
  const dialog = useRef<HTMLDialogElement>(null);
  show = setOpen;
  useEffect(() => {
    if (open !== undefined && dialog.current?.open === false) dialog.current.showModal();
  }, [open]);
  if (open === undefined) return null;
  const { form, channel } = open;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const fields = Object.fromEntries(fieldsOf(form).map(({ id }) => [id, String(data.get(id) ?? '')]));
    setOpen(undefined);
    if (me === undefined) return;
    const reply = await act({
      do: 'discord-submit',
      person: me.id,
      channel,
      form: String(form.custom_id),
      fields,
    });
    openForm(reply, channel);
  };
  return html`<dialog class="form" ref=${dialog} onClose=${() => setOpen(undefined)} aria-labelledby="form-title">
    <form onSubmit=${submit}>
      <h2 id="form-title">${String(form.title ?? '')}</h2>
      ${fieldsOf(form).map(
        (field) => html`<label>
          <span>${field.label}${field.required ? ' *' : ''}</span>
          ${
            field.long
              ? html`<textarea name=${field.id} required=${field.required} maxlength=${field.longest} placeholder=${field.placeholder} rows="4">${field.value}</textarea>`
              : html`<input name=${field.id} required=${field.required} maxlength=${field.longest} placeholder=${field.placeholder} value=${field.value} />`
          }
        </label>`,
      )}
      <div class="row end">
        <button type="button" class="button secondary" onClick=${() => setOpen(undefined)}>Cancel</button>
        <button class="button primary">Submit</button>
      </div>
    </form>
  </dialog>`;
}
