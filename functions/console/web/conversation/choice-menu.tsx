import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { ReactNode } from "react";

type Choice = { id: string; name: string };
type Props = {
  label: string;
  children: ReactNode;
  choices: readonly Choice[];
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onChoose(id: string): void;
};

/** A button that opens a list to choose from, by pointer or by its key. */
export function ChoiceMenu({ label, children, choices, isOpen, onOpenChange, onChoose }: Props) {
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      <AriaButton
        aria-label={label}
        className="inline-flex h-7 cursor-pointer items-center gap-1.5 rounded-md px-2.5 font-medium whitespace-nowrap text-text-2 data-hovered:bg-hover data-pressed:bg-press"
      >
        {children}
      </AriaButton>
      <Popover className="min-w-52 rounded-[9px] border border-line-strong bg-raised shadow-(--sh-2) outline-none!">
        <Menu
          aria-label={label}
          items={choices}
          onAction={(id) => onChoose(String(id))}
          className="max-h-80 overflow-auto p-1 outline-none"
        >
          {({ id, name }) => (
            <MenuItem
              id={id}
              textValue={name}
              className="flex h-7 cursor-pointer items-center rounded-md px-2.5 outline-none data-focused:bg-selected"
            >
              {name}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
