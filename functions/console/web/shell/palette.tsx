import { useNavigate } from "@tanstack/react-router";
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from "react-aria-components";
import { m } from "../messages/messages.ts";
import { switchTheme } from "../ui/theme.ts";
import { places } from "./places.ts";

/** Every action by its name: type, arrows, Enter. */
export function Palette({ onClose }: { onClose(): void }) {
  const navigate = useNavigate();
  const { contains } = useFilter({ sensitivity: "base" });
  const actions = [
    ...places.map(({ path, title, group }) => ({
      id: path as string,
      name: group ? `${m(group)} · ${m(title)}` : m(title),
      run: () => void navigate({ to: path }),
    })),
    { id: "theme", name: m("switchTheme"), run: switchTheme },
  ];
  const run = (id: string) => {
    onClose();
    actions.find((action) => action.id === id)?.run();
  };
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={onClose}
      className="fixed inset-0 z-40 flex items-start justify-center bg-scrim pt-28"
    >
      <Modal className="w-[620px] max-w-[92vw] rounded-xl border border-line-strong bg-raised shadow-(--sh-3)">
        <Dialog aria-label={m("searchOrDo")} className="outline-none">
          <Autocomplete filter={contains}>
            <SearchField aria-label={m("searchOrDo")} autoFocus>
              <Input
                placeholder={m("searchOrDo")}
                className="w-full border-b border-line px-4 py-3 text-base outline-none"
              />
            </SearchField>
            <Menu
              aria-label={m("searchOrDo")}
              items={actions}
              onAction={(id) => run(String(id))}
              renderEmptyState={() => <p className="p-3 text-text-2">{m("noMatch")}</p>}
              className="max-h-80 overflow-auto p-1.5 outline-none"
            >
              {({ id, name }) => (
                <MenuItem
                  id={id}
                  textValue={name}
                  className="cursor-pointer rounded-md px-2.5 py-1.5 outline-none data-focused:bg-selected"
                >
                  {name}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
