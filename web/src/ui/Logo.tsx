/** The word mark. Its name is given by the link around it. */
export function Logo() {
  return (
    <svg viewBox="0 0 132 28" width="118" height="25" aria-hidden="true" focusable="false">
      <rect width="28" height="28" rx="7.5" fill="var(--on-accent)" />
      <path d="M7.5 20.5V7.5l13 13v-13" fill="none" stroke="var(--accent)" strokeWidth="3.3" strokeLinecap="square" />
      <text
        x="37"
        y="20.5"
        fill="currentColor"
        fontSize="19"
        fontWeight="800"
        letterSpacing="0.4"
        textLength="94"
        lengthAdjust="spacingAndGlyphs"
      >
        NEUFIT
      </text>
    </svg>
  );
}
