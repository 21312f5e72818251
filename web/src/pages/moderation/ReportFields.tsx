import type { ReportRequest } from "../../api/model";
import { SelectField, TextArea } from "../../ui/Field";
import { text } from "../../ui/submission";
import { CATEGORIES } from "./words";

export type ReportWords = Required<Pick<ReportRequest, "category" | "words">>;

/** What the fields of a report say. */
export function reportWords(values: FormData): ReportWords {
  return {
    category: CATEGORIES.find(([category]) => category === text(values, "category"))?.[0] ?? "other",
    words: text(values, "words").trim(),
  };
}

/** What is wrong, and in whose words. `name` is whom it is about. */
export function ReportFields({ name, wrong }: { name: string; wrong: (field: string) => string | undefined }) {
  return (
    <>
      <SelectField label="What is wrong" name="category" error={wrong("category")}>
        {CATEGORIES.map(([category, words]) => (
          <option key={category} value={category}>
            {words}
          </option>
        ))}
      </SelectField>
      <TextArea
        label="In your words (optional)"
        name="words"
        rows={3}
        maxLength={2000}
        error={wrong("words")}
        hint={`Moderators read it with what you reported. ${name} does not learn who it was.`}
      />
    </>
  );
}
