import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { m } from "../messages/messages.ts";
import type { KeyAction } from "./use-keys.ts";

/** All keys of the screen. */
export function KeysHelp({ actions, onClose }: { actions: readonly KeyAction[]; onClose(): void }) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={onClose}
      className="fixed inset-0 z-40 flex items-center justify-center bg-scrim"
    >
      <Modal className="w-[440px] max-w-[92vw] rounded-xl border border-line-strong bg-raised p-5 shadow-(--sh-3)">
        <Dialog className="outline-none">
          <Heading slot="title" className="mb-3 text-base font-semibold">
            {m("allKeys")}
          </Heading>
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
            {actions.map(({ key, title }) => (
              <div key={key} className="contents">
                <dt>
                  <Key name={key} />
                </dt>
                <dd className="text-text-2">{m(title)}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export function Key({ name }: { name: string }) {
  return (
    <kbd className="rounded border border-line-strong bg-main px-1.5 font-sans text-xs text-text-3">
      {name}
    </kbd>
  );
}
