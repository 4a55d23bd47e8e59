import type { ComponentType } from 'react';
import { Image } from '../blocks/image.tsx';
import { UnknownBlock } from '../blocks/unknown-block.tsx';
import type { ElementProps } from '../surface.ts';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import { Overflow } from './overflow.tsx';
import { Picker } from './picker.tsx';
import { Select } from './select.tsx';
import { TextField } from './text-field.tsx';

const ELEMENTS: Record<string, ComponentType<ElementProps>> = {
  button: Button,
  workflow_button: Button,
  overflow: Overflow,
  radio_buttons: Choices,
  checkboxes: Choices,
  plain_text_input: TextField,
  number_input: TextField,
  email_text_input: TextField,
  url_text_input: TextField,
  datepicker: Picker,
  timepicker: Picker,
  image: ({ element }) => <Image image={element} />,
};

/** One element of a block; menus of every kind are one component, and what is not drawn shows as what it is. */
export function Element(props: ElementProps) {
  const type = String(props.element.type);
  const Known = ELEMENTS[type] ?? (type.endsWith('_select') ? Select : undefined);
  return Known ? <Known {...props} /> : <UnknownBlock block={props.element} />;
}
