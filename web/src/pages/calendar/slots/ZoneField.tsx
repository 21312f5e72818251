import { SelectField } from "../../../ui/Field";
import { allZones, offsetLabel, zoneLabel } from "../zones";

/** One of all time zones. */
export function ZoneField({
  label,
  value,
  now,
  hint,
  error,
  onChange,
}: {
  label: string;
  value: string;
  now: number;
  hint?: string;
  error?: string | undefined;
  onChange: (zone: string) => void;
}) {
  const zones = allZones();
  return (
    <SelectField
      label={label}
      name="zone"
      value={value}
      hint={hint}
      error={error}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    >
      {/* A zone that is kept may go by a name that this browser calls otherwise. */}
      {!zones.includes(value) && <option value={value}>{zoneLabel(value)}</option>}
      {zones.map((zone) => (
        <option key={zone} value={zone}>
          {zoneLabel(zone)} ({offsetLabel(zone, now)})
        </option>
      ))}
    </SelectField>
  );
}
