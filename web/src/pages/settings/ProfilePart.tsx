import { useQueryClient } from "@tanstack/react-query";
import type { User } from "../../api/model";
import { useOwnProfile } from "../../api/queries";
import { usePage } from "../../app/page";
import { useApi } from "../../session/context";
import { Button } from "../../ui/Button";
import { TextArea, TextField } from "../../ui/Field";
import { Skeleton } from "../../ui/Skeleton";
import { ErrorState, FormProblem, LoadingNote } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import { useToast } from "../../ui/toast";
import { AvatarForm } from "./AvatarForm";
import { Part } from "./Part";
import styles from "./Part.module.css";

export function ProfilePart() {
  const heading = usePage("Profile");
  const profile = useOwnProfile();
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        Profile
      </h1>
      <LoadingNote loading={profile.isPending} text="Loading your profile" />
      {profile.data !== undefined ? (
        <>
          <Part title="Picture">
            <AvatarForm profile={profile.data} />
          </Part>
          <Part title="About you">
            <ProfileForm profile={profile.data} />
          </Part>
        </>
      ) : profile.isError ? (
        <ErrorState error={profile.error} retry={() => void profile.refetch()} />
      ) : (
        <Skeleton shape="block" />
      )}
    </>
  );
}

function ProfileForm({ profile }: { profile: User }) {
  const api = useApi();
  const queries = useQueryClient();
  const announce = useToast();
  const form = useSubmission(["displayName", "bio", "zipCode"], async (values) => {
    const displayName = text(values, "displayName").trim();
    const zip = text(values, "zipCode").trim();
    if (displayName === "") throw refusal({ displayName: "Enter the name that others see." });
    if (!/^\d{0,9}$/.test(zip)) throw refusal({ zipCode: "Use digits only." });
    await api.put("/user", {
      body: { displayName, bio: text(values, "bio").trim(), zipCode: zip === "" ? null : Number(zip) },
    });
    await queries.invalidateQueries({ queryKey: ["profile"] });
    announce("Your profile is saved.");
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <FormProblem error={form.problem} />
      <TextField
        label="Name"
        name="displayName"
        autoComplete="name"
        maxLength={80}
        required
        defaultValue={profile.displayName}
        error={form.wrong("displayName")}
      />
      <TextArea
        label="About"
        hint="A few sentences that everybody can read."
        name="bio"
        maxLength={1000}
        defaultValue={profile.bio}
        error={form.wrong("bio")}
      />
      <TextField
        label="ZIP code (optional)"
        hint="Only you see it."
        name="zipCode"
        inputMode="numeric"
        autoComplete="postal-code"
        maxLength={9}
        defaultValue={profile.zipCode ?? ""}
        error={form.wrong("zipCode")}
      />
      <Button type="submit" busy={form.busy}>
        Save
      </Button>
    </form>
  );
}
