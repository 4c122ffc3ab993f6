/** A part of a template, as Graph has it: `HEADER`, `BODY`, `FOOTER`, `BUTTONS`. */
export type TemplateComponent = {
  type: string;
  text?: string | undefined;
  [part: string]: unknown;
};

export type Template = {
  id: string;
  wabaId: string;
  name: string;
  language: string;
  category: string;
  status: string;
  parameter_format: string;
  components: TemplateComponent[];
  /** Why Meta refused it. */
  rejected_reason?: string | undefined;
  quality_score?: { score: string } | undefined;
};
