import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from "react-aria-components";

type Props = Omit<TextFieldProps, "children"> & { label: string; hint?: string; lines?: number };

const box =
  "w-full rounded-md border border-line-control bg-main px-2.5 py-1.5 data-focused:border-accent data-invalid:border-bad";

export function Field({ label, hint, lines = 1, ...props }: Props) {
  return (
    <TextField {...props} className="flex flex-col gap-1">
      <Label className="text-xs font-medium">{label}</Label>
      {lines > 1 ? (
        <TextArea rows={lines} dir="auto" className={box} />
      ) : (
        <Input dir="auto" className={box} />
      )}
      {hint && (
        <Text slot="description" className="text-xs text-text-3">
          {hint}
        </Text>
      )}
      <FieldError className="text-xs text-bad" />
    </TextField>
  );
}
