import { Button as AriaButton, type ButtonProps } from "react-aria-components";

const looks = {
  primary: "bg-ink text-on-ink data-hovered:bg-ink-hover data-disabled:bg-press",
  plain: "border border-line-strong bg-main data-hovered:bg-hover data-pressed:bg-press",
  quiet: "text-text-2 data-hovered:bg-hover data-pressed:bg-press",
  /** WhatsApp's green: on Send alone. */
  send: "bg-wa text-on-wa data-hovered:bg-(--wa-hover) data-disabled:bg-press",
  danger: "text-bad data-hovered:bg-bad-soft",
};

type Props = ButtonProps & { look?: keyof typeof looks; className?: string };

/** One primary button a screen. While pending its words stay. */
export function Button({ look = "plain", className = "", ...props }: Props) {
  return (
    <AriaButton
      {...props}
      className={`inline-flex h-7 cursor-pointer items-center gap-1.5 rounded-md px-2.5 font-medium whitespace-nowrap data-disabled:cursor-default data-disabled:text-text-off data-pending:opacity-70 ${looks[look]} ${className}`}
    />
  );
}
