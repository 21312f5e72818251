import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, useId } from "react";
import type { User } from "../../api/model";
import { ApiProblem, asProblem } from "../../api/problem";
import { useApi } from "../../session/context";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { FormProblem } from "../../ui/States";
import { useToast } from "../../ui/toast";
import styles from "./AvatarForm.module.css";
import { publishedImage } from "./avatar";

const LARGEST = 4_000_000;

/** The person's picture: sent as a small body, published like any image (without its EXIF data), then worn. */
export function AvatarForm({ profile }: { profile: User }) {
  const api = useApi();
  const id = useId();
  const queries = useQueryClient();
  const announce = useToast();

  const wear = useMutation({
    mutationFn: async (file: File | null) => {
      if (file === null) return api.put("/user", { body: { avatarMediaId: null } });
      if (file.size > LARGEST) {
        throw new ApiProblem({
          status: 413,
          code: "too-large",
          title: "Too large",
          detail: "This picture is larger than 4 MB. Choose a smaller one.",
        });
      }
      const { mediaId } = await api.post("/media", { content: file, timeout: 60_000 });
      await publishedImage(api, mediaId);
      return api.put("/user", { body: { avatarMediaId: mediaId } });
    },
    onSuccess: async (_, file) => {
      await queries.invalidateQueries({ queryKey: ["profile"] });
      announce(file === null ? "Your picture is removed." : "Your new picture is set.");
    },
  });

  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (file !== undefined && !wear.isPending) wear.mutate(file);
  };

  return (
    <div className={styles.avatar}>
      <Avatar person={profile} size="l" />
      <div className={styles.words}>
        {wear.isError && <FormProblem error={asProblem(wear.error)} />}
        <div className={styles.actions}>
          <input
            id={id}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            className="visually-hidden"
            onChange={chosen}
            aria-describedby={`${id}-hint`}
          />
          <label htmlFor={id} className={styles.choose} data-busy={wear.isPending}>
            {wear.isPending ? "Setting your picture…" : "Choose a picture"}
          </label>
          {profile.avatarMediaId !== null && (
            <Button
              look="bare"
              size="s"
              onClick={() => {
                if (!wear.isPending) wear.mutate(null);
              }}
            >
              Remove
            </Button>
          )}
        </div>
        <p id={`${id}-hint`} className={styles.hint}>
          JPEG, PNG or WebP, up to 4 MB. Where and when it was taken is removed.
        </p>
      </div>
    </div>
  );
}
